"""Who took part, in the order in which the city prints organisations."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from council.models import Attendance, Meeting, Organisation, Representation, Rsvp
from council.queries.bodies import members_on
from engage.core.clock import today
from engage.japanese.yomi import in_reading_order

MODE_WORDS = {"room": "会場", "online": "オンライン", "writing": "書面", "absent": "欠席"}


@dataclass(frozen=True)
class RosterLine:
    """One organisation of a roster under the name of the day; no person's name is on it."""

    organisation_id: str
    name: str
    reading: str
    mode: str
    is_fictional: bool

    @property
    def is_absent(self) -> bool:
        """Whether the organisation was missing."""
        return self.mode == "absent"


def roster(session: Session, meeting: Meeting) -> list[RosterLine]:
    """Return the organisations whose attendance is recorded, in 50-on order of their readings."""
    rows = session.execute(
        select(Attendance, Organisation.is_fictional)
        .join(Organisation, Organisation.id == Attendance.organisation_id)
        .where(Attendance.meeting_id == meeting.id)
    )
    lines = [
        RosterLine(
            organisation_id=row.organisation_id,
            name=row.organisation_name,
            reading=row.organisation_reading,
            mode=row.mode,
            is_fictional=is_fictional,
        )
        for row, is_fictional in rows
    ]
    return in_reading_order(lines, lambda line: line.reading)


def invited(session: Session, meeting: Meeting, at: datetime) -> list[RosterLine]:
    """Return the member organisations on the day of a meeting that is still to come."""
    day = meeting.held_on or today(at)
    return [
        RosterLine(
            organisation_id=member.organisation_id,
            name=member.name,
            reading=member.reading,
            mode="invited",
            is_fictional=member.is_fictional,
        )
        for member in members_on(session, meeting.body_id, day)
    ]


def attendance_counts(lines: list[RosterLine]) -> list[tuple[str, int]]:
    """Return how many organisations took part in which way; ways that nobody took are left out."""
    counts = [(mode, sum(line.mode == mode for line in lines)) for mode in MODE_WORDS]
    return [(mode, count) for mode, count in counts if count]


def attendance_sentence(session: Session, meeting: Meeting) -> str:
    """Return the attendance as the minutes say it, one line per way of taking part."""
    lines = roster(session, meeting)
    parts = []
    for mode, word in {"unrecorded": "出席", **MODE_WORDS}.items():
        names = [line.name for line in lines if line.mode == mode]
        if names:
            parts.append(f"{word}（{len(names)}団体）　{'、'.join(names)}")
    return "\n".join(parts)


@dataclass(frozen=True)
class SheetLine:
    """One line of the attendance sheet: who is expected, and what was recorded."""

    organisation_id: str
    name: str
    reading: str
    replies: tuple[str, ...]
    mode: str | None
    person_name: str
    is_fictional: bool


def attendance_sheet(session: Session, meeting: Meeting, at: datetime) -> list[SheetLine]:
    """Return every member on the day with replies and what is recorded so far."""
    recorded = {
        row.organisation_id: row
        for row in session.scalars(select(Attendance).where(Attendance.meeting_id == meeting.id))
    }
    replies = _replies(session, meeting)
    lines = []
    for line in invited(session, meeting, at):
        row = recorded.get(line.organisation_id)
        lines.append(
            SheetLine(
                organisation_id=line.organisation_id,
                name=line.name,
                reading=line.reading,
                replies=tuple(replies.get(line.organisation_id, ())),
                mode=row.mode if row else None,
                person_name=row.person_name if row else "",
                is_fictional=line.is_fictional,
            )
        )
    return lines


def _replies(session: Session, meeting: Meeting) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    rows = session.scalars(
        select(Rsvp).join(Representation).where(Rsvp.meeting_id == meeting.id).order_by(Rsvp.at)
    )
    for row in rows:
        organisation_id = row.representation.membership.organisation_id
        found.setdefault(organisation_id, []).append(row.answer)
    return found
