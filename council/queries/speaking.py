"""The queue of those who want to speak, and the notes of a meeting."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from council.models import AgendaItem, Meeting, MeetingNote, RaisedHand
from council.queries.bodies import names_on


@dataclass(frozen=True)
class HandView:
    """A hand that is up, with the organisation's name of the day."""

    id: str
    organisation_id: str
    name: str
    state: str
    raised_at: datetime

    @property
    def speaks(self) -> bool:
        """Whether this organisation has the floor."""
        return self.state == "speaking"


def queue(session: Session, meeting: Meeting) -> list[HandView]:
    """Return who speaks and who waits, first come first."""
    rows = session.scalars(
        select(RaisedHand)
        .where(RaisedHand.meeting_id == meeting.id, RaisedHand.ended_at.is_(None))
        .order_by(RaisedHand.raised_at, RaisedHand.id)
    ).all()
    names = names_on(session, [row.organisation_id for row in rows], meeting.held_on)
    views = [
        HandView(
            id=row.id,
            organisation_id=row.organisation_id,
            name=names[row.organisation_id].name,
            state=row.state,
            raised_at=row.raised_at,
        )
        for row in rows
    ]
    return sorted(views, key=lambda view: not view.speaks)


def hand(session: Session, meeting: Meeting, hand_id: str) -> RaisedHand | None:
    """Return one hand of a meeting."""
    found = session.get(RaisedHand, hand_id)
    return found if found is not None and found.meeting_id == meeting.id else None


def notes_of(session: Session, meeting: Meeting) -> list[tuple[MeetingNote, str]]:
    """Return the notes with the titles of their items, the oldest first."""
    rows = session.execute(
        select(MeetingNote, AgendaItem.title)
        .outerjoin(AgendaItem, AgendaItem.id == MeetingNote.agenda_item_id)
        .where(MeetingNote.meeting_id == meeting.id)
        .order_by(MeetingNote.at, MeetingNote.id)
    )
    return [(note, title or "") for note, title in rows]
