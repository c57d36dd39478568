"""Delegates say whether they will come; the secretariat writes down who was there."""

from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from council.models import Attendance, Meeting, Organisation, Representation, Rsvp
from council.queries.bodies import organisation_name
from council.queries.delegates import acts_for
from council.rules.meetings import HAS_HAPPENED
from engage.core import audit
from engage.core.errors import Conflict, NotAllowed
from engage.core.permissions import Actor


def reply(
    session: Session,
    *,
    meeting: Meeting,
    representation: Representation,
    answer: str,
    actor: Actor,
    at: datetime,
    note: str = "",
) -> Rsvp:
    """Answer the invitation; a later answer replaces the earlier one."""
    if not acts_for(session, representation, account_id=actor.id, meeting=meeting, at=at):
        raise NotAllowed("not-your-organisation")
    if meeting.state not in {"convened", "live"}:
        raise Conflict("meeting-takes-no-replies")
    row = session.scalar(_rsvp(meeting, representation))
    if row is None:
        row = Rsvp(
            meeting_id=meeting.id,
            representation_id=representation.id,
            answer=answer,
            note=note,
            at=at,
        )
        try:
            with session.begin_nested():
                session.add(row)
        except IntegrityError:
            row = session.scalars(_rsvp(meeting, representation)).one()
    row.answer, row.note, row.at = answer, note, at
    session.flush()
    audit.record(session, actor=actor, verb="meeting.reply-given", about=row, at=at, answer=answer)
    return row


def _rsvp(meeting: Meeting, representation: Representation) -> Any:
    return select(Rsvp).where(
        Rsvp.meeting_id == meeting.id, Rsvp.representation_id == representation.id
    )


def record_attendance(
    session: Session,
    *,
    meeting: Meeting,
    organisation: Organisation,
    mode: str,
    actor: Actor,
    at: datetime,
    person_name: str = "",
) -> Attendance:
    """Write down how an organisation took part, under the name that it has on that day."""
    may_record = meeting.source or meeting.state in {"convened", "live", *HAS_HAPPENED}
    if not may_record or (meeting.state == "closed" and not meeting.source):
        raise Conflict("attendance-is-fixed")
    name = organisation_name(session, organisation.id, meeting.held_on)
    row = session.scalar(
        select(Attendance).where(
            Attendance.meeting_id == meeting.id, Attendance.organisation_id == organisation.id
        )
    )
    if row is None:
        row = Attendance(
            meeting_id=meeting.id,
            organisation_id=organisation.id,
            organisation_name=name.name,
            organisation_reading=name.reading,
            mode=mode,
            at=at,
        )
        session.add(row)
    row.mode, row.person_name = mode, person_name.strip()
    row.recorded_by, row.at = actor.id, at
    session.execute(
        update(Meeting)
        .where(Meeting.id == meeting.id)
        .values(revision=Meeting.revision + 1)
        .execution_options(synchronize_session=False)
    )
    session.flush()
    audit.record(
        session,
        actor=actor,
        verb="meeting.attendance-recorded",
        about=meeting,
        at=at,
        organisation=organisation.code,
        mode=mode,
    )
    return row
