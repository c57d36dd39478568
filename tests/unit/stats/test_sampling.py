"""How people were drawn decides how much a figure may vary."""

from itertools import combinations, product

import numpy as np
import pytest

from engage.stats.sampling import sample_of, variance
from tests.unit.stats.api_samples import Schools

# Published output of example(fpc) in Lumley's survey for R: 5.4481, 0.7413 and 0.616.
STRATUM = np.array([1, 1, 1, 1, 1, 2, 2, 2])
UNIT = np.array([1, 2, 3, 4, 5, 1, 2, 3])
WEIGHT = np.array([3.0] * 5 + [4.0] * 3)
SIZE = np.array([15.0] * 5 + [12.0] * 3)
X = np.array([2.8, 4.1, 6.8, 6.8, 9.2, 3.7, 6.6, 4.2])


def mean_of(values, sample):
    w = sample.weights
    mean = w @ values / w.sum()
    return mean, variance(w * (values - mean) / w.sum(), sample)[0, 0] ** 0.5


def printed(found):
    return tuple(round(float(number), 4) for number in found)


def test_a_stratified_sample_drawn_with_replacement():
    sample = sample_of(8, weights=WEIGHT, strata=STRATUM, stages=[UNIT], nested=True)
    assert printed(mean_of(X, sample)) == (5.4481, 0.7413)


@pytest.mark.parametrize("weights", [WEIGHT, None])
@pytest.mark.parametrize("fpc", [SIZE, 1 / WEIGHT])
@pytest.mark.parametrize("stages", [[UNIT], []])
def test_every_way_to_say_the_same_population(weights, fpc, stages):
    sample = sample_of(8, weights=weights, strata=STRATUM, stages=stages, fpc=[fpc], nested=True)
    assert sample.weights == pytest.approx(WEIGHT)
    assert printed(mean_of(X, sample)) == (5.4481, 0.616)
    assert sample.df == 6


def test_the_variance_is_right_on_average_over_all_two_stage_samples():
    """Three quarters of 3, 4 and 5 people, two drawn, two people in each: every sample is made."""
    quarters = [np.array([1.0, 5, 2]), np.array([4.0, 4, 9, 1]), np.array([7.0, 0, 3, 3, 8])]
    totals, variances, chances = [], [], []
    for drawn in combinations(range(3), 2):
        ways = [list(combinations(range(len(quarters[q])), 2)) for q in drawn]
        for people in product(*ways):
            y = np.concatenate([quarters[q][list(p)] for q, p in zip(drawn, people, strict=True)])
            quarter = np.repeat(drawn, 2)
            sizes = np.array([len(quarters[q]) for q in quarter])
            sample = sample_of(4, stages=[quarter, np.arange(4)], fpc=[3, sizes])
            totals.append(sample.weights @ y)
            variances.append(variance(sample.weights * y, sample)[0, 0])
            chances.append(1 / (3 * np.prod([len(way) for way in ways])))
    chances, totals = np.array(chances), np.array(totals)
    assert chances.sum() == pytest.approx(1)
    assert chances @ totals == pytest.approx(sum(q.sum() for q in quarters))
    spread = chances @ totals**2 - (chances @ totals) ** 2
    assert chances @ np.array(variances) == pytest.approx(spread, rel=1e-12)


def recursive(scores, group, stages, sizes):
    """Work out the variance as the books write it: one group, then the units in it, and so on."""
    found = 0.0
    for g in np.unique(group):
        inside = group == g
        units = [inside & (stages[0] == u) for u in np.unique(stages[0][inside])]
        share = len(units) / sizes[0][inside][0]
        totals = np.array([scores[unit].sum() for unit in units])
        found += (1 - share) * len(units) * totals.var(ddof=1)
        if len(stages) > 1:
            found += share * sum(
                recursive(
                    scores[u], stages[0][u], [x[u] for x in stages[1:]], [x[u] for x in sizes[1:]]
                )
                for u in units
            )
    return found


def test_three_stages_in_strata_are_what_the_books_write():
    random = np.random.default_rng(11)
    districts = np.repeat([0, 1], 48)
    towns = np.repeat(np.arange(8), 12)
    blocks = np.repeat(np.arange(24), 4)
    people = np.arange(96)
    stages = [towns, blocks, people]
    sizes = [np.array([9, 30])[districts], 3 + towns % 4, 5 + blocks % 7]
    sample = sample_of(96, strata=districts, stages=stages, fpc=sizes)
    assert sample.weights == pytest.approx(
        np.prod([size / drawn for size, drawn in zip(sizes, (4, 3, 4), strict=True)], axis=0)
    )
    scores = random.normal(size=96) * sample.weights
    expected = recursive(scores, districts, stages, sizes)
    assert variance(scores, sample)[0, 0] == pytest.approx(expected, rel=1e-12)


def test_without_population_sizes_only_the_first_units_count():
    stages = [np.repeat([0, 1, 2], 4), np.arange(12) // 2]
    y = np.arange(12.0) ** 2
    both = sample_of(12, weights=np.ones(12), stages=stages)
    first = sample_of(12, weights=np.ones(12), stages=stages[:1])
    assert variance(y, both) == pytest.approx(variance(y, first))
    assert (both.df, first.df) == (2, 2)


def test_a_stage_drawn_completely_adds_nothing():
    units = np.repeat([0, 1, 2, 3], 3)
    y = np.random.default_rng(5).normal(size=12)
    one = sample_of(12, stages=[units], fpc=[9])
    two = sample_of(12, stages=[units, np.arange(12)], fpc=[9, 3])
    assert two.weights == pytest.approx(one.weights)
    assert variance(y, two) == pytest.approx(variance(y, one))


def test_a_stratum_drawn_completely_adds_nothing_even_if_lonely():
    strata = np.array([0, 0, 0, 1])
    sample = sample_of(4, strata=strata, fpc=[np.array([6, 6, 6, 1])])
    assert sample.weights == pytest.approx([2, 2, 2, 1])
    alone = sample_of(3, fpc=[6])
    y = np.array([1.0, 4, 2, 100])
    assert variance(sample.weights * y, sample) == pytest.approx(variance(2 * y[:3], alone))


@pytest.mark.parametrize(("lonely", "se"), [("certainty", 5.8058), ("average", 6.0096)])
def test_a_lonely_unit_does_what_was_said(shared, lonely, se):
    """Published in lonely.psu.Rout.save of survey for R, on its schools stratified by district."""
    schools = Schools(shared / "oracles", "clus1")
    sample = sample_of(
        len(schools),
        weights=schools.number("pw"),
        strata=schools.columns["dnum"],
        lonely=lonely,
    )
    mean, found = mean_of(schools.number("api00"), sample)
    assert (round(mean, 2), round(found, 4)) == (644.17, se)


def test_a_lonely_unit_stops_the_work_unless_something_was_said(shared):
    schools = Schools(shared / "oracles", "clus1")
    districts = schools.columns["dnum"]
    sample = sample_of(len(schools), weights=schools.number("pw"), strata=districts)
    with pytest.raises(ValueError, match="only one unit"):
        mean_of(schools.number("api00"), sample)
    sizes = np.where(districts == "413", 1, 1000)
    known = sample_of(len(schools), weights=schools.number("pw"), strata=districts, fpc=[sizes])
    assert round(mean_of(schools.number("api00"), known)[1], 4) == 5.7344


def test_a_single_answer_has_no_spread():
    with pytest.raises(ValueError, match="only one unit"):
        variance([1.0], sample_of(1))


def test_when_every_stratum_is_lonely_there_is_nothing_to_average():
    sample = sample_of(2, strata=[0, 1], lonely="average")
    with pytest.raises(ValueError, match="nothing to average"):
        variance([1.0, 2.0], sample)


def test_degrees_of_freedom_of_a_part_are_those_of_its_units():
    sample = sample_of(6, strata=[0, 0, 0, 1, 1, 1], stages=[[0, 1, 2, 3, 4, 4]])
    assert sample.df == 3
    assert sample.df_of(np.array([True, True, False, False, True, True])) == 1
    assert sample.df_of(np.array([True, True, True, False, False, False])) == 2


def test_calibration_takes_its_part_of_the_scores_first():
    sample = sample_of(4)
    calibrated = sample.with_weights([2, 2, 1, 1], (lambda scores: scores * 0.5,))
    assert calibrated.weights.tolist() == [2, 2, 1, 1]
    y = np.array([1.0, 2, 3, 5])
    assert variance(y, calibrated) == pytest.approx(variance(y, sample) / 4)


@pytest.mark.parametrize(
    ("design", "complaint"),
    [
        ({"weights": [1, 0, 1]}, "positive"),
        ({"weights": [1, -2, 1]}, "positive"),
        ({"weights": [1, float("nan"), 1]}, "positive"),
        ({"weights": [1, 1]}, "One weight"),
        ({"fpc": [2]}, "More units were drawn"),
        ({"fpc": [0]}, "not positive"),
        ({"fpc": [float("nan")]}, "missing"),
        ({"fpc": [[3, 3, 4]]}, "varies within"),
        ({"fpc": [[0.5, 9, 9]], "strata": [0, 1, 1]}, "mixed"),
        ({"fpc": [9, 9]}, "More population sizes"),
        ({"strata": [0, 1, 1], "stages": [[7, 7, 8]]}, "two strata"),
        ({"strata": ["a", None, "b"]}, "no code"),
        ({"strata": [0.0, float("nan"), 1.0]}, "no code"),
        ({"strata": [0, 1]}, "One code"),
        ({"strata": np.array(["a", 1, 2], dtype=object)}, "different kinds"),
        ({"stages": [[1, 2, 2], [1, 2, 3]], "fpc": [9]}, "Weights are needed"),
        ({"stages": [[1, 2, 2], [1, 2, 3]], "fpc": [9, None]}, "Weights are needed"),
        ({"lonely": "forget"}, "Unknown way"),
    ],
)
def test_what_cannot_be_is_refused(design, complaint):
    with pytest.raises(ValueError, match=complaint):
        sample_of(3, **design)


@pytest.mark.parametrize("scores", [[1.0, 2.0], [[[1.0]]], [1.0, float("nan"), 2.0]])
def test_scores_that_do_not_fit_are_refused(scores):
    with pytest.raises(ValueError, match=r"scores|finite"):
        variance(scores, sample_of(3))


def test_nobody_is_no_sample():
    with pytest.raises(ValueError, match="at least one"):
        sample_of(0)
