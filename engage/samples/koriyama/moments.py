"""Days of the sample city that move with the day of loading, so that it is always in the middle."""

from datetime import UTC, date, datetime, time, timedelta

from engage.core.clock import JST, today

LAST_MONTH_OF_FISCAL_YEAR = 3
SHORTEST_NOTICE = timedelta(days=60)


def midnight(day: date) -> datetime:
    """Return the instant at which a day begins in Japan."""
    return datetime.combine(day, time(), JST).astimezone(UTC)


def end_of(day: date) -> datetime:
    """Return the minute in which a day's last answers are taken: 23:59, as notices print it."""
    return moment(day, "23:59")


def day_from(at: datetime, days: int) -> date:
    """Return the day in Japan that lies so many days after the loading."""
    return today(at) + timedelta(days=days)


def moment(day: date, clock: str) -> datetime:
    """Return the instant of a day and a time of day in Japan, as `14:00`."""
    return datetime.combine(day, time.fromisoformat(clock), JST).astimezone(UTC)


def end_of_fiscal_year(at: datetime) -> date:
    """Return the last day of the fiscal year; of the next one when that is too near."""
    day = today(at)
    year = day.year + (day.month > LAST_MONTH_OF_FISCAL_YEAR)
    end = date(year, LAST_MONTH_OF_FISCAL_YEAR, 31)
    return end if end - day >= SHORTEST_NOTICE else date(year + 1, LAST_MONTH_OF_FISCAL_YEAR, 31)
