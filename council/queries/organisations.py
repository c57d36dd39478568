"""The public list of organisations: what they are called, when they took part, what they said."""

from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from council.models import (
    Attendance,
    Body,
    Meeting,
    Opinion,
    Organisation,
    OrganisationName,
)
from council.queries.bodies import OrganisationLine, members_on
from council.queries.meetings import is_visible
from council.rules.terms import valid_on
from engage.japanese.yomi import in_reading_order


def organisations(session: Session, body: Body, day: date) -> list[OrganisationLine]:
    """Return members and former participants in 50-on order."""
    members = {member.organisation_id for member in members_on(session, body.id, day)}
    attended = _counts(
        session,
        select(Attendance.organisation_id, func.count())
        .join(Meeting, Meeting.id == Attendance.meeting_id)
        .where(Meeting.body_id == body.id, Attendance.mode != "absent", *is_visible())
        .group_by(Attendance.organisation_id),
    )
    opinions = _counts(
        session,
        select(Opinion.organisation_id, func.count())
        .join(Meeting, Meeting.id == Opinion.meeting_id)
        .where(
            Meeting.body_id == body.id,
            Opinion.state == "public",
            Meeting.is_public,
            *is_visible(),
        )
        .group_by(Opinion.organisation_id),
    )
    lines = []
    ids = members | set(attended)
    for organisation in session.scalars(select(Organisation).where(Organisation.id.in_(ids))):
        names = _names(session, organisation.id)
        now = valid_on(names, day) or names[-1]
        lines.append(
            OrganisationLine(
                id=organisation.id,
                name=now.name,
                reading=now.reading,
                earlier_names=tuple(name for name in names if name is not now),
                is_member=organisation.id in members,
                meetings=attended.get(organisation.id, 0),
                opinions=opinions.get(organisation.id, 0),
                is_fictional=organisation.is_fictional,
                source=organisation.source,
            )
        )
    return in_reading_order(lines, lambda line: line.reading)


def _names(session: Session, organisation_id: str) -> list[OrganisationName]:
    names = session.scalars(
        select(OrganisationName).where(OrganisationName.organisation_id == organisation_id)
    )
    return sorted(names, key=lambda name: name.from_on or date.min)


def _counts(session: Session, query: Any) -> dict[str, int]:
    return {key: count for key, count in session.execute(query) if key}
