"""Bodies and organisations under the names that they had on a day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from council.models import Body, BodyName, Membership, Organisation, OrganisationName
from council.rules.terms import holds_on, valid_on
from engage.core.errors import NotFound
from engage.japanese.yomi import in_reading_order


@dataclass(frozen=True)
class Member:
    """An organisation as a member of a body on a day."""

    membership_id: str
    organisation_id: str
    code: str
    name: str
    reading: str
    seat: str
    is_fictional: bool


def body(session: Session, code: str) -> Body | None:
    """Return a body by its code."""
    return session.scalar(select(Body).where(Body.code == code))


def council_body(session: Session) -> Body | None:
    """Return the citizens' council, the first one when there are several."""
    return session.scalar(select(Body).where(Body.kind == "council").order_by(Body.code).limit(1))


def all_bodies(session: Session) -> list[Body]:
    """Return every body, councils first."""
    bodies = session.scalars(select(Body).order_by(Body.code))
    return sorted(bodies, key=lambda found: (found.kind != "council", found.code))


def named(session: Session, day: date) -> list[tuple[Body, str]]:
    """Return every body with its name on a day, councils first."""
    rows = all_bodies(session)
    names: dict[str, list[BodyName]] = {}
    for row in session.scalars(select(BodyName)):
        names.setdefault(row.body_id, []).append(row)
    found = []
    for each in rows:
        own = names.get(each.id, [])
        last = max(own, key=lambda name: name.from_on or date.min, default=None)
        name = valid_on(own, day) or last
        found.append((each, name.name if name else each.code))
    return found


def body_names(session: Session, body_id: str) -> list[BodyName]:
    """Return what a body was called over time, the newest name first."""
    rows = session.scalars(select(BodyName).where(BodyName.body_id == body_id))
    return sorted(rows, key=lambda name: name.from_on or date.min, reverse=True)


def body_name(session: Session, body_id: str, day: date | None) -> BodyName | None:
    """Return what a body was called on a day; today's or its last name when nobody knows."""
    names = session.scalars(select(BodyName).where(BodyName.body_id == body_id)).all()
    found = valid_on(names, day) if day else None
    return found or max(names, key=lambda name: name.from_on or date.min, default=None)


def names_on(
    session: Session, organisation_ids: Iterable[str], day: date | None
) -> dict[str, OrganisationName]:
    """Return what organisations were called on a day, whoever was a member then."""
    by_organisation: dict[str, list[OrganisationName]] = {}
    rows = session.scalars(
        select(OrganisationName).where(OrganisationName.organisation_id.in_(list(organisation_ids)))
    )
    for row in rows:
        by_organisation.setdefault(row.organisation_id, []).append(row)
    return {key: _best(names, day) for key, names in by_organisation.items()}


def organisation_name(session: Session, organisation_id: str, day: date | None) -> OrganisationName:
    """Return what one organisation was called on a day."""
    found = names_on(session, [organisation_id], day).get(organisation_id)
    if found is None:
        raise NotFound("not-found")
    return found


def members_on(session: Session, body_id: str, day: date) -> list[Member]:
    """Return the members of a body on a day in 50-on order, under the names of that day."""
    rows = session.execute(
        select(Membership, Organisation)
        .join(Organisation, Organisation.id == Membership.organisation_id)
        .where(Membership.body_id == body_id)
    ).all()
    holding = [(m, o) for m, o in rows if holds_on(m.from_on, m.until_on, day)]
    names = names_on(session, [organisation.id for _m, organisation in holding], day)
    members = [
        Member(
            membership_id=membership.id,
            organisation_id=organisation.id,
            code=organisation.code,
            name=names[organisation.id].name,
            reading=names[organisation.id].reading,
            seat=membership.seat,
            is_fictional=organisation.is_fictional,
        )
        for membership, organisation in holding
    ]
    return in_reading_order(members, lambda member: member.reading)


def organisation(session: Session, organisation_id: str | None) -> Organisation | None:
    """Return one organisation by its id."""
    return session.get(Organisation, organisation_id) if organisation_id else None


@dataclass(frozen=True)
class OrganisationLine:
    """An organisation on the public list: today's name, earlier names, and since when."""

    id: str
    name: str
    reading: str
    earlier_names: tuple[OrganisationName, ...]
    is_member: bool
    meetings: int
    opinions: int
    is_fictional: bool
    source: str


def _best(names: list[OrganisationName], day: date | None) -> OrganisationName:
    found = valid_on(names, day) if day else None
    return found or max(names, key=lambda name: name.from_on or date.min)
