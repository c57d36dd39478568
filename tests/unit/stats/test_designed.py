"""Tests of tables and groups that pay for how people were drawn."""

import numpy as np
import pytest
from scipy.stats import chi2, f

from engage.stats.compare import chi_square
from engage.stats.designed import quadratic
from engage.stats.designed.groups import estimated_ranks, rank_test, t_test
from engage.stats.designed.quadratic import saddlepoint, upper_quadratic
from engage.stats.designed.tables import association, association_test, rao_scott
from engage.stats.estimate.result import part_of
from engage.stats.sampling import sample_of

COUNTS = np.array([[20, 30, 10], [35, 15, 10]])


def answers(counts):
    """Return row and column codes of as many people as a table counts."""
    rows, columns = np.indices(counts.shape)
    return np.repeat(rows.ravel(), counts.ravel()), np.repeat(columns.ravel(), counts.ravel())


def test_a_simple_sample_gives_pearsons_test():
    rows, columns = answers(COUNTS)
    n = len(rows)
    found = association_test(rows, columns, COUNTS.shape, sample_of(n), statistic="Chisq")
    pearson = chi_square(COUNTS)
    assert found.statistic == pytest.approx(pearson.statistic)
    assert found.df == pearson.df
    # each design effect is n/(n-1): the variance is estimated, Pearson's is assumed
    assert found.p == pytest.approx(pearson.p, rel=0.1)
    assert (found.n, found.base, found.ddf, found.flags) == (n, n, None, ())


def test_people_who_answer_alike_in_their_cluster_say_less():
    rows, columns = answers(COUNTS)
    four = np.repeat(np.arange(len(rows)), 4)
    alone = association_test(rows, columns, COUNTS.shape, sample_of(len(rows)))
    copied = association_test(
        rows[four], columns[four], COUNTS.shape, sample_of(len(four), stages=[four])
    )
    assert copied.statistic == pytest.approx(alone.statistic)
    assert copied.p == pytest.approx(alone.p)


def test_an_empty_cell_keeps_the_observed_form_while_it_has_full_rank():
    rows, columns = answers(np.array([[20, 30, 0], [35, 15, 10]]))
    found = association_test(rows, columns, (2, 3), sample_of(len(rows)))
    assert "empty-cells" in found.flags
    assert "reference-only" not in found.flags


def test_too_many_empty_cells_are_for_reference_only():
    """R stops here ("computationally singular"); a plain solve would give a wrong number."""
    rows, columns = answers(np.diag([20, 30, 25]))
    found = association_test(rows, columns, (3, 3), sample_of(75))
    assert {"empty-cells", "reference-only"} <= set(found.flags)
    assert np.isfinite(found.statistic)
    assert 0 <= found.p < 1e-6


def test_sparse_tables_are_flagged_and_never_break():
    random = np.random.default_rng(20)
    rows = random.integers(0, 20, 60)
    columns = random.integers(0, 7, 60)
    found = association_test(rows, columns, (20, 7), sample_of(60, strata=np.arange(60) // 30))
    assert {"empty-cells", "expected-under-5"} <= set(found.flags)
    assert 0 <= found.p <= 1


def test_rows_and_columns_without_anybody_do_not_count():
    rows, columns = answers(COUNTS)
    sample = sample_of(len(rows))
    wide = association_test(rows * 2, columns + 1, (4, 6), sample)
    assert wide == association_test(rows, columns, (2, 3), sample)


def test_the_first_column_does_not_matter_to_wald():
    rows, columns = answers(COUNTS)
    sample = sample_of(len(rows), strata=np.arange(len(rows)) % 4)
    one = association_test(rows, columns, (2, 3), sample, statistic="Wald")
    other = association_test(1 - rows, 2 - columns, (2, 3), sample, statistic="Wald")
    assert one.statistic == pytest.approx(other.statistic)
    adjusted = association_test(rows, columns, (2, 3), sample, statistic="adjWald")
    assert adjusted.p > one.p


def test_equal_design_effects_give_an_f_distribution():
    for ddf in (5, 20.5, 400):
        for x in (1.0, 6.0, 25.0):
            assert upper_quadratic(x, [2, 2, 2], ddf) == pytest.approx(
                f.sf(x / 6, 3, ddf), abs=1e-12
            )


def test_pairs_of_design_effects_give_exponentials():
    x, a, b = 9.0, 2.0, 0.5
    known = (a * np.exp(-x / (2 * a)) - b * np.exp(-x / (2 * b))) / (a - b)
    assert upper_quadratic(x, [a, a, b, b], np.inf) == pytest.approx(known, abs=1e-12)
    assert saddlepoint(x, [a, a, b, b], np.inf) == pytest.approx(known, rel=0.03)


def test_series_and_integral_agree_where_factors_are_uneven(monkeypatch):
    factors = [5.0, 1.0, 0.3, 0.12]
    series = [upper_quadratic(x, factors, 40.0) for x in (2.0, 12.0, 40.0)]
    monkeypatch.setattr(quadratic, "UNEVEN", 2.0)
    integral = [upper_quadratic(x, factors, 40.0) for x in (2.0, 12.0, 40.0)]
    assert series == pytest.approx(integral, abs=1e-11)


def test_a_factor_of_almost_nothing_changes_nothing():
    assert upper_quadratic(9.0, [2, 1, 1e-15], 30.0) == upper_quadratic(9.0, [2, 1], 30.0)
    assert upper_quadratic(9.0, [2, 1, 1e-5], 30.0) == pytest.approx(
        upper_quadratic(9.0, [2, 1], 30.0), abs=1e-5
    )


def test_far_out_every_digit_counts():
    assert upper_quadratic(80.0, [1.0], np.inf) == pytest.approx(chi2.sf(80, 1), rel=1e-12)
    faint = upper_quadratic(900.0, [9.0, 0.01], np.inf)
    assert faint == pytest.approx(chi2.sf(100, 1), rel=0.1)


def test_at_the_mean_the_saddlepoint_has_a_stand_in():
    assert saddlepoint(3.0, [1, 1, 1], np.inf) == pytest.approx(0.3916, abs=1e-4)
    assert 0 < saddlepoint(3.0, [1, 1, 1], 50.0) < 1


def test_integration_lies_between_first_and_second_order():
    rows, columns = answers(COUNTS)
    clusters = np.random.default_rng(3).integers(0, 12, len(rows))
    sample = sample_of(len(rows), stages=[clusters])
    p = {
        name: association_test(rows, columns, (2, 3), sample, statistic=name).p
        for name in ("F", "lincom", "saddlepoint")
    }
    assert p["lincom"] == pytest.approx(p["F"], rel=0.2)
    assert p["saddlepoint"] == pytest.approx(p["F"], rel=0.5)


def test_a_covariance_from_elsewhere_gets_the_same_verdict():
    shares = COUNTS / COUNTS.sum()
    p = shares.ravel()
    simple = (np.diag(p) - np.outer(p, p)) / COUNTS.sum()
    found = association(shares, simple, COUNTS.sum())
    assert found.effects == pytest.approx([1, 1])
    verdict = rao_scott(found, 10)
    assert verdict.statistic == pytest.approx(chi_square(COUNTS).statistic / 2)
    assert (verdict.df, verdict.ddf) == pytest.approx((2, 20))
    first = rao_scott(found, 10, "Chisq")
    assert (first.p, first.ddf) == (pytest.approx(chi_square(COUNTS).p), None)


def test_independent_answers_have_nothing_to_show():
    rows, columns = answers(np.full((2, 2), 10))
    sample = sample_of(40)
    assert association_test(rows, columns, (2, 2), sample).p == pytest.approx(1)
    assert association_test(rows, columns, (2, 2), sample, statistic="lincom").p == 1


def test_a_panel_is_told_that_it_speaks_for_its_members():
    rows, columns = answers(COUNTS)
    found = association_test(rows, columns, (2, 3), sample_of(len(rows), kind="panel"))
    assert found.flags == ("panel-speaks-for-members",)


def test_two_groups_on_average():
    values = np.array([1.0, 2, 3, 4, 6, 7, 8, 9])
    groups = np.array(["a"] * 4 + ["b"] * 4)
    found, gap = t_test(values, groups, sample_of(8))
    assert gap.value == pytest.approx([5])
    assert found.statistic == pytest.approx(5 / gap.se[0])
    assert (found.ddf, gap.df) == (6, 6)
    assert gap.interval[0].low > 0


def test_the_same_value_shares_the_middle_of_its_ranks():
    part = part_of(sample_of(4, weights=[1, 3, 2, 2]), None)
    ranks = estimated_ranks(np.array([5.0, 5, 1, 9]), part)
    assert ranks.tolist() == [0.5, 0.5, 0.125, 0.875]


def test_ranks_do_not_depend_on_the_order_of_rows():
    random = np.random.default_rng(9)
    values, groups = random.integers(1, 6, 60), random.integers(0, 3, 60)
    weights = random.uniform(1, 4, 60)
    turned = slice(None, None, -1)
    one = rank_test(values, groups, sample_of(60, weights=weights))
    other = rank_test(values[turned], groups[turned], sample_of(60, weights=weights[turned]))
    assert one.p == pytest.approx(other.p, rel=1e-12)


@pytest.mark.parametrize("scores", ["wilcoxon", "van-der-waerden", "median"])
def test_groups_that_do_not_overlap_differ_in_rank(scores):
    values = np.arange(40.0) + np.tile([0, 0.5], 20)
    groups = (values > 25).astype(int)
    found = rank_test(values, groups, sample_of(40), scores=scores)
    assert (found.df, found.ddf) == (1, 38)
    assert found.p < 1e-6


@pytest.mark.parametrize(
    ("work", "complaint"),
    [
        (lambda r, c, s: association_test(r, c * 0, (2, 3), s), "at least two"),
        (lambda r, c, s: association_test(r, c, (2, 2), s), "without a category"),
        (lambda r, c, s: association_test(r, c, (2, 3), s, statistic="magic"), "Unknown statistic"),
        (
            lambda r, c, _: association_test(r, c, (2, 3), sample_of(120, stages=[r * 0])),
            "degrees of freedom",
        ),
        (
            lambda r, c, _: association_test(
                r, c, (2, 3), sample_of(120, stages=[r]), statistic="Wald"
            ),
            "Too few clusters",
        ),
        (
            lambda r, c, _: association_test(r, c, (2, 3), sample_of(120, fpc=[120])),
            "no spread",
        ),
        (lambda *_: association([[1, 0], [1, 0]], np.eye(4), 9), "empty"),
        (t_test, "two groups"),
        (lambda r, _, s: t_test(r, r, s), "nothing to test"),
        (lambda r, c, s: t_test(r, c[:3], s), "One group"),
        (lambda r, c, _: t_test(c, r, sample_of(120, stages=[r])), "degrees of freedom"),
        (lambda r, c, s: rank_test(c, r * 0, s), "at least two"),
        (lambda r, _, s: rank_test(r, r, s), "nothing to test"),
        (lambda r, c, s: rank_test(c, r, s, scores="magic"), "Unknown scores"),
        (lambda *_: upper_quadratic(3, [], 5), "positive factors"),
        (lambda *_: upper_quadratic(-3, [1], 5), "positive number"),
    ],
)
def test_what_would_be_a_wrong_number_is_refused(work, complaint):
    rows, columns = answers(COUNTS)
    with pytest.raises(ValueError, match=complaint):
        work(rows, columns, sample_of(120))
