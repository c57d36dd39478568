"""Hands go up, are called one after another, go down; the secretariat notes what happens."""

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from council.models import (
    AgendaItem,
    Meeting,
    MeetingNote,
    Organisation,
    RaisedHand,
    Representation,
)
from council.queries.delegates import acts_for
from engage.core import audit
from engage.core.errors import Conflict, Invalid, NotAllowed
from engage.core.permissions import Actor

MAX_NOTE = 1_000


def raise_hand(
    session: Session,
    *,
    meeting: Meeting,
    representation: Representation,
    actor: Actor,
    at: datetime,
) -> RaisedHand:
    """Ask to speak for one's organisation; a hand that is up stays where it is in the queue."""
    if not acts_for(session, representation, account_id=actor.id, meeting=meeting, at=at):
        raise NotAllowed("not-your-organisation")
    organisation_id = representation.membership.organisation_id
    return _raise(session, meeting, organisation_id, representation.id, actor, at)


def raise_hand_for(
    session: Session, *, meeting: Meeting, organisation: Organisation, actor: Actor, at: datetime
) -> RaisedHand:
    """Put somebody in the room into the queue."""
    return _raise(session, meeting, organisation.id, None, actor, at)


def lower_hand(
    session: Session,
    *,
    hand: RaisedHand,
    representation: Representation,
    actor: Actor,
    at: datetime,
) -> None:
    """Take one's own organisation's hand down, as long as it was not called."""
    meeting = session.get_one(Meeting, hand.meeting_id)
    if not acts_for(session, representation, account_id=actor.id, meeting=meeting, at=at):
        raise NotAllowed("not-your-organisation")
    if representation.membership.organisation_id != hand.organisation_id:
        raise NotAllowed("not-your-organisation")
    _end(session, hand, was=("waiting",), state="lowered", at=at)
    audit.record(session, actor=actor, verb="hand.lowered", about=hand, at=at)


def call_hand(session: Session, *, hand: RaisedHand, actor: Actor, at: datetime) -> None:
    """Give the floor to a hand; whoever spoke before is done at the same moment."""
    _touch(session, hand.meeting_id)
    session.execute(
        update(RaisedHand)
        .where(
            RaisedHand.meeting_id == hand.meeting_id,
            RaisedHand.state == "speaking",
            RaisedHand.id != hand.id,
        )
        .values(state="done", ended_at=at)
        .execution_options(synchronize_session=False)
    )
    called = session.execute(
        update(RaisedHand)
        .where(RaisedHand.id == hand.id, RaisedHand.state == "waiting")
        .values(state="speaking", called_at=at)
        .execution_options(synchronize_session=False)
    )
    session.refresh(hand)
    if called.rowcount != 1 and hand.state != "speaking":  # type: ignore[attr-defined]
        raise Conflict("hand-is-down")
    audit.record(session, actor=actor, verb="hand.called", about=hand, at=at)


def finish_hand(session: Session, *, hand: RaisedHand, actor: Actor, at: datetime) -> None:
    """Note that somebody has spoken, or take a hand out of the queue."""
    spoke = hand.state == "speaking"
    _end(
        session,
        hand,
        was=("waiting", "speaking"),
        state="done" if spoke else "lowered",
        at=at,
    )
    audit.record(session, actor=actor, verb="hand.finished", about=hand, at=at)


def lower_all(session: Session, *, meeting: Meeting, at: datetime) -> None:
    """Take every hand down when the meeting ends."""
    session.execute(
        update(RaisedHand)
        .where(RaisedHand.meeting_id == meeting.id, RaisedHand.state == "speaking")
        .values(state="done", ended_at=at)
    )
    session.execute(
        update(RaisedHand)
        .where(RaisedHand.meeting_id == meeting.id, RaisedHand.state == "waiting")
        .values(state="lowered", ended_at=at)
    )


def take_note(
    session: Session,
    *,
    meeting: Meeting,
    item: AgendaItem | None,
    text: str,
    nonce: str,
    actor: Actor,
    at: datetime,
) -> MeetingNote:
    """Keep a quick note for the minutes; the same form sent twice is one note."""
    if meeting.state not in {"live", "ended", "minutes"}:
        raise Conflict("meeting-not-begun")
    if not text.strip():
        raise Invalid("note-is-empty", field="note")
    if len(text) > MAX_NOTE:
        raise Invalid("text-too-long", field="note")
    note = MeetingNote(
        meeting_id=meeting.id,
        agenda_item_id=item.id if item else None,
        text=text.strip(),
        nonce=nonce,
        author_id=actor.id,
        at=at,
    )
    try:
        with session.begin_nested():
            session.add(note)
    except IntegrityError as error:
        earlier = session.scalar(select(MeetingNote).where(MeetingNote.nonce == nonce))
        if earlier is None or earlier.author_id != actor.id:
            raise Conflict("form-used-already") from error
        return earlier
    audit.record(session, actor=actor, verb="meeting.noted", about=note, at=at)
    return note


def _raise(
    session: Session,
    meeting: Meeting,
    organisation_id: str,
    representation_id: str | None,
    actor: Actor,
    at: datetime,
) -> RaisedHand:
    if meeting.state != "live":
        raise Conflict("meeting-not-live")
    hand = RaisedHand(
        meeting_id=meeting.id,
        organisation_id=organisation_id,
        representation_id=representation_id,
        raised_at=at,
    )
    try:
        with session.begin_nested():
            session.add(hand)
    except IntegrityError as error:
        up = session.scalar(
            select(RaisedHand).where(
                RaisedHand.meeting_id == meeting.id,
                RaisedHand.organisation_id == organisation_id,
                RaisedHand.ended_at.is_(None),
            )
        )
        if up is None:
            raise Conflict("hand-is-down") from error
        return up
    _touch(session, meeting.id)
    audit.record(
        session,
        actor=actor,
        verb="hand.raised",
        about=hand,
        at=at,
        organisation=organisation_id,
    )
    return hand


def _end(
    session: Session, hand: RaisedHand, *, was: tuple[str, ...], state: str, at: datetime
) -> None:
    ended = session.execute(
        update(RaisedHand)
        .where(RaisedHand.id == hand.id, RaisedHand.state.in_(was))
        .values(state=state, ended_at=at)
        .execution_options(synchronize_session=False)
    )
    if ended.rowcount != 1:  # type: ignore[attr-defined]
        raise Conflict("hand-is-down")
    session.refresh(hand)
    _touch(session, hand.meeting_id)


def _touch(session: Session, meeting_id: str) -> None:
    """Tell the live page that the queue has changed."""
    session.execute(
        update(Meeting)
        .where(Meeting.id == meeting_id)
        .values(revision=Meeting.revision + 1)
        .execution_options(synchronize_session=False)
    )
