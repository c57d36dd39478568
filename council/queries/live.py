"""The meeting in progress: one snapshot, and a mark that says whether it has changed."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from council.models import AgendaItem, Meeting
from council.queries import polls
from council.queries.meetings import ItemView, agenda
from council.queries.opinions import OpinionView, of_item
from council.queries.roster import attendance_counts, roster
from council.queries.speaking import HandView, queue
from engage.core.digest import digest

FRESH_SECONDS = 60


@dataclass(frozen=True)
class LiveView:
    """What the wall and the hand show."""

    meeting: Meeting
    items: list[ItemView]
    now: ItemView | None
    opinions: list[OpinionView]
    counts: list[tuple[str, int]]
    poll: polls.PollView | None
    """What is voted on now, or what the item's last vote came to."""
    hands: list[HandView]
    """Who speaks and who waits."""
    at: datetime

    @property
    def minutes_left(self) -> int | None:
        """How many minutes remain of the item's planned time; below zero when it runs over."""
        end = self.planned_end
        return None if end is None else -int((self.at - end).total_seconds() // 60)

    @property
    def planned_end(self) -> datetime | None:
        """When the running item should end."""
        return self.now.ends_at if self.now else None

    @property
    def share_gone(self) -> int | None:
        """How much of the item's planned time is over, in percent from 0 to 100."""
        if self.now is None or self.now.begins_at is None or self.now.ends_at is None:
            return None
        whole = (self.now.ends_at - self.now.begins_at).total_seconds()
        gone = (self.at - self.now.begins_at).total_seconds()
        return max(0, min(100, round(100 * gone / whole)))

    @property
    def minutes_gone(self) -> int | None:
        """How many minutes of the item's planned time are over."""
        if self.now is None or self.now.begins_at is None:
            return None
        return max(0, int((self.at - self.now.begins_at).total_seconds() // 60))

    def is_fresh(self, opinion: OpinionView) -> bool:
        """Whether an opinion came within the last minute."""
        if opinion.received_at is None:
            return False
        return (self.at - opinion.received_at).total_seconds() < FRESH_SECONDS


def mark(session: Session, meeting: Meeting, at: datetime, language: str) -> str:
    """Return a fingerprint that changes with the meeting, its items, and every minute of it."""
    revisions = session.execute(
        select(AgendaItem.id, AgendaItem.revision)
        .where(AgendaItem.meeting_id == meeting.id)
        .order_by(AgendaItem.position)
    ).all()
    minute = int(at.timestamp()) // 60 if meeting.state == "live" else 0
    plain = [
        meeting.id,
        meeting.revision,
        meeting.state,
        [list(row) for row in revisions],
        minute,
        language,
    ]
    return digest(plain)[:32]


def live(session: Session, meeting: Meeting, at: datetime) -> LiveView:
    """Return the snapshot of a meeting."""
    items = agenda(session, meeting, at)
    now = next((view for view in items if view.item.state == "ongoing"), None)
    return LiveView(
        meeting=meeting,
        items=items,
        now=now,
        opinions=of_item(session, now.item.id) if now else [],
        counts=attendance_counts(roster(session, meeting)),
        poll=polls.open_poll(session, meeting)
        or (polls.last_closed(session, now.item) if now else None),
        hands=queue(session, meeting),
        at=at,
    )
