"""Fiscal years, April to March: 令和3年度 is 2021-04-01 to 2022-03-31."""

from datetime import date

from engage.japanese.era import EraYear, era_year

_FIRST_MONTH = 4


def fiscal_year(day: date) -> int:
    """Return the year in which the fiscal year of a day began."""
    return day.year if day.month >= _FIRST_MONTH else day.year - 1


def fiscal_year_start(year: int) -> date:
    """Return 1 April."""
    return date(year, _FIRST_MONTH, 1)


def fiscal_year_end(year: int) -> date:
    """Return 31 March of the next calendar year, the last day that belongs to it."""
    return date(year + 1, 3, 31)


def fiscal_era_year(year: int) -> EraYear:
    """Return the era in force in the middle of a fiscal year.

    April 2019 still lay in 平成31, but the year is called 令和元年度; fiscal 1926 ended in
    昭和 and is called 大正15年度.
    """
    return era_year(date(year, 10, 1))


def fiscal_year_label(year: int) -> str:
    """Return 令和3年度."""
    return f"{fiscal_era_year(year)}年度"


def fiscal_year_both(year: int) -> str:
    """Return 令和3（2021）年度."""
    return f"{fiscal_era_year(year)}（{year}）年度"


def fiscal_period_label(first: int, last: int) -> str:
    """Return 平成30（2018）年度～令和3（2021）年度, the years that a plan covers."""
    return f"{fiscal_year_both(first)}～{fiscal_year_both(last)}"
