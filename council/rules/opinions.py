"""When an opinion may be given, changed or taken back, and what the city must answer."""

from dataclasses import dataclass
from datetime import date, datetime

from council.rules.meetings import IN_WRITING

MAX_OPINION = 2_000
DELEGATE_CHANNELS = ("room", "online", "writing")
_SILENT = {
    "draft": "meeting-not-convened",
    "cancelled": "meeting-is-cancelled",
    "closed": "meeting-is-closed",
}


@dataclass(frozen=True)
class Window:
    """What decides whether an item takes opinions."""

    meeting_state: str
    mode: str | None
    item_state: str
    opens_at: datetime | None
    closes_at: datetime | None
    writing_opens_at: datetime | None = None
    writing_closes_at: datetime | None = None

    @property
    def times(self) -> tuple[datetime, datetime] | None:
        """The item's own window, or that of a meeting in writing; None when only live counts."""
        if self.opens_at is not None and self.closes_at is not None:
            return self.opens_at, self.closes_at
        if (
            self.mode == IN_WRITING
            and self.writing_opens_at is not None
            and self.writing_closes_at is not None
        ):
            return self.writing_opens_at, self.writing_closes_at
        return None


def is_open(opens_at: datetime, closes_at: datetime, at: datetime) -> bool:
    """Whether `at` lies in [opens_at, closes_at): the closing moment itself is too late."""
    return opens_at <= at < closes_at


def speaking_obstacles(window: Window, at: datetime) -> list[str]:
    """Return why an item takes no opinion at a moment."""
    if window.meeting_state in _SILENT:
        return [_SILENT[window.meeting_state]]
    if window.item_state == "withdrawn":
        return ["item-is-withdrawn"]
    if window.times is None:
        return [] if window.meeting_state == "live" else ["opinions-only-in-meeting"]
    opens_at, closes_at = window.times
    if is_open(opens_at, closes_at, at):
        return []
    return ["opinions-not-open-yet"] if at < opens_at else ["opinions-closed"]


def text_faults(text: str) -> list[str]:
    """Return what is wrong with the words themselves."""
    if not text.strip():
        return ["opinion-is-empty"]
    return ["opinion-too-long"] if len(text) > MAX_OPINION else []


def revising_obstacles(window: Window, *, opinion_state: str, at: datetime) -> list[str]:
    """Return why the words can no longer be changed by those who said them."""
    if opinion_state != "public":
        return ["opinion-is-closed"]
    return speaking_obstacles(window, at)


def response_faults(*, disposition: str, text: str, due_on: date | None) -> list[tuple[str, str]]:
    """Return what an answer of the city lacks: always a reason, a day while it is considered."""
    found = []
    if not text.strip():
        found.append(("text", "response-needs-reason"))
    if disposition == "considering" and due_on is None:
        found.append(("due_on", "considering-needs-day"))
    return found
