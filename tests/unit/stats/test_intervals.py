"""Intervals equal the published ones, and are withheld where they would mislead."""

from fractions import Fraction
from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engage.stats import intervals
from engage.stats.intervals import interval_for


@pytest.mark.parametrize("method", ["wilson", "clopper_pearson"])
def test_shares_have_the_published_intervals(published, method):
    for count, n, low, high in published[method]["cases"]:
        found = getattr(intervals, method)(count, n)
        assert (found.low, found.high) == pytest.approx((low, high), abs=5e-5)


def test_differences_have_the_published_intervals(published):
    for c1, n1, c2, n2, low, high in published["newcombe"]["cases"]:
        found = intervals.newcombe(c1, n1, c2, n2)
        assert (found.low, found.high) == pytest.approx((low, high), abs=5e-5)


def test_men_and_women_answered_alike():
    found = intervals.newcombe(151, 164, 175, 196)
    assert (found.low, found.high) == pytest.approx((-0.035, 0.088), abs=5e-4)


def test_a_panel_says_nothing_about_residents():
    found = interval_for("panel", 220, 326, population=360)
    assert (found.interval, found.reason) == (None, "panel-speaks-for-members")


def test_a_panel_speaks_for_its_members_with_a_small_margin():
    found = interval_for("panel", 163, 326, population=360, about="members")
    assert found.method == "wilson-finite"
    assert (found.high - found.low) / 2 == pytest.approx(0.0167, abs=5e-4)
    assert interval_for("panel", 163, 326, about="members").reason == "panel-size-unknown"


def test_where_everybody_answered_nothing_is_uncertain():
    assert interval_for("census", 3, 10).reason == "everybody-asked"
    assert interval_for("probability", 3, 10, population=10).reason == "everybody-answered"
    assert interval_for("probability", 0, 0).reason == "nobody-answered"


def test_a_random_sample_has_the_score_interval():
    found = interval_for("probability", 407, 1500)
    assert (found.method, found.reason) == ("wilson", None)
    assert (found.low, found.high) == pytest.approx((0.249437, 0.294398), abs=1e-6)


@pytest.mark.parametrize(("count", "n", "population"), [(5, 4, None), (-1, 4, None), (1, 4, 3)])
def test_impossible_counts_are_refused(count, n, population):
    with pytest.raises(ValueError, match=r"base|cannot"):
        intervals.wilson_finite(count, n, population or 10)


COUNTS = st.integers(1, 80).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@given(COUNTS, st.integers(0, 200))
def test_every_interval_holds_its_share(counts, more):
    count, n = counts
    for found in (
        intervals.wilson(count, n),
        intervals.clopper_pearson(count, n),
        intervals.wilson_finite(count, n, n + more),
        intervals.hypergeometric(count, n, n + more),
    ):
        low, high = (0, 1) if found.method == "hypergeometric" else (found.low, found.high)
        assert 0 <= low <= count / n + 1e-12
        assert count / n - 1e-12 <= high <= 1


@given(COUNTS, st.integers(1, 200))
def test_knowing_the_population_never_widens(counts, more):
    count, n = counts
    finite, plain = intervals.wilson_finite(count, n, n + more), intervals.wilson(count, n)
    assert finite.high - finite.low <= plain.high - plain.low + 1e-12


@given(COUNTS, st.integers(0, 40))
def test_the_exact_interval_is_what_trying_every_population_gives(counts, more):
    count, n = counts
    size = n + more
    ways = comb(size, n)

    def too_unlikely(members, counts):
        each = (comb(members, c) * comb(size - members, n - c) for c in counts)
        return Fraction(sum(each), ways) <= Fraction(1, 40)

    plausible = [
        members
        for members in range(count, size - n + count + 1)
        if not too_unlikely(members, range(count, n + 1))
        and not too_unlikely(members, range(count + 1))
    ]
    found = intervals.hypergeometric(count, n, size)
    assert (found.low, found.high) == (plausible[0] / size, plausible[-1] / size)
