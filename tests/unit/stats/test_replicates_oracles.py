"""Replicate weights give R's errors: jackknife, balanced halves, Fay, a saved bootstrap."""

import csv

import numpy as np
import pytest

from engage.stats import replicates
from engage.stats.designed.tables import association, rao_scott
from tests.unit.stats.api_samples import Schools, read

FILE = "survey_replicates.json"
SCHOOLS = {
    "JK1_clus1_nofpc": "clus1_nofpc",
    "JK1_clus1_fpc": "clus1",
    "JK1_clus1_mse": "clus1_nofpc",
    "JKn_strat_nofpc": "strat",
    "subbootstrap80_strat": "strat",
}
HALVES = {"BRR_scd_as": 0.0, "Fay0.3_scd_as": 0.3}
COVERED = frozenset(f"{FILE}:{name}" for name in (*SCHOOLS, *HALVES))
CLOSE, CLOSE_P = 1e-9, 1e-8


@pytest.fixture(scope="module")
def folder(shared):
    return shared / "oracles"


@pytest.fixture(scope="module")
def r(folder):
    found = read(folder, FILE)
    assert set(found) == {*SCHOOLS, *HALVES}
    return found


def lines(folder, name):
    with (folder / "data" / name).open() as file:
        return list(csv.DictReader(file))


def without_fpc(sample):
    from dataclasses import replace

    return replace(sample, fpc=())


def made(folder, way):
    schools = Schools(folder, SCHOOLS[way])
    if way.startswith("subbootstrap"):
        rows = lines(folder, "apistrat_subbootstrap80_weights.csv")
        repeated = np.array([[float(x) for x in row.values()] for row in rows])
        return schools, replicates.given(repeated, schools.sample.weights, scale=1 / 79)
    sample = schools.sample if way == "JK1_clus1_fpc" else without_fpc(schools.sample)
    return schools, replicates.jackknife(sample, around_estimate=way.endswith("mse"))


@pytest.mark.parametrize("way", SCHOOLS)
def test_estimates_and_errors(folder, r, way):
    theirs = r[way]
    schools, ours = made(folder, way)
    assert ours.df == theirs["degf"]
    assert ours.around_estimate == theirs["mse"]
    assert ours.scale * ours.each == pytest.approx(theirs["scale"] * np.array(theirs["rscales"]))
    api, enroll, tested = (schools.number(n) for n in ("api00", "enroll", "api.stu"))
    stype = schools.code("stype")
    for statistic, value, se in (
        (lambda w: (w * api).sum() / w.sum(), "mean_api00", "se"),
        (lambda w: (w * enroll).sum(), "total_enroll", "se_total"),
        (lambda w: (w * tested).sum() / (w * enroll).sum(), "ratio", "se_ratio"),
        (
            lambda w: [(w * api)[stype == s].sum() / w[stype == s].sum() for s in range(3)],
            "by",
            "se_by",
        ),
    ):
        found = replicates.estimate(statistic, ours)
        assert found.value == pytest.approx(np.atleast_1d(theirs[value]), rel=CLOSE)
        assert found.se == pytest.approx(np.atleast_1d(theirs[se]), rel=CLOSE)


@pytest.mark.parametrize("way", SCHOOLS)
def test_a_table_by_replicates(folder, r, way):
    theirs = r[way]
    schools, ours = made(folder, way)
    cell = schools.code("sch.wide") * 3 + schools.code("stype")

    def table(w):
        return np.bincount(cell, weights=w, minlength=6) / w.sum()

    found = replicates.estimate(table, ours)
    judged = rao_scott(association(found.value.reshape(2, 3), found.variance, found.n), found.df)
    assert judged.statistic == pytest.approx(theirs["chisq_F"], rel=1e-8)
    assert (judged.df, judged.ddf) == pytest.approx(theirs["chisq_par"], rel=1e-8)
    assert judged.p == pytest.approx(theirs["chisq_p"], rel=CLOSE_P)


@pytest.mark.parametrize(("way", "rho"), HALVES.items())
def test_halves(folder, r, way, rho):
    theirs, rows = r[way], lines(folder, "scd.csv")
    alive, arrests = (np.array([float(row[n]) for row in rows]) for n in ("alive", "arrests"))
    repeated = np.array(theirs["repweights"])
    ours = replicates.given(repeated, scale=1 / (repeated.shape[1] * (1 - rho) ** 2))
    assert ours.scale == pytest.approx(theirs["scale"])
    found = replicates.estimate(lambda w: (w * alive).sum() / (w * arrests).sum(), ours)
    assert found.value[0] == pytest.approx(theirs["ratio"], rel=CLOSE)
    assert found.se[0] == pytest.approx(theirs["se"], rel=CLOSE)
