"""The commands give R's numbers, from the files as they are."""

import json

import pytest
from click.testing import CliRunner

from engage.cli import main


@pytest.fixture(scope="module")
def run(shared):
    data = shared / "oracles" / "data"

    def ask(command, file, *words):
        done = CliRunner().invoke(main, [command, str(data / file), *words, "--json"])
        assert done.exit_code == 0, done.output
        return json.loads(done.output)

    return ask


@pytest.fixture(scope="module")
def r(shared):
    return json.loads((shared / "oracles" / "survey_api_estimates.json").read_text())


STRAT = ("--strata", "stype", "--fpc", "fpc")


def test_a_mean_of_a_stratified_sample(run, r):
    """Lumley's apistrat: 662.2874, standard error 9.4089, with weights from the FPC alone."""
    found = run("estimate", "apistrat.csv", "--mean", "api00", *STRAT)["estimates"][0]
    assert (found["value"], found["se"]) == pytest.approx((662.287363159, 9.40894080278))


def test_a_total_of_a_cluster_sample(run, r):
    words = ("--psu", "dnum", "--fpc", "fpc", "--weight", "pw")
    found = run("estimate", "apiclus1.csv", "--total", "enroll", *words)["estimates"][0]
    assert (found["value"], found["se"]) == pytest.approx((3404940.1345, 932235.0270))


def test_a_table_of_a_stratified_sample(run):
    found = run("tabulate", "apistrat.csv", "--rows", "sch.wide", "--by", "stype", *STRAT)["test"]
    assert found["statistic"] == pytest.approx(17.2474439639)
    assert (found["df"], found["ddf"]) == pytest.approx((1.82867150416, 360.248286320))
    assert found["p"] == pytest.approx(2.035e-7, rel=1e-3)
