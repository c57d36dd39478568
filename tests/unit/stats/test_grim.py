"""A printed percentage is checked against whole people."""

from fractions import Fraction
from math import ceil, floor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engage.stats.grim import Neighbour, check_printed, possible_bases


def test_no_whole_number_of_326_people_prints_67_6():
    found = check_printed("67.6", 326)
    assert not found.possible
    assert not found.possible_somehow
    assert found.below == Neighbour(220, "67.5")
    assert found.above == Neighbour(221, "67.8")
    assert found.flags == ("impossible",)


@pytest.mark.parametrize(("printed", "count"), [("43.9", 143), ("34.0", 111), ("４３．９％", 143)])
def test_the_other_two_figures_are_one_count_each(printed, count):
    found = check_printed(printed, 326)
    assert found.counts == (count,)
    assert found.flags == ()


def test_the_bases_that_allow_all_three():
    assert possible_bases(["67.6", "43.9", "34.0"], 290, 330) == (312, 321)
    assert possible_bases(["67.6", "43.9", "34.0"], 1, 360) == (244, 253, 262, 312, 321)


def test_two_counts_print_27_1_of_1500():
    found = check_printed("27.1", 1500)
    assert found.counts == (406, 407)
    assert found.flags == ("several-counts",)


def test_the_printed_decimals_count():
    assert check_printed("34", 326).decimals == 0
    assert check_printed("34.0", 326).printed == "34.0"
    assert check_printed("34", 326, decimals=1).counts == (111,)


def test_the_ends_have_one_neighbour():
    assert check_printed("0.0", 10).below is None
    assert check_printed("100.0", 10).above is None


@pytest.mark.parametrize(("printed", "n"), [("101", 10), ("-1", 10), ("x", 10), ("5", 0), ("", 9)])
def test_what_is_no_percentage_is_refused(printed, n):
    with pytest.raises(ValueError, match="percentage"):
        check_printed(printed, n)


@given(st.integers(0, 1000), st.integers(1, 400))
def test_the_counts_are_what_trying_every_count_gives(tenths, n):
    found = check_printed(f"{tenths / 10:.1f}", n)
    exact = [Fraction(count * 1000, n) for count in range(n + 1)]
    assert found.counts == tuple(
        c for c, share in enumerate(exact) if floor(share + Fraction(1, 2)) == tenths
    )
    assert found.truncated_counts == tuple(c for c, s in enumerate(exact) if floor(s) == tenths)
    assert found.raised_counts == tuple(c for c, s in enumerate(exact) if ceil(s) == tenths)
    if found.below:
        assert float(found.below.percent) * 10 < tenths
    if found.above:
        assert float(found.above.percent) * 10 > tenths
