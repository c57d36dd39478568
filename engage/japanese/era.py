"""Japanese eras: 令和3年, 令和元年, 令和3（2021）年9月1日."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date

_BEGINNINGS = (
    (date(2019, 5, 1), "令和"),
    (date(1989, 1, 8), "平成"),
    (date(1926, 12, 25), "昭和"),
    (date(1912, 7, 30), "大正"),
    (date(1868, 10, 23), "明治"),
)


@dataclass(frozen=True)
class EraYear:
    """A year as counted in an era; its first year is written 元."""

    era: str
    number: int

    def __str__(self) -> str:
        return f"{self.era}{'元' if self.number == 1 else self.number}"


def era_year(day: date) -> EraYear:
    """Return the era and the year in it of a day; ValueError before 明治."""
    for beginning, era in _BEGINNINGS:
        if day >= beginning:
            return EraYear(era, day.year - beginning.year + 1)
    raise ValueError(f"{day} lies before the first era known here")


def era_year_of(year: int) -> EraYear:
    """Return the era that covers most of a calendar year: 2019 is 令和元, 1926 is 大正15."""
    return era_year(date(year, 7, 2))


ERAS = tuple(era for _beginning, era in _BEGINNINGS)
"""The names of the eras known here, the newest first."""


def western_year(
    era: str, number: int, month: int | None = None, day: int | None = None
) -> int | None:
    """Return the year that 昭和64（年1月7日）means, or None when no such day was in the era."""
    beginning = next((first for first, name in _BEGINNINGS if name == era), None)
    if beginning is None or not 1 <= number <= 200:
        return None
    year = beginning.year + number - 1
    try:
        first = date(year, month or 1, day or 1)
        last_month = month or 12
        last = date(year, last_month, day or monthrange(year, last_month)[1])
    except ValueError:
        return None
    end = min((b for b, _name in _BEGINNINGS if b > beginning), default=date.max)
    return year if last >= beginning and first < end else None


def wareki_date(day: date) -> str:
    """Return 令和3年9月1日."""
    return f"{era_year(day)}年{day.month}月{day.day}日"


def wareki_month(day: date) -> str:
    """Return 令和3年8月, for what is only known to the month."""
    return f"{era_year(day)}年{day.month}月"


def wareki_year(year: int) -> str:
    """Return 令和3年; a year with two eras is named by the one that covers most of it."""
    return f"{era_year_of(year)}年"


def both(day: date) -> str:
    """Return 令和3（2021）年9月1日, for dates that must be read without counting."""
    return f"{era_year(day)}（{day.year}）年{day.month}月{day.day}日"


def both_month(day: date) -> str:
    """Return 令和3（2021）年8月."""
    return f"{era_year(day)}（{day.year}）年{day.month}月"


def both_year(year: int) -> str:
    """Return 令和3（2021）年."""
    return f"{era_year_of(year)}（{year}）年"
