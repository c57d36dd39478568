"""Tests and intervals of the textbooks give the numbers that R gives."""

import csv
import json

import numpy as np
import pytest

from engage.stats import (
    agreement,
    association,
    compare,
    corrections,
    intervals,
    means,
    paired,
    planning,
    ranks,
)

CLOSE, CLOSE_P = 1e-9, 1e-8
SEARCHED = 5e-3
"""R finds these by a search that stops early (uniroot's usual tolerance)."""

COVERED = frozenset(
    {
        "base_proportions.json:cases",
        "base_proportions.json:prop2_monitors",
        "base_proportions.json:prop2_waves",
        "base_tables.json:agresti_gender_party",
        "base_tables.json:agresti_tea",
        "base_tables.json:agresti_job_satisfaction",
        "base_tables.json:monitors_response",
        "base_tests.json:mcnemar_agresti",
        "base_tests.json:mcnemar_small",
        "base_tests.json:cochranQ",
        "base_tests.json:wilcox_AB",
        "base_tests.json:kruskal",
        "base_tests.json:anova_welch",
        "base_tests.json:anova",
        "base_tests.json:t_student_AB",
        "base_tests.json:padjust",
        "base_tests.json:kappa_vcd",
        "base_tests.json:samplesize",
    }
)


@pytest.fixture(scope="module")
def r(shared):
    return lambda name: json.loads((shared / "oracles" / f"{name}.json").read_text())


@pytest.fixture(scope="module")
def lines(shared):
    def read(name):
        with (shared / "oracles" / "data" / name).open() as file:
            return list(csv.reader(file))[1:]

    return read


@pytest.fixture(scope="module")
def groups(lines):
    found = {}
    for group, value in lines("likert_groups.csv"):
        found.setdefault(group, []).append(float(value))
    return found


def ends(interval):
    return interval.low, interval.high


CASE_KEYS = {
    "x", "n", "N", "wilson", "wilson_cc", "clopper_pearson", "wald", "agresti_coull", "jeffreys",
    "binom_p_half", "se_fpc_nminus1", "se_fpc_n_Nminus1", "wald_fpc_nminus1",
    "wald_fpc_n_Nminus1", "wilson_fpc_neff", "neff_fpc", "hypergeom_exact",
}  # fmt: skip


def test_one_share(r):
    for case in r("base_proportions")["cases"]:
        assert set(case) <= CASE_KEYS
        x, n = case["x"], case["n"]
        for key, interval in (
            ("wilson", intervals.wilson(x, n)),
            ("wilson_cc", intervals.wilson_corrected(x, n)),
            ("clopper_pearson", intervals.clopper_pearson(x, n)),
            ("wald", intervals.wald(x, n)),
            ("agresti_coull", intervals.agresti_coull(x, n)),
            ("jeffreys", intervals.jeffreys(x, n)),
        ):
            assert ends(interval) == pytest.approx(case[key], abs=CLOSE), (key, x, n)
        assert intervals.binomial_p(x, n) == pytest.approx(case["binom_p_half"], rel=CLOSE_P)


def test_one_share_of_a_finite_population(r):
    finite = [case for case in r("base_proportions")["cases"] if "N" in case]
    assert finite
    for case in finite:
        x, n, whole = case["x"], case["n"], case["N"]
        plain = intervals.wald(x, n, population=whole)
        estimated = intervals.wald_estimated(x, n, whole)
        assert ends(plain) == pytest.approx(case["wald_fpc_n_Nminus1"], abs=CLOSE)
        assert ends(estimated) == pytest.approx(case["wald_fpc_nminus1"], abs=CLOSE)
        z = intervals.normal_quantile(0.95)
        assert (plain.high - plain.low) / 2 / z == pytest.approx(case["se_fpc_n_Nminus1"])
        assert (estimated.high - estimated.low) / 2 / z == pytest.approx(case["se_fpc_nminus1"])
        assert intervals.effective_size(n, whole) == pytest.approx(case["neff_fpc"], rel=CLOSE)
        score = intervals.wilson_finite(x, n, whole)
        exact = intervals.hypergeometric(x, n, whole)
        assert ends(score) == pytest.approx(case["wilson_fpc_neff"], abs=CLOSE)
        assert ends(exact) == pytest.approx(case["hypergeom_exact"], abs=CLOSE)


@pytest.mark.parametrize(
    ("key", "counts"),
    [("prop2_monitors", (151, 164, 175, 196)), ("prop2_waves", (220, 326, 205, 407))],
)
@pytest.mark.parametrize("way", ["correct", "nocorrect"])
def test_two_shares(r, key, counts, way):
    theirs = r("base_proportions")[key][way]
    ours = intervals.two_shares(*counts, corrected=way == "correct")
    assert ours.statistic == pytest.approx(theirs["statistic"], rel=CLOSE)
    assert ours.p == pytest.approx(theirs["p.value"], rel=CLOSE_P)
    assert ours.df == theirs["parameter"]
    assert ours.shares == pytest.approx(theirs["estimate"], rel=CLOSE)
    assert ends(ours.interval) == pytest.approx(theirs["conf.int"], abs=CLOSE)


TABLE_KEYS = {
    "table", "chisq", "expected", "pearson_resid", "adj_std_resid", "p_stdres", "chisq_yates",
    "G2", "cramersV", "contingency", "V_ci_ncp95", "ncp_ci95", "V_ci_ncp95_dfshift",
    "V_bias_corrected", "cohen_w", "fisher", "fisher_greater",
}  # fmt: skip


@pytest.fixture(scope="module", params=range(4))
def table(r, request):
    found = list(r("base_tables").values())[request.param]
    assert set(found) == TABLE_KEYS
    return found


def test_chi_square_of_a_table_and_its_cells(table):
    counts = np.array(table["table"])
    ours = compare.chi_square(counts)
    assert ours.statistic == pytest.approx(table["chisq"]["statistic"], rel=CLOSE)
    assert ours.df == table["chisq"]["parameter"]
    assert ours.p == pytest.approx(table["chisq"]["p.value"], rel=CLOSE_P)
    means_ = compare.expected(counts)
    assert means_ == pytest.approx(np.array(table["expected"]), rel=CLOSE)
    pearson = (counts - means_) / np.sqrt(means_)
    assert pearson == pytest.approx(np.array(table["pearson_resid"]), abs=CLOSE)
    adjusted = compare.adjusted_residuals(counts)
    assert adjusted == pytest.approx(np.array(table["adj_std_resid"]), abs=CLOSE)
    from scipy.special import ndtr

    twice = 2 * ndtr(-np.abs(adjusted))
    assert twice == pytest.approx(np.array(table["p_stdres"]), rel=CLOSE_P)


def test_other_tests_of_a_table(table):
    for ours, theirs in (
        (association.yates(table["table"]), table["chisq_yates"]),
        (association.g_test(table["table"]), table["G2"]),
    ):
        statistic = theirs.get("statistic", theirs.get("stat"))
        p = theirs.get("p.value", theirs.get("p"))
        assert ours.statistic == pytest.approx(statistic, rel=CLOSE)
        assert ours.p == pytest.approx(p, rel=CLOSE_P)
        assert ours.df == theirs.get("parameter", theirs.get("df"))


def test_strength_of_a_table(table):
    ours = association.strength(table["table"])
    for value, key in (
        (ours.v, "cramersV"),
        (ours.v_corrected, "V_bias_corrected"),
        (ours.contingency, "contingency"),
        (ours.w, "cohen_w"),
    ):
        assert value == pytest.approx(table[key], abs=CLOSE)
    for interval, key in (
        (ours.v_interval, "V_ci_ncp95"),
        (ours.v_interval_shifted, "V_ci_ncp95_dfshift"),
    ):
        # R searches the noncentrality with its usual tolerance; V is never above 1.
        assert ends(interval) == pytest.approx(np.minimum(1, table[key]), abs=1e-7)
    found = compare.chi_square(table["table"])
    ncp = compare.noncentrality_interval(found.statistic, found.df)
    assert ncp == pytest.approx(table["ncp_ci95"], abs=1e-7)


def test_exact_tests_of_a_table(table):
    counts = np.array(table["table"])
    ours = association.fisher_larger(counts)
    # R sums the tables in another order: about 1e-7 of what is left is rounding.
    assert ours.p == pytest.approx(table["fisher"]["p.value"], rel=1e-6)
    if counts.shape != (2, 2):
        assert table["fisher_greater"] is None
        return
    for key, alternative in (("fisher", "two-sided"), ("fisher_greater", "greater")):
        found, theirs = association.odds_ratio(counts, alternative=alternative), table[key]
        assert found.p == pytest.approx(theirs["p.value"], rel=CLOSE_P)
        assert found.value == pytest.approx(theirs["estimate"], rel=SEARCHED)
        low, high = theirs["conf.int"]
        assert found.interval.low == pytest.approx(low, rel=SEARCHED)
        if high is not None:
            assert found.interval.high == pytest.approx(high, rel=1e-2)
    assert compare.fisher(counts).p == pytest.approx(table["fisher"]["p.value"], rel=CLOSE_P)


@pytest.mark.parametrize("key", ["mcnemar_agresti", "mcnemar_small"])
def test_mcnemar(r, key):
    theirs = r("base_tests")[key]
    for way, corrected in (("correct", True), ("nocorrect", False)):
        ours = paired.mcnemar(theirs["table"], corrected=corrected)
        assert ours.statistic == pytest.approx(theirs[way]["statistic"], rel=CLOSE)
        assert ours.p == pytest.approx(theirs[way]["p.value"], rel=CLOSE_P)
        assert ours.df == theirs[way]["parameter"]
    exact = paired.mcnemar_exact(theirs["table"])
    assert exact.p == pytest.approx(theirs["exact_p"], rel=CLOSE_P)


def test_cochran(r, lines):
    ours = paired.cochran_q(np.array(lines("cochran_binary.csv"), dtype=float))
    theirs = r("base_tests")["cochranQ"]
    assert (ours.statistic, ours.df) == (pytest.approx(theirs["Q"], rel=CLOSE), theirs["df"])
    assert ours.p == pytest.approx(theirs["p"], rel=CLOSE_P)


def test_ranks(r, groups):
    theirs = r("base_tests")
    for way, corrected in (("correct", True), ("nocorrect", False)):
        ours = ranks.rank_sum(groups["A"], groups["B"], corrected=corrected)
        assert ours.statistic == theirs["wilcox_AB"][way]["statistic"]
        assert ours.p == pytest.approx(theirs["wilcox_AB"][way]["p.value"], rel=CLOSE_P)
    ours = ranks.kruskal_wallis(list(groups.values()))
    assert ours.statistic == pytest.approx(theirs["kruskal"]["statistic"], rel=CLOSE)
    assert (ours.df, ours.p) == (
        theirs["kruskal"]["parameter"],
        pytest.approx(theirs["kruskal"]["p.value"], rel=CLOSE_P),
    )


@pytest.mark.parametrize(("key", "equal"), [("anova_welch", False), ("anova", True)])
def test_means_of_several_groups(r, groups, key, equal):
    theirs = r("base_tests")[key]
    ours = means.anova(list(groups.values()), equal_spread=equal)
    assert ours.statistic == pytest.approx(theirs["statistic"], rel=CLOSE)
    assert (ours.df, ours.ddf) == pytest.approx(theirs["parameter"], rel=CLOSE)
    assert ours.p == pytest.approx(theirs["p.value"], rel=CLOSE_P)


def test_means_of_two_groups(r, groups):
    theirs = r("base_tests")["t_student_AB"]
    ours = means.t_test(groups["A"], groups["B"], equal_spread=True)
    assert ours.statistic == pytest.approx(theirs["statistic"], rel=CLOSE)
    assert ours.df == theirs["parameter"]
    assert ours.p == pytest.approx(theirs["p.value"], rel=CLOSE_P)
    assert ours.means == pytest.approx(theirs["estimate"], rel=CLOSE)
    assert ends(ours.interval) == pytest.approx(theirs["conf.int"], abs=CLOSE)


@pytest.mark.parametrize("name", sorted(corrections.CORRECTIONS))
def test_corrections(r, name):
    theirs = r("base_tests")["padjust"]
    assert set(theirs) == {"p", *corrections.CORRECTIONS}
    ours = corrections.CORRECTIONS[name](theirs["p"])
    assert ours == pytest.approx(theirs[name], rel=CLOSE)


@pytest.mark.parametrize(
    ("weights", "key"), [("none", "unweighted"), ("linear", "linear_weighted")]
)
def test_kappa(r, lines, weights, key):
    pairs = np.array(lines("ordinal_pair.csv"), dtype=int)
    counts = np.zeros((pairs.max(), pairs.max()))
    np.add.at(counts, (pairs[:, 0] - 1, pairs[:, 1] - 1), 1)
    ours = agreement.kappa(counts, weights=weights)
    assert (ours.value, ours.se) == pytest.approx(r("base_tests")["kappa_vcd"][key], rel=CLOSE)


def test_sample_sizes(r):
    theirs = r("base_tests")["samplesize"]
    asked = {"share": theirs["p"], "level": theirs["conf"]}
    assert planning.sample_size(theirs["e"], **asked).exact == pytest.approx(theirs["n0"])
    finite = planning.sample_size(theirs["e"], **asked, population=theirs["N"])
    assert finite.exact == pytest.approx(theirs["n_fpc"], rel=CLOSE)
    # R's power.prop.test searches with its usual tolerance.
    assert planning.group_size(0.5, 0.6) == pytest.approx(theirs["power_two_prop"], rel=1e-7)
