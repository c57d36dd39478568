"""Bodies are founded and named, organisations come and go, people act for them for a term."""

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from council.models import (
    Body,
    BodyName,
    Membership,
    Organisation,
    OrganisationName,
    Representation,
)
from council.rules.terms import overlaps
from engage.core import audit
from engage.core.errors import Conflict, Invalid
from engage.core.permissions import Actor
from engage.japanese.yomi import is_reading


def found_body(  # noqa: PLR0913 - everything that is written down
    session: Session,
    *,
    code: str,
    kind: str,
    name: str,
    reading: str,
    actor: Actor,
    at: datetime,
    from_on: date | None = None,
    until_on: date | None = None,
    precision: str = "day",
    task: str = "",
    members_text: str = "",
    source: str = "",
    is_fictional: bool = False,
) -> Body:
    """Found a council, committee or headquarters under its first name."""
    body = Body(
        code=code,
        kind=kind,
        task=task,
        members_text=members_text,
        source=source,
        is_fictional=is_fictional,
    )
    _add_once(session, body, otherwise="body-code-taken")
    _name_body(body, session, name, reading, from_on, until_on, precision=precision, source=source)
    audit.record(session, actor=actor, verb="body.founded", about=body, at=at, code=code)
    return body


def name_body(  # noqa: PLR0913 - everything that is written down
    session: Session,
    *,
    body: Body,
    name: str,
    reading: str,
    from_on: date | None,
    until_on: date | None = None,
    actor: Actor,
    at: datetime,
    precision: str = "day",
    note: str = "",
    source: str = "",
) -> BodyName:
    """Give a body another name from a day on; the name before it ends on that day."""
    before = session.scalar(
        select(BodyName).where(BodyName.body_id == body.id, BodyName.until_on.is_(None))
    )
    if before is not None and from_on is not None:
        before.until_on = from_on
    row = _name_body(
        body, session, name, reading, from_on, until_on, precision=precision, source=source
    )
    row.note = note
    audit.record(session, actor=actor, verb="body.named", about=body, at=at, name=name)
    return row


def _name_body(
    body: Body,
    session: Session,
    name: str,
    reading: str,
    from_on: date | None,
    until_on: date | None,
    *,
    precision: str,
    source: str,
) -> BodyName:
    _require_reading(reading)
    row = BodyName(
        body_id=body.id,
        name=name,
        reading=reading,
        from_on=from_on,
        until_on=until_on,
        precision=precision,
        source=source,
    )
    session.add(row)
    session.flush()
    return row


def register_organisation(
    session: Session,
    *,
    code: str,
    name: str,
    reading: str,
    actor: Actor,
    at: datetime,
    from_on: date | None = None,
    corporate_number: str | None = None,
    source: str = "",
    is_fictional: bool = False,
) -> Organisation:
    """Write down an organisation with its name and how that is read."""
    _require_reading(reading)
    organisation = Organisation(
        code=code, corporate_number=corporate_number, source=source, is_fictional=is_fictional
    )
    _add_once(session, organisation, otherwise="organisation-code-taken")
    session.add(
        OrganisationName(
            organisation_id=organisation.id, name=name, reading=reading, from_on=from_on
        )
    )
    audit.record(
        session, actor=actor, verb="organisation.registered", about=organisation, at=at, name=name
    )
    return organisation


def rename_organisation(
    session: Session,
    *,
    organisation: Organisation,
    name: str,
    reading: str,
    from_on: date,
    actor: Actor,
    at: datetime,
) -> OrganisationName:
    """Give an organisation a new name from a day on; older rosters keep the older name."""
    _require_reading(reading)
    before = session.scalar(
        select(OrganisationName).where(
            OrganisationName.organisation_id == organisation.id,
            OrganisationName.until_on.is_(None),
        )
    )
    if before is not None:
        if before.from_on is not None and before.from_on >= from_on:
            raise Invalid("name-begins-before-the-last", field="from_on")
        before.until_on = from_on
    row = OrganisationName(
        organisation_id=organisation.id, name=name, reading=reading, from_on=from_on
    )
    session.add(row)
    audit.record(
        session, actor=actor, verb="organisation.renamed", about=organisation, at=at, name=name
    )
    return row


def admit_organisation(
    session: Session,
    *,
    body: Body,
    organisation: Organisation,
    actor: Actor,
    at: datetime,
    seat: str = "voting",
    role: str = "",
    from_on: date | None = None,
    until_on: date | None = None,
) -> Membership:
    """Make an organisation a member of a body for a term."""
    terms = session.scalars(
        select(Membership).where(
            Membership.body_id == body.id, Membership.organisation_id == organisation.id
        )
    )
    if any(overlaps(from_on, until_on, t.from_on, t.until_on) for t in terms):
        raise Conflict("organisation-is-member-already")
    membership = Membership(
        body_id=body.id,
        organisation_id=organisation.id,
        seat=seat,
        role=role,
        from_on=from_on,
        until_on=until_on,
    )
    _add_once(session, membership, otherwise="organisation-is-member-already")
    audit.record(
        session,
        actor=actor,
        verb="body.organisation-admitted",
        about=body,
        at=at,
        organisation=organisation.code,
        seat=seat,
    )
    return membership


def end_membership(
    session: Session, *, membership: Membership, until_on: date, actor: Actor, at: datetime
) -> None:
    """Let a membership be over from a day on."""
    if membership.from_on is not None and until_on <= membership.from_on:
        raise Invalid("term-ends-before-beginning", field="until_on")
    membership.until_on = until_on
    audit.record(session, actor=actor, verb="membership.ended", about=membership, at=at)


def appoint_delegate(
    session: Session,
    *,
    membership: Membership,
    account_id: str,
    actor: Actor,
    at: datetime,
    kind: str = "delegate",
    from_on: date | None = None,
    until_on: date | None = None,
) -> Representation:
    """Let a person act for a member organisation for a term."""
    terms = session.scalars(
        select(Representation).where(
            Representation.membership_id == membership.id, Representation.account_id == account_id
        )
    )
    if any(overlaps(from_on, until_on, t.from_on, t.until_on) for t in terms):
        raise Conflict("person-acts-already")
    representation = Representation(
        membership_id=membership.id,
        account_id=account_id,
        kind=kind,
        from_on=from_on,
        until_on=until_on,
    )
    _add_once(session, representation, otherwise="person-acts-already")
    audit.record(
        session,
        actor=actor,
        verb="organisation.delegate-appointed",
        about=representation,
        at=at,
        account=account_id,
        kind=kind,
    )
    return representation


def end_representation(
    session: Session, *, representation: Representation, until_on: date, actor: Actor, at: datetime
) -> None:
    """Let a person's acting for an organisation be over from a day on."""
    if representation.from_on is not None and until_on <= representation.from_on:
        raise Invalid("term-ends-before-beginning", field="until_on")
    representation.until_on = until_on
    audit.record(session, actor=actor, verb="representation.ended", about=representation, at=at)


def _require_reading(reading: str) -> None:
    if not is_reading(reading):
        raise Invalid("reading-must-be-kana", field="reading")


def _add_once(session: Session, row: object, *, otherwise: str) -> None:
    """Insert, or say what stands in the way when the row is there already."""
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError as error:
        raise Conflict(otherwise) from error
