"""Weights meet what they promise, refuse what cannot be, and replicates agree with the formula."""

from importlib import import_module

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engage.stats import replicates, weighting
from engage.stats.estimate.means import means, totals
from engage.stats.sampling import sample_of

by_rows = import_module("engage.stats.weighting.rake")._by_rows
SEX = np.array([0, 0, 0, 1, 1, 1, 1, 0])
AGE = np.array([0, 1, 2, 0, 1, 2, 1, 0])


class TestRaking:
    def test_every_margin_is_met(self):
        found = weighting.rake({"sex": (SEX, [480, 520]), "age": (AGE, [300, 500, 200])})
        assert np.bincount(SEX, weights=found.weights) == pytest.approx([480, 520])
        assert np.bincount(AGE, weights=found.weights) == pytest.approx([300, 500, 200])
        assert found.max_error <= 1e-12

    def test_one_margin_is_post_stratification(self):
        start = np.arange(1.0, 9.0)
        raked = weighting.rake({"age": (AGE, [300, 500, 200])}, start)
        assert raked.weights == pytest.approx(
            weighting.poststratify(AGE, [300, 500, 200], start).weights
        )

    @given(st.data())
    def test_cells_and_rows_give_the_same_weights(self, data):
        n = data.draw(st.integers(20, 60))
        draw = lambda k: np.array(  # noqa: E731 - one shape of drawing
            [*range(k), *data.draw(st.lists(st.integers(0, k - 1), min_size=n - k, max_size=n - k))]
        )
        a, b = draw(2), draw(3)
        start = np.array(data.draw(st.lists(st.floats(0.5, 3), min_size=n, max_size=n)))
        true = np.array(data.draw(st.lists(st.floats(0.5, 3), min_size=n, max_size=n)))
        margins = {
            "a": (a, np.bincount(a, weights=true)),
            "b": (b, np.bincount(b, weights=true)),
        }
        by_cells = weighting.rake(margins, start)
        rows = by_rows([weighting.Margin(k, *v) for k, v in margins.items()], start, 1e-12, 1_000)
        assert by_cells.weights == pytest.approx(rows[0], rel=1e-6)
        assert (by_cells.weights > 0).all()
        for name, (_codes, people) in margins.items():
            assert by_cells.reached[name] == pytest.approx(people, rel=1e-9)

    @pytest.mark.parametrize(
        ("margins", "words"),
        [
            ({"sex": (SEX, [480, 520]), "age": (AGE, [300, 500, 201])}, "adds up to"),
            ({"sex": (SEX, [480, 520, 10])}, "nobody is in a class"),
            ({"sex": (SEX, [1000])}, "class without a total"),
            ({"sex": (SEX, [0, 1000])}, "the population does not have"),
            ({"sex": (SEX, [-1, 1001])}, "numbers of people"),
            ({"sex": (SEX, [np.nan, 1000])}, "numbers of people"),
            ({"sex": (SEX, [[500, 500]])}, "numbers of people"),
            ({"sex": (SEX, [0, 0])}, "not all of them 0"),
            ({"sex": (SEX[:7], [500, 500]), "age": (AGE, [300, 500, 200])}, "each respondent"),
            ({"sex": (SEX.astype(float), [500, 500])}, "each respondent"),
            ({"sex": (SEX - 1, [500, 500])}, "class without a total"),
            ({}, "at least one margin"),
        ],
    )
    def test_what_cannot_be_met_is_refused(self, margins, words):
        with pytest.raises(ValueError, match=words):
            weighting.rake(margins)

    @pytest.mark.parametrize("bad", [0.0, -1.0, np.nan, np.inf])
    def test_a_start_weight_that_is_none(self, bad):
        start = np.ones(8)
        start[3] = bad
        with pytest.raises(ValueError, match="above 0"):
            weighting.rake({"sex": (SEX, [4, 4])}, start)

    def test_margins_that_no_weights_can_meet_together(self):
        """Everybody old is a woman, so men cannot be more than the young."""
        sex, age = np.array([0, 1, 1]), np.array([0, 0, 1])
        with pytest.raises(ValueError, match="cannot be met together"):
            weighting.rake({"sex": (sex, [90, 10]), "age": (age, [50, 50])})

    def test_margins_that_add_up_but_for_their_decimals(self):
        """Shares of a thousand people differ by rounding in the last place of a float."""
        thirds = [1000 / 3] * 3
        found = weighting.rake({"sex": (SEX, [480, 520]), "age": (AGE, thirds)})
        assert found.reached["age"] == pytest.approx(thirds)
        with pytest.raises(ValueError, match="adds up to"):
            weighting.rake({"sex": (SEX, [480, 520]), "age": (AGE, [333.3, 333.3, 333.39])})

    def test_so_many_margins_that_rows_are_fitted(self):
        """Seven questions of ten classes cross into ten million cells."""
        generator = np.random.default_rng(2)
        codes = generator.integers(0, 10, (7, 3000))
        true = generator.uniform(0.5, 2, 3000)
        found = weighting.rake(
            {str(q): (each, np.bincount(each, weights=true)) for q, each in enumerate(codes)}
        )
        for q, each in enumerate(codes):
            assert found.reached[str(q)] == pytest.approx(np.bincount(each, weights=true))
        lonely = {str(q): (each, np.full(11, 9.0)) for q, each in enumerate(codes)}
        with pytest.raises(ValueError, match="nobody is in a class"):
            weighting.rake(lonely)

    def test_rows_as_many_that_sums_are_not_exact(self):
        """A million times a tenth is not a hundred thousand in floats: no reason to stop."""
        everybody = weighting.Margin("all", np.zeros(1_000_000, int), np.array([1e6 / 3]))
        found = by_rows([everybody], np.full(1_000_000, 0.1), 1e-12, 60)[0]
        assert found == pytest.approx(np.full(1_000_000, 1 / 3), rel=1e-10)

    @pytest.mark.parametrize("kind", [np.uint8, np.int16, np.uint64])
    def test_codes_of_every_size(self, kind):
        found = weighting.rake(
            {"a": (AGE.astype(kind), [3, 3, 2]), "s": (SEX.astype(kind), [5, 3])}
        )
        plain = weighting.rake({"a": (AGE, [3, 3, 2]), "s": (SEX, [5, 3])})
        assert np.array_equal(found.weights, plain.weights)
        scores = np.arange(8.0)[:, None]
        assert np.array_equal(found.projections[0](scores), plain.projections[0](scores))

    def test_known_people_have_no_doubt(self):
        """What was raked to varies over samples no more than the margin that it was raked to."""
        sample = sample_of(8, weights=np.arange(1.0, 9.0))
        margins = {"sex": (SEX, [480, 520]), "age": (AGE, [300, 500, 200])}
        raked = weighting.rake(margins, sample.weights)
        assert totals((AGE == 1) * 1.0, raked.on(sample)).se[0] == pytest.approx(0, abs=1e-6)
        post = weighting.poststratify(AGE, [300, 500, 200], sample.weights)
        assert totals((AGE == 1) * 1.0, post.on(sample)).se[0] == pytest.approx(0, abs=1e-9)


class TestCalibration:
    def test_totals_of_numbers_are_met_by_every_distance(self):
        x = np.column_stack([np.ones(8), SEX, np.arange(8.0)])
        wanted = [80.0, 42.0, 300.0]
        start = np.full(8, 10.0)
        for distance, bounds in (("linear", None), ("raking", None), ("logit", (0.2, 4.0))):
            found = weighting.calibrate(x, wanted, start, distance=distance, bounds=bounds)
            assert x.T @ found.weights == pytest.approx(wanted)
        assert "weights-not-positive" not in found.flags

    def test_bounds_hold_or_it_is_refused(self):
        x = np.column_stack([np.ones(8), SEX])
        inside = weighting.calibrate(x, [8.0, 4.8], bounds=(0.7, 1.3))
        assert inside.weights.min() >= 0.7
        assert inside.weights.max() <= 1.3
        with pytest.raises(ValueError, match="bounds"):
            weighting.calibrate(x, [8.0, 7.9], bounds=(0.7, 1.3))

    def test_people_and_yen_together(self):
        """An income of millions beside a column of ones is no variable twice."""
        income = 5e6 * (1 + 0.2 * np.random.default_rng(3).normal(size=200))
        x = np.column_stack([np.ones(200), income])
        for distance in ("linear", "raking"):
            found = weighting.calibrate(x, [2000, 2000 * 5.2e6], distance=distance)
            assert x.T @ found.weights == pytest.approx([2000, 2000 * 5.2e6], rel=1e-11)

    @pytest.mark.parametrize(
        ("x", "totals", "words"),
        [
            ([[1.0, 0.0]] * 4, [4, 0], "0 for everybody"),
            ([[1.0, np.nan]] * 4, [4, 1], "finite"),
            ([[1.0]] * 4, [np.inf], "finite"),
            ([[1.0]] * 4, [4, 4], "One total"),
            ([1.0] * 4, [4], "One total"),
        ],
    )
    def test_what_cannot_be_calibrated(self, x, totals, words):
        with pytest.raises(ValueError, match=words):
            weighting.calibrate(x, totals)

    def test_linear_weights_below_zero_are_flagged_and_not_used(self):
        x = np.column_stack([np.ones(8), np.arange(8.0)])
        found = weighting.calibrate(x, [8.0, 52.0])
        assert found.flags == ("weights-not-positive",)
        with pytest.raises(ValueError, match="positive"):
            found.on(sample_of(8))

    def test_a_variable_twice_and_a_logit_without_bounds(self):
        with pytest.raises(ValueError, match="twice"):
            weighting.calibrate(np.column_stack([SEX, SEX]).astype(float), [5.0, 6.0])
        with pytest.raises(ValueError, match="needs bounds"):
            weighting.calibrate(np.ones((8, 1)), [9.0], distance="logit")


class TestTrimmingAndCost:
    def test_the_sum_stays_and_nobody_is_outside(self):
        plain = weighting.rake({"sex": (SEX, [900, 100])})
        found = weighting.trim(plain, lower=10, upper=160, strict=True)
        assert found.base == pytest.approx(plain.base)
        assert found.weights.min() >= 10
        assert found.weights.max() <= 160
        assert found.flags == ("trimmed",)
        assert found.max_error == pytest.approx(abs(found.reached["sex"] - [900, 100]).max() / 1000)

    def test_nothing_to_trim_changes_nothing(self):
        plain = weighting.rake({"sex": (SEX, [500, 500])})
        assert weighting.trim(plain, lower=1, upper=1000) is plain

    def test_once_may_leave_somebody_outside_and_says_so(self):
        plain = weighting.poststratify(np.arange(5), [10, 30, 45, 49, 86])
        once = weighting.trim(plain, upper=50)
        assert once.weights.max() > 50
        assert once.flags == ("trimmed", "weights-outside-ends")
        again = weighting.trim(plain, upper=50, strict=True)
        assert again.weights.max() <= 50
        assert again.base == pytest.approx(220)
        assert again.flags == ("trimmed",)

    def test_ends_that_leave_no_room(self):
        plain = weighting.rake({"sex": (SEX, [900, 100])})
        with pytest.raises(ValueError, match="mean weight"):
            weighting.trim(plain, upper=100)
        with pytest.raises(ValueError, match="Every weight"):
            weighting.trim(plain, lower=30, upper=160)

    def test_equal_weights_cost_nothing(self):
        assert weighting.kish(np.full(9, 3.0)) == pytest.approx(1)
        assert weighting.effective_n([1.0, 1.0, 2.0, 4.0]) == pytest.approx(64 / 22)

    def test_balance_before_and_after(self):
        found = weighting.rake({"sex": (SEX, [300, 700])})
        first = weighting.balance(SEX, [300, 700], found.weights)[0]
        assert (first.population, first.respondents) == (0.3, 0.5)
        assert first.asmd_before == pytest.approx(0.2 / np.sqrt(0.21))
        assert first.asmd_after == pytest.approx(0, abs=1e-9)

    def test_a_class_that_the_population_does_not_have_stands_out(self):
        found = weighting.balance(SEX, [1000, 0], np.ones(8))
        assert found[1].asmd_before == np.inf

    def test_nobody_is_left_out_of_the_balance(self):
        with pytest.raises(ValueError, match="class without a total"):
            weighting.balance(AGE, [500, 500], np.ones(8))


class TestReplicates:
    def test_leaving_one_out_is_the_formula_for_a_mean(self):
        """The jackknife of a plain mean is s²/n exactly: Efron & Tibshirani (1993), 11.2."""
        y = np.array([1.0, 4, 2, 8, 5])
        sample = sample_of(5)
        found = replicates.estimate(lambda w: (w * y).sum() / w.sum(), replicates.jackknife(sample))
        assert found.se[0] == pytest.approx(y.std(ddof=1) / np.sqrt(5))
        assert found.df == 4

    def test_strata_and_population_sizes(self):
        y, strata = np.array([1.0, 4, 2, 8, 5, 9]), [0, 0, 0, 1, 1, 1]
        sample = sample_of(6, strata=strata, fpc=[np.array([30, 30, 30, 12, 12, 12])])
        ours = replicates.estimate(lambda w: (w * y).sum(), replicates.jackknife(sample))
        assert ours.se[0] == pytest.approx(totals(y, sample).se[0])

    def test_balanced_halves_of_a_total(self):
        """For a total BRR is Σ(y₁−y₂)² exactly, whatever rho: McCarthy (1966)."""
        y = np.array([3.0, 5, 10, 4, 7, 7.5, 1, 2])
        sample = sample_of(8, strata=[0, 0, 1, 1, 2, 2, 3, 3])
        exact = np.sqrt((np.diff(y.reshape(4, 2)) ** 2).sum())
        for rho in (0.0, 0.3):
            made = replicates.balanced(sample, rho=rho)
            assert replicates.estimate(lambda w: (w * y).sum(), made).se[0] == pytest.approx(exact)

    def test_the_bootstrap_comes_near_and_is_the_same_for_a_seed(self):
        y = np.random.default_rng(1).normal(size=80)
        sample = sample_of(80)
        made = replicates.bootstrap(sample, times=2000, seed=5)
        again = replicates.bootstrap(sample, times=2000, seed=5)
        assert np.array_equal(made.repeated, again.repeated)
        found = replicates.estimate(lambda w: (w * y).sum() / w.sum(), made)
        assert found.se[0] == pytest.approx(means(y, sample).se[0], rel=0.1)

    def test_raked_replicates(self):
        sample = sample_of(8)
        margins = [480, 520]
        made = replicates.jackknife(sample).changed(
            lambda w: np.where(
                w > 0, w * (np.array(margins) / np.bincount(SEX, weights=w))[SEX], 0.0
            )
        )
        found = replicates.estimate(lambda w: np.bincount(SEX, weights=w), made)
        assert found.se == pytest.approx([0, 0], abs=1e-9)

    def test_what_cannot_be_repeated(self):
        lonely = sample_of(3, strata=[0, 0, 1], lonely="certainty")
        for work in (
            lambda: replicates.jackknife(lonely),
            lambda: replicates.balanced(lonely),
            lambda: replicates.bootstrap(lonely, times=5, seed=1),
            lambda: replicates.given([[1.0, -1.0]], scale=1),
            lambda: replicates.given([[1.0, 1.0]], scale=0),
            lambda: replicates.estimate(lambda w: 1 / w[0], replicates.jackknife(sample_of(2))),
        ):
            with (
                pytest.raises(ValueError, match=r"stratum|weights|scale|figure"),
                np.errstate(divide="ignore"),
            ):
                work()
