"""Tests, scales and rankings: textbook numbers, and a clear word where there is no answer."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engage.stats import (
    agreement,
    association,
    compare,
    corrections,
    correspondence,
    likert,
    means,
    ordinal,
    paired,
    planning,
    ranking,
    ranks,
    reliability,
)

AGRESTI_JOBS = [[1, 3, 10, 6], [2, 3, 10, 7], [1, 6, 14, 12], [0, 1, 9, 11]]
"""Income by job satisfaction, Agresti (2013), Categorical Data Analysis, table 2.8."""


class TestPaired:
    def test_nobody_changed(self):
        assert paired.mcnemar([[5, 0], [0, 5]]) is None
        assert paired.mcnemar_exact([[5, 0], [0, 5]]) is None
        assert paired.bowker(np.diag([3, 4, 5])) is None

    def test_bowker_of_two_answers_is_mcnemar(self):
        table = [[794, 86], [150, 570]]
        plain = paired.mcnemar(table, corrected=False)
        assert paired.bowker(table).statistic == pytest.approx(plain.statistic)

    def test_few_changes_are_said(self):
        assert paired.mcnemar([[20, 3], [9, 14]]).flags == ("few-changes",)

    @pytest.mark.parametrize(
        "table", [[[1, 2, 3], [4, 5, 6]], [[-1, 2], [3, 4]], [[np.nan, 1], [1, 1]]]
    )
    def test_what_is_no_table_of_changes(self, table):
        with pytest.raises(ValueError, match=r"square|Counts|2x2"):
            paired.mcnemar(table)

    def test_all_said_the_same_to_all(self):
        assert paired.cochran_q([[1, 1], [0, 0], [1, 1]]) is None
        with pytest.raises(ValueError, match="0 and 1"):
            paired.cochran_q([[1, 2], [0, 1]])


class TestRanksAndMeans:
    def test_everybody_is_above(self):
        found = ranks.rank_sum([4, 5, 6], [1, 2, 3])
        assert (found.statistic, found.effect) == (9.0, 1.0)
        assert "few-answers" in found.flags

    def test_equal_answers_have_no_test(self):
        assert ranks.rank_sum([3, 3], [3, 3, 3]) is None
        assert ranks.kruskal_wallis([[2, 2], [2]]) is None
        assert means.t_test([1, 1], [1, 1]) is None
        assert means.anova([[1, 1], [2, 2]]) is None

    @pytest.mark.parametrize("test", [ranks.rank_sum, means.t_test])
    def test_an_empty_group_and_a_hole_are_refused(self, test):
        with pytest.raises(ValueError, match="group"):
            test([], [1, 2])
        with pytest.raises(ValueError, match="NaN"):
            test([1, np.nan, 2], [1, 2])

    def test_two_groups_of_kruskal_are_rank_sum(self):
        a, b = [1, 2, 2, 4, 5, 5, 5], [3, 3, 4, 4, 5, 1]
        plain = ranks.rank_sum(a, b, corrected=False)
        assert ranks.kruskal_wallis([a, b]).p == pytest.approx(plain.p)

    def test_welch_of_two_groups_is_welch_s_anova(self):
        a, b = [1, 2, 2, 4, 5], [3, 3, 4, 9, 12, 1]
        two, several = means.t_test(a, b), means.anova([a, b])
        assert two.statistic**2 == pytest.approx(several.statistic)
        assert two.p == pytest.approx(several.p)


class TestTables:
    def test_job_satisfaction_rises_with_income(self):
        """Agresti (2013), 3.4: M² = 2.98 with equally spaced scores, p = 0.08."""
        found = association.linear_trend(AGRESTI_JOBS, [1, 2, 3, 4], [1, 2, 3, 4])
        assert (round(found.statistic, 2), round(found.p, 2)) == (2.98, 0.08)
        assert association.linear_trend([[1, 0], [2, 0]], [1, 2], [1, 2]) is None

    def test_gamma_of_job_satisfaction(self):
        found = ordinal.gamma(AGRESTI_JOBS)
        assert (round(found.value, 3), round(found.se, 3)) == (0.221, 0.117)

    def test_a_full_order(self):
        table = np.diag([5, 6, 7])
        assert ordinal.gamma(table).value == 1
        assert ordinal.tau_b(table).value == pytest.approx(1)
        assert ordinal.gamma([[4, 0], [5, 0]]) is None

    def test_two_small_exact_tables(self):
        """Fisher's tea taster has p = 17/35; the larger form agrees."""
        assert association.fisher_larger([[3, 1], [1, 3]]).p == pytest.approx(17 / 35)
        assert compare.fisher([[3, 1], [1, 3]]).p == pytest.approx(17 / 35)

    @given(st.lists(st.lists(st.integers(0, 6), min_size=3, max_size=3), min_size=3, max_size=3))
    def test_an_exact_p_by_hand(self, table):
        """All 3x3 tables with the margins, counted one by one."""
        counts = compare.occupied(np.array(table))
        if counts.size == 0 or min(counts.shape) < 2:
            assert association.fisher_larger(table) is None
            return
        assert association.fisher_larger(table).p == pytest.approx(counted(counts), rel=1e-6)

    def test_too_many_tables_are_refused(self):
        with pytest.raises(ValueError, match="too many"):
            association.fisher_larger(np.full((6, 7), 40))


def counted(counts):
    """Return Fisher's p of a table by drawing all orders of the columns' people into the rows."""
    from math import factorial, prod

    rows, columns = counts.sum(1), counts.sum(0)

    def weight(cells):
        return 1 / prod(factorial(int(x)) for x in np.ravel(cells))

    def fill(left, widths):
        if len(widths) == 1:
            yield [tuple(left)]
            return
        for first in ways(left, int(widths[0])):
            for rest in fill(left - np.array(first), widths[1:]):
                yield [first, *rest]

    def ways(left, total):
        if len(left) == 1:
            if total <= left[0]:
                yield (total,)
            return
        for take in range(min(int(left[0]), total) + 1):
            for rest in ways(left[1:], total - take):
                yield (take, *rest)

    seen = weight(counts)
    weights = [weight(cells) for cells in fill(rows, columns)]
    return sum(w for w in weights if w <= seen * (1 + 1e-7)) / sum(weights)


class TestCorrections:
    @given(st.lists(st.floats(0, 1), min_size=1, max_size=12))
    def test_no_correction_makes_p_smaller_or_changes_the_order(self, values):
        for name, correct in corrections.CORRECTIONS.items():
            found = correct(values)
            assert all(a >= b - 1e-12 for a, b in zip(found, values, strict=True)), name
            order = np.argsort(values, kind="stable")
            assert np.all(np.diff(np.array(found)[order]) >= -1e-12), name
            assert max(found) <= 1

    def test_what_is_no_p(self):
        with pytest.raises(ValueError, match="between 0 and 1"):
            corrections.benjamini_hochberg([0.5, 1.2])


class TestAgreement:
    def test_full_and_no_agreement(self):
        assert agreement.kappa([[10, 0], [0, 10]]).value == 1
        assert agreement.kappa([[5, 5], [5, 5]]).value == 0
        assert agreement.kappa([[5, 0], [0, 0]]) is None

    def test_near_misses_count_for_something_when_weighted(self):
        near = [[10, 5, 0], [5, 10, 5], [0, 5, 10]]
        assert agreement.kappa(near, weights="linear").value > agreement.kappa(near).value


class TestLikert:
    def test_a_scale_of_five(self):
        found = likert.likert([10, 20, 30, 25, 15])
        assert (found.top, found.bottom, found.middle, found.net) == (
            Fraction(2, 5), Fraction(3, 10), Fraction(3, 10), Fraction(1, 10),
        )  # fmt: skip
        assert found.mean == pytest.approx(3.15)
        assert found.net_interval.low < 0.1 < found.net_interval.high

    def test_the_middle_is_split_at_zero(self):
        bar = likert.diverging([10, 20, 40, 20, 10])
        assert bar.steps[2] == (pytest.approx(-0.2), pytest.approx(0.2))
        assert bar.steps[0][0] == pytest.approx(-0.5)
        even = likert.diverging([1, 1, 1, 1])
        assert even.steps[1][1] == pytest.approx(0)

    def test_nobody_one_and_all_the_same(self):
        assert likert.likert([0, 0, 0]) is None
        assert likert.likert([0, 1, 0]).mean_interval is None
        assert likert.likert([0, 0, 9]).deviation == 0
        with pytest.raises(ValueError, match="two steps"):
            likert.likert([3])


class TestReliability:
    def test_equal_questions(self):
        assert reliability.cronbach_alpha([[1, 1], [2, 2], [4, 4]]).value == pytest.approx(1)
        assert reliability.cronbach_alpha([[2, 2], [2, 2]]) is None

    def test_by_the_formula_of_spearman_and_brown(self):
        """Two questions of equal spread: alpha is 2r/(1+r)."""
        rows = np.array([[1, 2], [2, 1], [3, 4], [4, 3], [5, 5]], dtype=float)
        r = np.corrcoef(rows.T)[0, 1]
        found = reliability.cronbach_alpha(rows)
        assert found.value == pytest.approx(2 * r / (1 + r))
        assert found.interval.low < found.value < found.interval.high
        assert found.items[0].correlation == pytest.approx(r)

    def test_a_hole_is_refused(self):
        with pytest.raises(ValueError, match="NaN"):
            reliability.cronbach_alpha([[1, np.nan], [2, 3]])


class TestRanking:
    def test_two_things_are_won_as_often_as_they_are_worth(self):
        found = ranking.ranking(["a", "b"], [["a", "b"]] * 3 + [["b", "a"]])
        worth = {item.code: item.worth for item in found.items}
        assert worth == {"a": pytest.approx(0.75), "b": pytest.approx(0.25)}
        assert found.items[0].log_worth_se == pytest.approx(np.sqrt(1 / 3 + 1) / 2)

    def test_points_and_mean_ranks(self):
        found = ranking.ranking(["a", "b", "c"], [["a", "b", "c"], ["b"]])
        assert [item.borda for item in found.items] == [2.5, 3.0, 0.5]
        assert [item.mean_rank for item in found.items] == [1.0, 1.5, 3.0]
        assert [item.n for item in found.items] == [1, 2, 1]

    def test_a_thing_that_always_wins_has_no_finite_worth(self):
        found = ranking.ranking(["a", "b"], [["a", "b"], ["a", "b"]])
        assert found.flags == ("worth-undefined",)
        assert found.items[0].worth is None

    def test_nobody_and_nonsense(self):
        assert ranking.ranking(["a"], [[]]) is None
        with pytest.raises(ValueError, match="Not an order"):
            ranking.ranking(["a", "b"], [["a", "a"]])

    def test_worths_solve_the_likelihood(self):
        """At the maximum every thing is chosen as often as its worth makes one expect."""
        orders = [["a", "b", "c"], ["b", "c", "a"], ["c", "a", "b"], ["a", "c", "b"]]
        found = ranking.ranking(["a", "b", "c"], orders)
        worth = {item.code: item.worth for item in found.items}
        for code, own in worth.items():
            wins = sum(code in order[:2] for order in orders)
            expected = sum(
                own / sum(worth[other] for other in order[stage:])
                for order in orders
                for stage in range(2)
                if code in order[stage:]
            )
            assert expected == pytest.approx(wins, abs=1e-6)


class TestCorrespondence:
    def test_its_inertia_is_chi_square_over_n(self):
        found = correspondence.correspondence(AGRESTI_JOBS)
        chi = compare.chi_square(AGRESTI_JOBS)
        assert found.inertia * found.n == pytest.approx(chi.statistic)
        assert found.row_parts.sum(0) == pytest.approx([1, 1])
        assert sum(found.explained) <= 1 + 1e-12

    def test_no_relation_no_map(self):
        assert correspondence.correspondence([[2, 4], [3, 6]]) is None
        with pytest.raises(ValueError, match="without anybody"):
            correspondence.correspondence([[1, 0], [2, 0]])


class TestPlanning:
    def test_letters_follow_from_the_return_rate(self):
        found = planning.sample_size(0.05, population=330_000, return_rate=407 / 1500)
        assert (found.returns, found.letters) == (384, 1416)

    def test_parts_add_up_and_no_stratum_is_forgotten(self):
        found = planning.allocate(100, [5, 500, 495], minimum=10)
        assert found.sizes == (5, 48, 47)
        assert sum(found.sizes) == 100
        assert "minimum-raised" in found.flags

    def test_neyman_draws_where_people_differ(self):
        """Cochran (1977), 5.5: in proportion to N·S."""
        found = planning.allocate(90, [100, 100], spreads=[1.0, 2.0])
        assert found.sizes == (30, 60)

    @given(
        st.lists(st.integers(0, 300), min_size=1, max_size=8),
        st.integers(0, 400),
        st.integers(0, 20),
    )
    def test_any_allocation_keeps_its_limits(self, people, total, least):
        possible = min(total, sum(people))
        needed = sum(min(least, each) for each in people)
        if possible < needed or total > sum(people):
            with pytest.raises(ValueError, match="cannot be drawn"):
                planning.allocate(total, people, minimum=least)
            return
        sizes = planning.allocate(total, people, minimum=least).sizes
        assert sum(sizes) == total
        assert all(min(least, n) <= size <= n for size, n in zip(sizes, people, strict=True))

    def test_wishes_that_make_no_sense(self):
        with pytest.raises(ValueError, match="between 0 and 1"):
            planning.sample_size(1.5)
        with pytest.raises(ValueError, match="different shares"):
            planning.group_size(0.5, 0.5)
