"""Who acts for which organisation at a moment."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from council.models import Meeting, Membership, Representation
from council.queries.bodies import names_on
from council.rules.terms import holds_on
from engage.core.clock import today


@dataclass(frozen=True)
class Seat:
    """A person's acting for one organisation, with the organisation's name of today."""

    representation: Representation
    organisation_id: str
    organisation_name: str
    body_id: str
    kind: str


def seats_of(session: Session, account_id: str | None, at: datetime) -> list[Seat]:
    """Return the organisations that a person may act for at a moment."""
    if account_id is None:
        return []
    day = today(at)
    rows = session.execute(
        select(Representation, Membership)
        .join(Membership, Membership.id == Representation.membership_id)
        .where(Representation.account_id == account_id)
        .order_by(Representation.id)
    ).all()
    holding = [
        (representation, membership)
        for representation, membership in rows
        if holds_on(representation.from_on, representation.until_on, day)
        and holds_on(membership.from_on, membership.until_on, day)
    ]
    names = names_on(session, [m.organisation_id for _r, m in holding], day)
    return [
        Seat(
            representation=representation,
            organisation_id=membership.organisation_id,
            organisation_name=names[membership.organisation_id].name,
            body_id=membership.body_id,
            kind=representation.kind,
        )
        for representation, membership in holding
    ]


def seats_at(
    session: Session, account_id: str | None, meeting: Meeting, at: datetime
) -> list[Seat]:
    """Return the organisations that a person may act for in one meeting."""
    return [s for s in seats_of(session, account_id, at) if s.body_id == meeting.body_id]


def acts_for(
    session: Session,
    representation: Representation,
    *,
    account_id: str | None,
    meeting: Meeting,
    at: datetime,
) -> bool:
    """Whether a person acts through this very representation in the meeting at a moment."""
    return any(
        seat.representation.id == representation.id
        for seat in seats_at(session, account_id, meeting, at)
    )


def accounts_of_body(session: Session, body_id: str, day: date) -> list[str]:
    """Return the accounts of everyone who acts for a member of a body on a day."""
    rows = session.execute(
        select(Representation, Membership)
        .join(Membership, Membership.id == Representation.membership_id)
        .where(Membership.body_id == body_id)
    )
    return sorted(
        {
            representation.account_id
            for representation, membership in rows
            if holds_on(representation.from_on, representation.until_on, day)
            and holds_on(membership.from_on, membership.until_on, day)
        }
    )
