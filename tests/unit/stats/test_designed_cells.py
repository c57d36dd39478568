"""Cells say the same as the rows they were counted from."""

import numpy as np
import pytest

from engage.stats.cells import NO_ANSWER, ArrayCells, Column
from engage.stats.design import Design
from engage.stats.designed import banner as banners
from engage.stats.designed.banner import Banner
from engage.stats.designed.cells import Groups, cross, cross_of
from engage.stats.designed.rows import cross_rows
from engage.stats.designed.tables import association_test
from engage.stats.estimate.domains import domain_shares
from engage.stats.estimate.shares import shares
from engage.stats.sampling import sample_of
from tests.unit.stats.api_samples import Schools, read

N = 600
CLOSE = 1e-11


def people(seed=1, blank=0.05):
    """Return codes of a question of four options and of two attributes, with blanks at the end."""
    random = np.random.default_rng(seed)
    question, sex, age = (random.integers(0, size, N) for size in (4, 2, 5))
    for codes, size in ((question, 4), (sex, 2), (age, 5)):
        codes[random.random(N) < blank] = size
    question[random.random(N) < blank] = 5
    return question, sex, age


def column(codes, size):
    return Column(codes.astype(np.uint8), tuple(str(place) for place in range(size)))


def designs():
    random = np.random.default_rng(7)
    strata = random.integers(0, 6, N)
    sizes = np.bincount(strata)[strata] * np.array([3, 4, 5, 2, 9, 1])[strata]
    uneven = random.uniform(1, 4, N)
    clusters = np.sort(random.integers(0, 40, N))
    towns = clusters // 10
    return {
        "simple": sample_of(N, fpc=[9000]),
        "stratified": sample_of(N, strata=strata, fpc=[sizes]),
        "stratified with uneven weights": sample_of(N, strata=strata, weights=uneven),
        "clusters": sample_of(N, stages=[clusters], fpc=[90]),
        "clusters in strata": sample_of(N, strata=towns, stages=[clusters], weights=uneven),
        "panel": sample_of(N, weights=uneven, kind="panel"),
        "lonely": sample_of(N, strata=[0, *[1] * (N - 1)], lonely="average"),
    }


@pytest.mark.parametrize("name", list(designs()))
@pytest.mark.parametrize("largest", [1, 1 << 12])
def test_every_figure_is_that_of_the_rows(name, largest, monkeypatch):
    monkeypatch.setattr(banners, "LARGEST", largest)
    sample = designs()[name]
    question, sex, age = people()
    banner = Banner({"sex": column(sex, 2), "age": column(age, 5)}, sample)
    found = banner.tables(column(question, 4))
    asked = question < 5
    for key, codes, size in (("sex", sex, 2), ("age", age, 5)):
        ours = found[key]
        theirs = domain_shares(
            np.minimum(question, 4), 5, codes, sample, inside=asked, count=size + 1
        )
        assert ours.share.T.ravel() == pytest.approx(theirs.value, rel=CLOSE)
        assert ours.se.T.ravel() == pytest.approx(theirs.se, rel=CLOSE)
        assert (int(ours.n.sum()), ours.df) == (theirs.n, theirs.df)
        known = (question < 4) & (codes < size)
        test = association_test(
            np.minimum(codes, size - 1), np.minimum(question, 3), (size, 4), sample, inside=known
        )
        for field in ("statistic", "df", "ddf", "p", "n", "base"):
            assert getattr(ours.test, field) == pytest.approx(getattr(test, field), rel=1e-9)
        assert (ours.test.flags, ours.test.kind) == (test.flags, test.kind)


def test_the_second_question_of_a_banner_is_counted_anew():
    question, sex, _ = people()
    banner = Banner({"sex": column(sex, 2)}, sample_of(N))
    banner.tables(column(question, 4))
    few = banner.tables(column(np.minimum(question, 2), 2))["sex"]
    assert few.share.sum(axis=1) == pytest.approx([1, 1, 1])


@pytest.mark.parametrize("design", ["strat", "clus1", "clus1_nofpc", "srs"])
def test_cells_give_the_test_of_r(shared, design):
    schools = Schools(shared / "oracles", design)
    question, kind = schools.code("sch.wide"), schools.code("stype")
    banner = Banner({"kind": column(kind, 3)}, schools.sample)
    found = banner.tables(column(question, 2))["kind"].test
    theirs = read(shared / "oracles")[design]["svychisq_schwide_stype_F"]
    assert found.statistic == pytest.approx(theirs["statistic"], rel=1e-9)
    assert [found.df, found.ddf] == pytest.approx(theirs["parameter"], rel=1e-9)
    assert found.p == pytest.approx(theirs["p"], rel=1e-8)


def test_too_many_empty_cells_take_the_form_under_independence():
    codes = np.repeat([0, 1, 2], 25)
    sample = sample_of(75)
    found = Banner({"same": column(codes, 3)}, sample).tables(column(codes, 3))["same"].test
    rows = association_test(codes, codes, (3, 3), sample)
    assert found.statistic == pytest.approx(rows.statistic)
    assert found.df == pytest.approx(rows.df)
    assert set(found.flags) == {"empty-cells", "reference-only"}


def test_counted_cells_of_a_source_will_do():
    question, sex, _ = people()
    strata = np.arange(N) % 3
    sample = sample_of(N, strata=strata, fpc=[np.array([900, 1200, 3000])[strata]])
    source = ArrayCells({"h": column(strata, 3), "sex": column(sex, 2), "q": column(question, 4)})
    cells = source.cells(["h", "sex", "q"], Design(weights=sample.weights))
    cells = cells.without("h", NO_ANSWER).without("h", "not-asked")
    ours = cross_of(cells, "h", "sex", "q", Groups.of(sample))
    theirs = Banner({"sex": column(sex, 2)}, sample).tables(column(question, 4))["sex"]
    assert ours.share == pytest.approx(theirs.share)
    assert ours.se == pytest.approx(theirs.se)
    assert ours.test.p == pytest.approx(theirs.test.p)


def test_one_row_is_the_simple_table():
    question, _, _ = people(blank=0)
    sample = sample_of(N, fpc=[5000])
    counts = np.bincount(question, minlength=4).reshape(1, 1, 4)
    w = sample.weights[0]
    found = cross(counts, counts * w, counts * w * w, Groups.of(sample))
    known = shares(question, 4, sample)
    assert found.share[0] == pytest.approx(known.value)
    assert found.se[0] == pytest.approx(known.se)
    assert (found.test, found.flags) == (None, ("one-row-or-column",))


def test_a_row_without_anybody_has_no_share():
    n = np.array([[[3, 4], [0, 0], [5, 1]]])
    found = cross(n, n, n, Groups.of(sample_of(13)))
    assert np.isnan(found.share[1]).all()
    assert np.isnan(found.se[1]).all()
    assert found.test.df == pytest.approx(1)


def test_everybody_drawn_leaves_nothing_to_test():
    n = np.array([[[3, 4], [5, 1]]])
    found = cross(n, n, n, Groups.of(sample_of(13, fpc=[13])))
    assert found.se == pytest.approx(np.zeros((2, 2)))
    assert (found.test, found.flags) == (None, ("no-spread",))
    alone = cross(n, n, n, Groups.of(sample_of(13, stages=[[0] * 13], lonely="certainty")))
    assert alone.flags == ("no-degrees-of-freedom",)


@pytest.mark.parametrize(
    ("table", "options", "complaint"),
    [
        ([[[1, 2]], [[1, 2]]], {}, "a layer for every group"),
        ([[1, 2]], {}, "one shape"),
        ([[[1, -2]]], {}, "positive weights"),
        ([[[1, 20]]], {}, "more people"),
        ([[[1, 2]]], {"rows": [True, False]}, "yes or no"),
    ],
)
def test_what_cannot_be_is_refused(table, options, complaint):
    with pytest.raises(ValueError, match=complaint):
        cross(table, table, table, Groups.of(sample_of(9)), **options)


def test_weights_and_people_must_be_in_the_same_cells():
    with pytest.raises(ValueError, match="same cells"):
        cross([[[1, 0]]], [[[1, 1]]], [[[1, 1]]], Groups.of(sample_of(9)))


def test_designs_that_need_their_rows_are_refused():
    units = np.repeat([0, 1, 2], 3)
    with pytest.raises(ValueError, match="need rows"):
        Groups.of(sample_of(9, stages=[units, np.arange(9)], fpc=[5, 8]))
    calibrated = sample_of(9).with_weights(np.ones(9), (lambda scores: scores,))
    with pytest.raises(ValueError, match="need rows"):
        Groups.of(calibrated)


@pytest.mark.parametrize("name", list(designs()))
def test_rows_and_cells_give_the_same_cross(name):
    sample = designs()[name]
    question, _, age = people()
    age[age == 3] = 0
    age[:20] = 6
    columns = column(age, 5), column(question, 4)
    rows = cross_rows(*columns, sample)
    cells = Banner({"age": columns[0]}, sample).tables(columns[1])["age"]
    assert rows.share == pytest.approx(cells.share, rel=1e-11, nan_ok=True)
    assert rows.se == pytest.approx(cells.se, rel=1e-11, nan_ok=True)
    assert np.isnan(rows.share[3]).all()
    assert (rows.counts == cells.counts).all()
    assert (rows.n == cells.n).all()
    assert rows.base == pytest.approx(cells.base)
    assert rows.test.p == pytest.approx(cells.test.p, rel=1e-9)
    assert (rows.df, rows.flags, rows.test.flags) == (cells.df, cells.flags, cells.test.flags)


def test_two_stages_and_calibration_are_worked_out_from_rows():
    question, sex, _ = people()
    towns, houses = np.arange(N) // 50, np.arange(N) // 2
    staged = sample_of(N, stages=[towns, houses], fpc=[30, 80])
    raked = sample_of(N).with_weights(np.linspace(1, 2, N), (lambda scores: scores * 0.5,))
    sexes, answers = column(sex, 2), column(question, 4)
    for sample in (staged, raked):
        found = Banner({"sex": sexes}, sample).tables(answers)["sex"]
        assert found.test == cross_rows(sexes, answers, sample).test
    left_out = Banner({"sex": sexes}, raked, calibrated="as-drawn").tables(answers)["sex"]
    assert found.se == pytest.approx(left_out.se / 2)


@pytest.mark.parametrize(
    ("answers", "design", "flag"),
    [
        (np.full(12, 2), {}, "one-row-or-column"),
        (np.full(12, 3), {}, "one-row-or-column"),
        (np.tile([0, 1, 1], 4), {"fpc": [12]}, "no-spread"),
        (
            np.tile([0, 1, 1], 4),
            {"stages": [[0] * 12], "lonely": "certainty"},
            "no-degrees-of-freedom",
        ),
    ],
)
def test_a_table_without_a_test_says_why(answers, design, flag):
    sample = sample_of(12, **design)
    columns = column(np.tile([0, 1], 6), 2), column(answers, 2)
    rows = cross_rows(*columns, sample)
    cells = Banner({"g": columns[0]}, sample).tables(columns[1])["g"]
    assert (rows.test, rows.flags) == (cells.test, cells.flags) == (None, (flag,))


def test_calibration_that_is_left_out_says_so():
    question, sex, _ = people()
    weights = np.linspace(1, 2, N)
    drawn = sample_of(N, weights=weights)
    raked = sample_of(N).with_weights(weights, (lambda scores: scores * 0,))
    sexes = {"sex": column(sex, 2)}
    found = Banner(sexes, raked, calibrated="as-drawn").tables(column(question, 4))["sex"]
    known = Banner(sexes, drawn).tables(column(question, 4))["sex"]
    assert found.se == pytest.approx(known.se)
    assert (known.flags, found.flags) == ((), ("calibration-ignored",))
    assert found.test.flags == ("calibration-ignored",)


def test_lonely_strata_stop_the_table():
    n = np.array([[[1, 0]], [[3, 4]]])
    with pytest.raises(ValueError, match="only one unit"):
        cross(n, n, n, Groups.of(sample_of(8, strata=[0, *[1] * 7])))
    two = np.array([[[1, 0]], [[0, 1]]])
    with pytest.raises(ValueError, match="nothing to average"):
        cross(two, two, two, Groups.of(sample_of(2, strata=[0, 1], lonely="average")))


def test_a_banner_of_other_people_is_refused():
    with pytest.raises(ValueError, match="every attribute"):
        Banner({"sex": column(np.zeros(5), 2)}, sample_of(9))
    with pytest.raises(ValueError, match="each respondent"):
        Banner({"sex": column(np.zeros(9), 2)}, sample_of(9)).tables(column(np.zeros(5), 2))
    with pytest.raises(ValueError, match="each respondent"):
        cross_rows(column(np.zeros(9), 2), column(np.zeros(5), 2), sample_of(9))
