"""A fiscal year begins in April and keeps one name, also when the era changed on the way."""

from datetime import date

import pytest

from engage.japanese import fiscal


@pytest.mark.parametrize(
    ("day", "year"),
    [
        (date(2019, 2, 20), 2018),
        (date(2019, 12, 18), 2019),
        (date(2022, 3, 31), 2021),
        (date(2022, 4, 1), 2022),
    ],
)
def test_the_days_of_the_council_fall_into_the_years_of_the_report(day, year):
    assert fiscal.fiscal_year(day) == year


@pytest.mark.parametrize(
    ("year", "label"),
    [
        (2018, "平成30年度"),
        (2019, "令和元年度"),
        (2021, "令和3年度"),
        (1988, "昭和63年度"),
        (1989, "平成元年度"),
        (1926, "大正15年度"),
    ],
)
def test_a_fiscal_year_is_called_by_the_era_of_its_middle(year, label):
    assert fiscal.fiscal_year_label(year) == label


def test_a_fiscal_year_shows_both_calendars():
    assert fiscal.fiscal_year_both(2021) == "令和3（2021）年度"
    assert fiscal.fiscal_period_label(2018, 2021) == "平成30（2018）年度～令和3（2021）年度"


def test_first_and_last_day_belong_to_the_year():
    for year in (2018, 2019, 2023):
        assert fiscal.fiscal_year(fiscal.fiscal_year_start(year)) == year
        assert fiscal.fiscal_year(fiscal.fiscal_year_end(year)) == year
    assert fiscal.fiscal_year_end(2021) == date(2022, 3, 31)
