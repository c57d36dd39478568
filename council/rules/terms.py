"""What holds on a day: names, memberships, people who act for an organisation."""

from collections.abc import Iterable
from datetime import date
from typing import Protocol, TypeVar


class Dated(Protocol):
    """Something with a first day and a first day on which it is over; None means unknown."""

    from_on: date | None
    until_on: date | None


T = TypeVar("T", bound=Dated)


def holds_on(from_on: date | None, until_on: date | None, day: date) -> bool:
    """Whether `day` lies in the half-open term [from_on, until_on)."""
    return (from_on is None or from_on <= day) and (until_on is None or day < until_on)


def valid_on(things: Iterable[T], day: date) -> T | None:
    """Return what held on a day; the one that began last when several did."""
    holding = [thing for thing in things if holds_on(thing.from_on, thing.until_on, day)]
    return max(holding, key=lambda thing: thing.from_on or date.min, default=None)


def overlaps(
    from_on: date | None, until_on: date | None, other_from: date | None, other_until: date | None
) -> bool:
    """Whether two half-open terms share a day."""
    begins_before_end = other_until is None or from_on is None or from_on < other_until
    ends_after_begin = until_on is None or other_from is None or other_from < until_on
    return begins_before_end and ends_after_begin
