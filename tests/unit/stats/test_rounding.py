"""Percentages are printed as people round: half up, from the exact fraction."""

from decimal import Decimal
from fractions import Fraction

import pytest

from engage.stats.rounding import half_up, percent, percent_text


@pytest.mark.parametrize(
    ("count", "n", "printed"),
    [
        (326, 360, "90.6"),
        (151, 164, "92.1"),
        (175, 196, "89.3"),
        (220, 326, "67.5"),
        (221, 326, "67.8"),
        (143, 326, "43.9"),
        (111, 326, "34.0"),
        (406, 1500, "27.1"),
        (407, 1500, "27.1"),
        (0, 7, "0.0"),
        (7, 7, "100.0"),
        (1, 800, "0.1"),  # 0.125: down
        (1, 2000, "0.1"),  # 0.05: the half goes up
        (41, 400, "10.3"),  # 10.25, which a computer's own rounding prints as 10.2
    ],
)
def test_counts_print_as_in_the_report(count, n, printed):
    assert percent_text(count, n) == printed
    assert percent_text(Fraction(count, n)) == printed


def test_decimals_are_chosen():
    assert percent_text(1, 3, decimals=0) == "33"
    assert percent_text(1, 3, decimals=3) == "33.333"
    assert percent(1, 3, decimals=2) == Decimal("33.33")


def test_a_difference_below_zero_is_rounded_away_from_zero():
    assert half_up(Fraction(-1, 4), 1) == Decimal("-0.3")
    assert percent_text(Fraction(-28, 1000)) == "-2.8"
    assert percent_text(Fraction(-1, 10000)) == "0.0"


def test_nobody_has_no_percentage():
    with pytest.raises(ValueError, match="somebody"):
        percent_text(0, 0)
