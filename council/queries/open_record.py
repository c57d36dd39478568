"""What anyone may know of meetings: the one source of feeds, open data, OParl and archives.

A meeting that is not open to all has only its frame here: what, when, why it is closed.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from council.models import (
    AgendaItem,
    Attendance,
    Body,
    BodyName,
    Meeting,
    Minutes,
    MinutesPublication,
    Organisation,
    Paper,
)
from council.queries.meetings import is_visible
from council.queries.opinions import OpinionView, Wording, of_public_meetings, wordings_of
from council.queries.polls import PollView, of_meeting
from council.queries.roster import RosterLine
from council.rules.terms import valid_on
from engage.japanese.yomi import in_reading_order


@dataclass(frozen=True)
class OpenMeeting:
    """One meeting with everything of it that is public; papers in their newest versions."""

    meeting: Meeting
    body: Body
    body_name: str
    items: tuple[AgendaItem, ...] = ()
    papers: tuple[Paper, ...] = ()
    attendance: tuple[RosterLine, ...] = ()
    opinions: tuple[OpinionView, ...] = ()
    publication: MinutesPublication | None = None
    polls: tuple[PollView, ...] = ()
    wordings: Mapping[str, list[Wording]] = field(default_factory=dict)
    """How public opinions were worded over time; only `whole_meeting` fills these two."""

    def papers_of(self, item_id: str) -> tuple[Paper, ...]:
        """Return the papers of an item in their order."""
        return tuple(paper for paper in self.papers if paper.agenda_item_id == item_id)

    @property
    def summary(self) -> str:
        """What the meeting is about; nothing is told of one that is closed."""
        return self.meeting.summary if self.meeting.is_public else ""


def open_meetings(
    session: Session, *, body_id: str | None = None, code: str | None = None
) -> list[OpenMeeting]:
    """Return public meetings, the oldest first, in the same few queries for any number."""
    query = select(Meeting).options(joinedload(Meeting.body)).where(*is_visible())
    if body_id is not None:
        query = query.where(Meeting.body_id == body_id)
    if code is not None:
        query = query.where(Meeting.code == code)
    rows = session.scalars(query.order_by(Meeting.held_on, Meeting.ordinal, Meeting.code)).all()
    ids = [meeting.id for meeting in rows if meeting.is_public]
    names = _body_names(session, {meeting.body_id for meeting in rows})
    items = list(
        session.scalars(
            select(AgendaItem).where(AgendaItem.meeting_id.in_(ids)).order_by(AgendaItem.position)
        )
    )
    papers = _papers(session, items)
    attendance = _attendance(session, ids)
    opinions = of_public_meetings(session, ids)
    publications = _publications(session, ids)
    found = []
    for meeting in rows:
        frame = OpenMeeting(
            meeting, meeting.body, _name(names.get(meeting.body_id, []), meeting.held_on)
        )
        if meeting.is_public:
            frame = OpenMeeting(
                meeting,
                meeting.body,
                frame.body_name,
                items=tuple(item for item in items if item.meeting_id == meeting.id),
                papers=tuple(papers.get(meeting.id, ())),
                attendance=tuple(attendance.get(meeting.id, ())),
                opinions=tuple(o for o in opinions if o.meeting_code == meeting.code),
                publication=publications.get(meeting.id),
            )
        found.append(frame)
    return found


def whole_meeting(session: Session, code: str) -> OpenMeeting | None:
    """Return a meeting that is open to all, with its votes and every wording of its opinions."""
    record = next(iter(open_meetings(session, code=code)), None)
    if record is None or not record.meeting.is_public:
        return None
    return replace(
        record,
        polls=tuple(of_meeting(session, record.meeting)),
        wordings=wordings_of(session, [opinion.id for opinion in record.opinions]),
    )


def _body_names(session: Session, body_ids: Iterable[str]) -> dict[str, list[BodyName]]:
    found: dict[str, list[BodyName]] = {}
    for name in session.scalars(select(BodyName).where(BodyName.body_id.in_(list(body_ids)))):
        found.setdefault(name.body_id, []).append(name)
    return found


def _name(names: list[BodyName], day: date | None) -> str:
    found = valid_on(names, day) if day else None
    last = max(names, key=lambda name: name.from_on or date.min, default=None)
    return (found or last).name if found or last else ""  # type: ignore[union-attr]


def _papers(session: Session, items: list[AgendaItem]) -> dict[str, list[Paper]]:
    meeting_of = {item.id: item.meeting_id for item in items if item.state != "withdrawn"}
    newest: dict[tuple[str, int], Paper] = {}
    rows = session.scalars(
        select(Paper)
        .where(Paper.agenda_item_id.in_(list(meeting_of)))
        .order_by(Paper.number, Paper.version)
    )
    for paper in rows:
        newest[paper.agenda_item_id, paper.number] = paper
    found: dict[str, list[Paper]] = {}
    for item_id, meeting_id in meeting_of.items():
        found.setdefault(meeting_id, []).extend(
            paper for (of_item, _number), paper in newest.items() if of_item == item_id
        )
    return found


def _attendance(session: Session, meeting_ids: list[str]) -> dict[str, list[RosterLine]]:
    rows = session.execute(
        select(Attendance, Organisation.is_fictional)
        .join(Organisation, Organisation.id == Attendance.organisation_id)
        .where(Attendance.meeting_id.in_(meeting_ids))
    )
    found: dict[str, list[RosterLine]] = {}
    for row, is_fictional in rows:
        found.setdefault(row.meeting_id, []).append(
            RosterLine(
                organisation_id=row.organisation_id,
                name=row.organisation_name,
                reading=row.organisation_reading,
                mode=row.mode,
                is_fictional=is_fictional,
            )
        )
    return {
        meeting_id: in_reading_order(lines, lambda line: line.reading)
        for meeting_id, lines in found.items()
    }


def _publications(session: Session, meeting_ids: list[str]) -> dict[str, MinutesPublication]:
    rows = session.execute(
        select(Minutes.meeting_id, MinutesPublication)
        .join(MinutesPublication, MinutesPublication.minutes_id == Minutes.id)
        .where(Minutes.meeting_id.in_(meeting_ids))
    )
    return {meeting_id: publication for meeting_id, publication in rows}  # noqa: C416 - typed rows
