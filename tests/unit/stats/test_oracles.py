"""The same numbers as R, where its output lies beside the project."""

import json

import numpy as np
import pytest

from engage.stats import compare, intervals

CLOSE = 1e-9
CLOSE_P = 1e-8


@pytest.fixture(scope="module")
def r(shared):
    folder = shared / "oracles"

    def read(name):
        return json.loads((folder / f"{name}.json").read_text())

    return read


def test_proportions(r):
    for case in r("base_proportions")["cases"]:
        count, n = case["x"], case["n"]
        for method in ("wilson", "clopper_pearson"):
            found = getattr(intervals, method)(count, n)
            assert (found.low, found.high) == pytest.approx(case[method], abs=CLOSE)


def test_proportions_of_a_finite_population(r):
    finite = [case for case in r("base_proportions")["cases"] if "N" in case]
    assert finite
    for case in finite:
        score = intervals.wilson_finite(case["x"], case["n"], case["N"])
        exact = intervals.hypergeometric(case["x"], case["n"], case["N"])
        assert (score.low, score.high) == pytest.approx(case["wilson_fpc_neff"], abs=CLOSE)
        assert (exact.low, exact.high) == pytest.approx(case["hypergeom_exact"], abs=CLOSE)


def test_tables(r):
    for case in r("base_tables").values():
        found = compare.chi_square(case["table"])
        assert found.statistic == pytest.approx(case["chisq"]["statistic"], abs=CLOSE)
        assert found.df == case["chisq"]["parameter"]
        assert found.p == pytest.approx(case["chisq"]["p.value"], abs=CLOSE_P)
        assert found.v == pytest.approx(case["cramersV"], abs=CLOSE)
        low, high = case["V_ci_ncp95"]
        assert (found.v_low, found.v_high) == pytest.approx((low, min(1, high)), abs=CLOSE)
        ends = compare.noncentrality_interval(found.statistic, found.df)
        assert ends == pytest.approx(case["ncp_ci95"], abs=1e-7)
        for key, ours in (
            ("expected", compare.expected(case["table"])),
            ("adj_std_resid", compare.adjusted_residuals(case["table"])),
        ):
            assert ours == pytest.approx(np.array(case[key]), abs=CLOSE)


def test_fisher(r):
    for case in r("base_tables").values():
        if np.shape(case["table"]) == (2, 2):
            found = compare.fisher(case["table"])
            assert found.p == pytest.approx(case["fisher"]["p.value"], abs=CLOSE_P)


def test_two_shares_without_correction(r):
    for case in (r("base_proportions")["prop2_monitors"], r("base_proportions")["prop2_waves"]):
        x, n = case.get("x", [151, 175]), case.get("n", [164, 196])
        found = compare.chi_square([x, [n[0] - x[0], n[1] - x[1]]])
        assert found.statistic == pytest.approx(case["nocorrect"]["statistic"], abs=CLOSE)
        assert found.p == pytest.approx(case["nocorrect"]["p.value"], abs=CLOSE_P)


def test_holm(r):
    case = r("base_tests")["padjust"]
    assert compare.holm(case["p"]) == pytest.approx(case["holm"], abs=CLOSE)
