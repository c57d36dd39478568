"""Weights and the errors after weighting are R's, with every way of weighting."""

import numpy as np
import pytest

from engage.stats import weighting
from engage.stats.designed.tables import association_test
from engage.stats.estimate.means import means, totals
from engage.stats.estimate.shares import shares
from tests.unit.stats.api_samples import Schools, read

FILE = "survey_weighting.json"
WAYS = (
    "postStratify_clus1_stype",
    "postStratify_clus1_nofpc_stype",
    "rake_clus1_nofpc",
    "rake_srs",
    "calibrate_linear_stype",
    "calibrate_linear_stype_api99",
    "calibrate_raking_stype_api99",
    "calibrate_linear_bounds_0.6_1.6",
    "calibrate_logit_0.4_1.8",
    "calibrate_raking_margins",
    "trimWeights_rake_20_45",
    "trimWeights_rake_20_45_strict",
)
COVERED = frozenset(
    f"{FILE}:{name}"
    for name in (*WAYS, "targets", "rake_clus1_svychisq_compimp_awards", "kish_deff_weights")
)
STYPE, WIDE = [4421, 755, 1018], [1072, 5122]
CLOSE, CLOSE_WEIGHTS, CLOSE_P = 1e-9, 1e-10, 1e-8


@pytest.fixture(scope="module")
def folder(shared):
    return shared / "oracles"


@pytest.fixture(scope="module")
def r(folder):
    return read(folder, FILE)


@pytest.fixture(scope="module")
def api99(folder):
    """The sum of last year's index over all schools of the state."""
    import csv

    with (folder / "data" / "apipop.csv").open() as file:
        return float(sum(int(row["api99"]) for row in csv.DictReader(file)))


def weighted(folder, way, api99):
    """Return the schools and their weights."""
    design = "srs" if way.endswith("_srs") else "clus1_nofpc" if "nofpc" in way else "clus1"
    schools = Schools(folder, design)
    start, stype = schools.sample.weights, schools.code("stype")
    if way.startswith("postStratify"):
        return schools, weighting.poststratify(stype, STYPE, start)
    if way.startswith(("rake", "trim")):
        margins = {"stype": (stype, STYPE), "sch.wide": (schools.code("sch.wide"), WIDE)}
        found = weighting.rake(margins, start)
        if way.startswith("trim"):
            found = weighting.trim(found, lower=20, upper=45, strict=way.endswith("strict"))
        return schools, found
    columns = [np.ones(len(schools)), stype == 1, stype == 2]
    known = [6194.0, STYPE[1], STYPE[2]]
    if way == "calibrate_raking_margins":
        columns.append(schools.code("sch.wide") == 1)
        known.append(WIDE[1])
    elif way != "calibrate_linear_stype":
        columns.append(schools.number("api99"))
        known.append(api99)
    x = np.column_stack(columns).astype(float)
    bounds = (0.6, 1.6) if "bounds" in way else (0.4, 1.8) if "logit" in way else None
    distance = next(d for d in ("raking", "logit", "linear") if d in way)
    return schools, weighting.calibrate(x, known, start, distance=distance, bounds=bounds)


def test_targets_are_ours(r):
    assert [each["Freq"] for each in r["targets"]["stype"]] == STYPE
    assert [each["Freq"] for each in r["targets"]["sch.wide"]] == WIDE


@pytest.mark.parametrize("way", WAYS)
def test_weights_and_errors(folder, r, api99, way):
    theirs = r[way]
    schools, found = weighted(folder, way, api99)
    assert found.weights == pytest.approx(np.array(theirs["weights"]), rel=CLOSE_WEIGHTS, abs=0)
    assert found.base == pytest.approx(theirs["sum_w"], rel=CLOSE_WEIGHTS)
    sample = found.on(schools.sample)
    mean = means(schools.number("api00"), sample)
    total = totals(schools.number("enroll"), sample)
    awards = shares(schools.code("awards"), 2, sample)
    comp = shares(schools.code("comp.imp"), 2, sample)
    assert mean.value[0] == pytest.approx(theirs["mean_api00"], rel=CLOSE)
    assert mean.se[0] == pytest.approx(theirs["se_mean_api00"], rel=CLOSE)
    assert total.value[0] == pytest.approx(theirs["total_enroll"], rel=CLOSE)
    assert total.se[0] == pytest.approx(theirs["se_total_enroll"], rel=CLOSE)
    assert awards.value[1] == pytest.approx(theirs["mean_awardsYes"], rel=CLOSE)
    assert awards.se[1] == pytest.approx(theirs["se_awardsYes"], rel=CLOSE)
    assert comp.value == pytest.approx(theirs["mean_comp"], rel=CLOSE)
    assert comp.se == pytest.approx(theirs["se_comp"], rel=CLOSE)
    assert set(theirs) == {
        "weights", "sum_w", "mean_api00", "se_mean_api00", "total_enroll", "se_total_enroll",
        "mean_awardsYes", "se_awardsYes", "mean_comp", "se_comp",
    }  # fmt: skip


def test_a_table_with_a_structural_zero_after_raking(folder, r, api99):
    schools, found = weighted(folder, "rake_clus1", api99)
    theirs = r["rake_clus1_svychisq_compimp_awards"]
    ours = association_test(
        schools.code("comp.imp"), schools.code("awards"), (2, 2), found.on(schools.sample)
    )
    assert ours.statistic == pytest.approx(theirs["stat"], rel=CLOSE)
    assert (ours.df, ours.ddf) == pytest.approx(theirs["par"], rel=CLOSE)
    assert ours.p == pytest.approx(theirs["p"], rel=CLOSE_P, abs=0)
    assert ours.flags == ("empty-cells",)


def test_what_unequal_weights_cost(folder, r, api99):
    theirs = r["kish_deff_weights"]
    raked = weighted(folder, "rake_clus1", api99)[1]
    assert weighting.kish(raked.weights) == pytest.approx(theirs["rake_clus1"], rel=CLOSE)
    plain = Schools(folder, "strat").sample.weights
    assert weighting.kish(plain) == pytest.approx(theirs["strat"], rel=CLOSE)
