"""Where a passage of a recording belongs: to the item that was on when it was said."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

LATEST = timedelta(seconds=30)
"""People begin to speak to an item before the secretariat presses its button."""


@dataclass(frozen=True)
class Span:
    """When an item was on; `ended_at` is None while it is."""

    item_id: str
    started_at: datetime
    ended_at: datetime | None


def moment(begins_at: datetime, milliseconds: int) -> datetime:
    """Return when a passage was said."""
    return begins_at + timedelta(milliseconds=milliseconds)


def item_at(spans: Sequence[Span], at: datetime) -> str | None:
    """Return the item that was on at a moment, else the one that began within half a minute."""
    for span in spans:
        if span.started_at <= at and (span.ended_at is None or at < span.ended_at):
            return span.item_id
    soon = [span for span in spans if at < span.started_at <= at + LATEST]
    return min(soon, key=lambda span: span.started_at).item_id if soon else None


def recording_clock(milliseconds: int) -> str:
    """Return 1:02:03, as people cite a recording."""
    minutes, second = divmod(milliseconds // 1000, 60)
    hours, minute = divmod(minutes, 60)
    return f"{hours}:{minute:02}:{second:02}"
