"""The first and last days of eras, and how a year is written when it has two."""

from datetime import date

import pytest

from engage.japanese import era


@pytest.mark.parametrize(
    ("day", "written"),
    [
        (date(2019, 4, 30), "平成31年4月30日"),
        (date(2019, 5, 1), "令和元年5月1日"),
        (date(1989, 1, 7), "昭和64年1月7日"),
        (date(1989, 1, 8), "平成元年1月8日"),
        (date(1926, 12, 24), "大正15年12月24日"),
        (date(1926, 12, 25), "昭和元年12月25日"),
        (date(1912, 7, 29), "明治45年7月29日"),
        (date(1912, 7, 30), "大正元年7月30日"),
        (date(2022, 3, 24), "令和4年3月24日"),
    ],
)
def test_a_day_is_written_in_the_era_it_lies_in(day, written):
    assert era.wareki_date(day) == written


def test_a_date_shows_both_calendars():
    assert era.both(date(2021, 9, 1)) == "令和3（2021）年9月1日"
    assert era.both(date(2019, 12, 18)) == "令和元（2019）年12月18日"


def test_a_month_stays_a_month():
    assert era.wareki_month(date(2021, 8, 1)) == "令和3年8月"
    assert era.both_month(date(2018, 3, 1)) == "平成30（2018）年3月"


@pytest.mark.parametrize(
    ("year", "written"),
    [
        (2018, "平成30年"),
        (2019, "令和元年"),
        (1989, "平成元年"),
        (1926, "大正15年"),
        (2021, "令和3年"),
    ],
)
def test_a_year_is_named_by_the_era_that_covers_most_of_it(year, written):
    assert era.wareki_year(year) == written


def test_a_year_shows_both_calendars():
    assert era.both_year(2017) == "平成29（2017）年"


def test_days_before_the_eras_known_here_are_refused():
    with pytest.raises(ValueError, match="1868"):
        era.wareki_date(date(1868, 10, 22))
