"""The only place that reads the clock; tests and demonstrations put another one in."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

JST = ZoneInfo("Asia/Tokyo")


def _system_clock() -> datetime:
    return datetime.now(UTC)  # noqa: TID251 - the one reader of the system clock


_clock: Callable[[], datetime] = _system_clock


def now() -> datetime:
    """Return this instant as an aware UTC datetime."""
    return _clock()


def today(at: datetime) -> date:
    """Return the calendar day in Japan that an instant falls on."""
    return at.astimezone(JST).date()


@contextmanager
def stopped_at(at: datetime) -> Iterator[None]:
    """Let the clock show one instant while the block runs."""
    global _clock  # noqa: PLW0603 - the clock is process-wide by nature
    before = _clock
    _clock = lambda: at  # noqa: E731
    try:
        yield
    finally:
        _clock = before
