"""Tests, regressions and kappa under a design, beside those of R 4.2.2 with survey 4.1-1.

R had no package to integrate with, so its `lincom` is its saddlepoint; ours is checked against the
cases in which the exact distribution is known (test_designed.py).
"""

import numpy as np
import pytest

from engage.stats.designed.groups import rank_test, t_test
from engage.stats.designed.tables import association_test
from engage.stats.estimate.agreement import kappa
from engage.stats.estimate.regression import linear, logistic
from tests.unit.stats.api_samples import FILES, ORACLE, Schools, present, read

CLOSE = 1e-9
CLOSE_P = 1e-8
STATISTICS = ("F", "Chisq", "Wald", "adjWald", "lincom", "saddlepoint")
RANKS = {
    "wilcoxon": "wilcoxon",
    "vanderWaerden": "van-der-waerden",
    "median": "median",
    "KruskalWallis": "kruskal-wallis",
}


@pytest.fixture(scope="module", params=present())
def case(request, shared):
    folder = shared / "oracles"
    return Schools(folder, request.param), read(folder)[request.param]


def close(ours, theirs, tolerance=CLOSE):
    theirs = np.array(theirs, dtype=float)
    assert np.asarray(ours).reshape(theirs.shape) == pytest.approx(theirs, rel=tolerance)


def chance(ours, theirs):
    assert ours == pytest.approx(theirs, rel=CLOSE_P, abs=1e-14)


def table(schools, oracle, key):
    marks = np.eye(2)[schools.code("sch.wide")], np.eye(3)[schools.code("stype")]
    counts = (marks[0] * schools.sample.weights[:, None]).T @ marks[1]
    close(counts, oracle[key]["counts"])


def independence(schools, oracle, key):
    statistic, theirs = key.rsplit("_", 1)[1], oracle[key]
    codes = schools.code("sch.wide"), schools.code("stype")
    found = association_test(*codes, (2, 3), schools.sample, statistic=statistic)
    close(found.statistic, np.ravel(theirs["statistic"])[0])
    parameter = np.ravel(theirs["parameter"])
    if statistic == "lincom":
        near = association_test(*codes, (2, 3), schools.sample, statistic="saddlepoint")
        chance(near.p, theirs["p"])
        assert found.p == pytest.approx(theirs["p"], rel=0.25)
        return
    chance(found.p, theirs["p"])
    if statistic != "saddlepoint":
        ours = [value for value in (found.df, found.ddf) if value is not None]
        close(ours, parameter)


def t(schools, oracle, key):
    theirs = oracle[key]
    found, gap = t_test(schools.number("api00"), schools.columns["comp.imp"], schools.sample)
    close((found.statistic, found.ddf), (theirs["t"], theirs["df"]))
    chance(found.p, theirs["p"])
    close(gap.value, [theirs["diff"]])
    close((gap.interval[0].low, gap.interval[0].high), theirs["ci"])


def line(schools, oracle, key):
    theirs = oracle[key]
    ones = np.ones(len(schools))
    x = np.stack([ones, *(schools.number(name) for name in ("ell", "meals", "mobility"))], axis=1)
    found = linear(schools.number("api00"), x, schools.sample)
    close(found.value, theirs["coef"])
    close(found.se, theirs["se"])
    if "vcov" in theirs:
        close(found.variance, theirs["vcov"], 1e-8)
    if "df" in theirs:
        close(found.df, theirs["df"])


def odds(schools, oracle, key):
    theirs = oracle[key]
    assert theirs["names"] == ["(Intercept)", "ell", "meals", "stypeH", "stypeM"]
    kinds = np.eye(3)[schools.code("stype")][:, 1:]
    x = np.stack([np.ones(len(schools)), schools.number("ell"), schools.number("meals")], axis=1)
    yes, x = schools.columns["awards"] == "Yes", np.hstack([x, kinds])
    found = logistic(yes, x, schools.sample, stop="as-r")
    close(found.value, theirs["coef"])
    close(found.se, theirs["se"])
    exact = logistic(yes, x, schools.sample)
    close(exact.value, found.value, 1e-7)
    close(exact.se, found.se, 1e-5)


def ranks(schools, oracle, key):
    name, theirs = key.removeprefix("ranktest_"), oracle[key]
    groups = "stype" if name == "KruskalWallis" else "comp.imp"
    found = rank_test(
        schools.number("api00"),
        schools.columns[groups],
        schools.sample,
        scores=RANKS[name],
        ties="as-r",
    )
    if name == "KruskalWallis":
        # R prints the degrees of freedom as the statistic and the statistic as the parameter
        close((found.df, found.statistic), (theirs["stat"], np.ravel(theirs["df"])[0]))
    else:
        close((found.statistic, found.ddf), (theirs["stat"], theirs["df"]))
    chance(found.p, theirs["p"])


def agreement(schools, oracle, key):
    found = kappa(schools.code("awards"), schools.code("sch.wide"), 2, schools.sample)
    close((found.value[0], found.se[0]), (oracle[key]["est"], oracle[key]["se"]))


HOW = {
    "svytable_schwide_stype": table,
    "ttest_api00_compimp": t,
    "glm_api00": line,
    "glm_logit_awards": odds,
    "svykappa_awards_schwide": agreement,
}
HOW |= {f"svychisq_schwide_stype_{statistic}": independence for statistic in STATISTICS}
HOW |= {f"ranktest_{name}": ranks for name in RANKS}
COVERED = frozenset(f"{ORACLE}:{name}.{key}" for name in FILES for key in HOW)


@pytest.mark.parametrize("key", sorted(HOW))
def test_as_in_r(case, key):
    schools, oracle = case
    HOW[key](schools, oracle, key)
