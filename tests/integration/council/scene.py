"""A council with two member organisations and one hybrid meeting, for stories."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from council import operations
from council.models import AgendaItem, Body, Meeting, Membership, Organisation, Representation
from council.rules.meetings import Plan
from engage.core.clock import today
from engage.core.db import Database
from engage.core.ids import random_id
from engage.core.permissions import Actor, Role
from tests.integration.people import make_account

STAFF = Actor("staff", "田村 しおり（架空）", frozenset({Role.SECRETARIAT}))


@dataclass
class Scene:
    """The ids of what was made; every story loads what it needs in its own session."""

    database: Database
    at: datetime
    body: str
    meeting: str
    item: str
    seats: dict[str, tuple[str, str]]
    """Representation and account of each organisation's delegate, by organisation code."""
    organisations: dict[str, str]

    def meeting_in(self, session: Session) -> Meeting:
        return session.get_one(Meeting, self.meeting)

    def item_in(self, session: Session) -> AgendaItem:
        return session.get_one(AgendaItem, self.item)

    def organisation_in(self, session: Session, code: str) -> Organisation:
        return session.get_one(Organisation, self.organisations[code])

    def seat_in(self, session: Session, code: str) -> Representation:
        return session.get_one(Representation, self.seats[code][0])

    def actor(self, code: str) -> Actor:
        return Actor(self.seats[code][1], code, frozenset({Role.DELEGATE}))

    def post(self, session: Session, code: str, text: str, **values):
        """Give an opinion as an organisation's delegate."""
        given = {"channel": "online", "nonce": random_id(), "at": self.at, **values}
        return operations.post_opinion(
            session,
            item=self.item_in(session),
            representation=self.seat_in(session, code),
            text=text,
            actor=self.actor(code),
            **given,
        )


ORGANISATIONS = {
    "asaka": ("あさか暮らしの会（架空）", "あさかくらしのかい"),
    "mizuumi": ("みずうみ子育てネット（架空）", "みずうみこそだてねっと"),
}


def build(database: Database, at: datetime) -> Scene:
    """Found the council, admit two organisations, convene a meeting with one open item."""
    accounts = {
        code: make_account(database, Role.DELEGATE, email=f"{code}@test.example.jp")
        for code in ORGANISATIONS
    }
    with database.transaction() as session:
        body = operations.found_body(
            session,
            code="council",
            kind="council",
            name="デジタル郡山市民会議",
            reading="でじたるこおりやましみんかいぎ",
            actor=STAFF,
            at=at,
        )
        found = {code: _member(session, body, code, accounts[code], at) for code in ORGANISATIONS}
        meeting, item = _meeting(session, body, at)
        return Scene(
            database=database,
            at=at,
            body=body.id,
            meeting=meeting.id,
            item=item.id,
            seats={code: (seat.id, accounts[code]) for code, (_o, seat) in found.items()},
            organisations={code: organisation.id for code, (organisation, _s) in found.items()},
        )


def _member(session: Session, body: Body, code: str, account_id: str, at: datetime):
    name, reading = ORGANISATIONS[code]
    organisation = operations.register_organisation(
        session, code=code, name=name, reading=reading, is_fictional=True, actor=STAFF, at=at
    )
    membership: Membership = operations.admit_organisation(
        session, body=body, organisation=organisation, actor=STAFF, at=at
    )
    seat = operations.appoint_delegate(
        session,
        membership=membership,
        account_id=account_id,
        from_on=today(at) - timedelta(days=300),
        until_on=today(at) + timedelta(days=300),
        actor=STAFF,
        at=at,
    )
    return organisation, seat


def _meeting(session: Session, body: Body, at: datetime) -> tuple[Meeting, AgendaItem]:
    start = at + timedelta(days=23)
    meeting = operations.draft_meeting(
        session,
        body=body,
        code="3",
        ordinal=3,
        title="第3回 デジタル郡山市民会議",
        plan=Plan(
            mode="hybrid",
            starts_at=start,
            ends_at=start + timedelta(hours=2),
            venue="市役所の会議室（架空）",
            join_link="https://meeting.example.jp/3",
        ),
        is_fictional=True,
        actor=STAFF,
        at=at,
    )
    item = operations.add_item(
        session,
        meeting=meeting,
        title="手続のオンライン化と窓口の見直し",
        planned_minutes=40,
        opinions_open_at=at - timedelta(days=1),
        opinions_close_at=start + timedelta(days=7),
        actor=STAFF,
        at=at,
    )
    operations.convene_meeting(session, meeting=meeting, actor=STAFF, at=at)
    return meeting, item
