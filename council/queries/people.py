"""The people behind organisations, for staff only."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from council.models import Membership, OrganisationName, Representation
from council.rules.terms import holds_on
from engage.accounts.models import Account


@dataclass(frozen=True)
class Person:
    """Somebody who acts, acted or will act for an organisation."""

    representation_id: str
    membership_id: str
    name: str
    kind: str
    from_on: date | None
    until_on: date | None
    acts_now: bool
    is_fictional: bool


def membership(session: Session, membership_id: str) -> Membership | None:
    """Return one membership."""
    return session.get(Membership, membership_id)


def representation(
    session: Session, membership_id: str, representation_id: str
) -> Representation | None:
    """Return one person's acting if it belongs to the membership."""
    found = session.get(Representation, representation_id)
    return found if found is not None and found.membership_id == membership_id else None


def of_membership(session: Session, membership_id: str, day: date) -> list[Person]:
    """Return everybody who ever acted for a member, those of today first."""
    found = _people(session, day, Representation.membership_id == membership_id)
    return sorted(found, key=lambda person: not person.acts_now)


def by_membership(session: Session, day: date) -> dict[str, list[Person]]:
    """Return those who act today, by membership."""
    found: dict[str, list[Person]] = {}
    for person in _people(session, day):
        if person.acts_now:
            found.setdefault(person.membership_id, []).append(person)
    return found


def names(session: Session, organisation_id: str) -> list[OrganisationName]:
    """Return every name of an organisation, the newest first."""
    rows = session.scalars(
        select(OrganisationName).where(OrganisationName.organisation_id == organisation_id)
    )
    return sorted(rows, key=lambda name: name.from_on or date.min, reverse=True)


def _people(session: Session, day: date, *conditions) -> list[Person]:
    rows = session.execute(
        select(Representation, Account)
        .join(Account, Account.id == Representation.account_id)
        .where(*conditions)
        .order_by(Representation.id)
    )
    return [
        Person(
            representation_id=row.id,
            membership_id=row.membership_id,
            name=account.name,
            kind=row.kind,
            from_on=row.from_on,
            until_on=row.until_on,
            acts_now=holds_on(row.from_on, row.until_on, day),
            is_fictional=account.is_fictional,
        )
        for row, account in rows
    ]
