"""A poll is drafted, opened, voted in by one person a seat, closed with a sealed result."""

from datetime import datetime
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from council.models import AgendaItem, Meeting, Membership, Poll, PollVote, Representation
from council.operations.opinions import touch
from council.queries.bodies import members_on
from council.queries.delegates import acts_for
from council.queries.polls import question_of
from council.rules import polls as rules
from engage.core import audit
from engage.core.clock import today
from engage.core.digest import canonical_json, digest
from engage.core.errors import Conflict, Invalid, NotAllowed
from engage.core.permissions import Actor


def draft_poll(
    session: Session,
    *,
    item: AgendaItem,
    kind: str,
    question: str,
    options: list[str],
    actor: Actor,
    at: datetime,
    **limits: Any,
) -> Poll:
    """Write down what will be asked; `limits` are most, seats, is_secret and is_fictional."""
    if item.meeting.state in {"closed", "cancelled"} or item.state == "withdrawn":
        raise Conflict("agenda-is-fixed")
    words = [] if kind == "sense" else [option.strip() for option in options if option.strip()]
    if len(set(words)) != len(words):
        raise Invalid("poll-option-stands-twice", field="options")
    if any(len(option) > rules.MAX_OPTION for option in words):
        raise Invalid("poll-option-too-long", field="options")
    poll = Poll(
        meeting_id=item.meeting_id,
        agenda_item_id=item.id,
        kind=kind,
        question=question.strip(),
        options=words,
        **limits,
    )
    for field, code in rules.question_faults(question_of(poll)):
        raise Invalid(code, field=field)
    touch(session, item.id)
    _hold(session, item.meeting_id)
    poll.number = 1 + (
        session.scalar(select(func.max(Poll.number)).where(Poll.meeting_id == item.meeting_id)) or 0
    )
    session.add(poll)
    session.flush()
    audit.record(
        session, actor=actor, verb="poll.drafted", about=poll, at=at, number=poll.number, kind=kind
    )
    return poll


def open_poll(session: Session, *, poll: Poll, actor: Actor, at: datetime) -> None:
    """Let the seats vote; a meeting has one open poll at a time."""
    meeting = poll.item.meeting
    for code in rules.opening_obstacles(
        state=poll.state, meeting_state=meeting.state, mode=meeting.mode
    ):
        raise Conflict(code)
    try:
        with session.begin_nested():
            _move(session, poll, "open", otherwise="poll-not-draft", opened_at=at)
    except IntegrityError as error:
        raise Conflict("another-poll-is-open") from error
    audit.record(session, actor=actor, verb="poll.opened", about=poll, at=at)


def vote(
    session: Session,
    *,
    poll: Poll,
    representation: Representation,
    marks: rules.Marks,
    nonce: str,
    actor: Actor,
    at: datetime,
) -> None:
    """Vote for one's seat, or change an open vote until the poll closes.

    A secret vote is final, and lies apart from the note that the seat has voted. The same form
    sent again changes nothing and is no error.
    """
    membership = representation.membership
    meeting = poll.item.meeting
    if not acts_for(session, representation, account_id=actor.id, meeting=meeting, at=at):
        raise NotAllowed("not-your-organisation")
    if membership.seat != "voting":
        raise NotAllowed("seat-has-no-vote")
    for code in rules.marks_faults(question_of(poll), marks):
        raise Invalid(code)
    _hold_open(session, poll)
    given = session.get(PollVote, (poll.id, membership.organisation_id), populate_existing=True)
    if given is not None and given.nonce == nonce:
        return
    if given is not None and poll.is_secret:
        raise Conflict("seat-has-voted")
    _keep(session, poll, membership, given, dict(marks), nonce=nonce, at=at)
    touch(session, poll.agenda_item_id)
    audit.record(
        session,
        actor=actor,
        verb="poll.voted" if given is None else "poll.vote-changed",
        about=poll,
        at=at,
        organisation=membership.organisation_id,
    )


def close_poll(session: Session, *, poll: Poll, actor: Actor, at: datetime) -> None:
    """End the voting and seal what all votes say."""
    _hold_open(session, poll)
    votes = [dict(marks) for marks in votes_of(session, poll)]
    meeting = poll.item.meeting
    entitled = sum(
        member.seat == "voting"
        for member in members_on(session, meeting.body_id, meeting.held_on or today(at))
    )
    result = rules.tally(question_of(poll), votes, entitled=max(entitled, len(votes)))
    _move(
        session,
        poll,
        "close",
        otherwise="poll-not-open",
        closed_at=at,
        result=result,
        digest=digest(result),
    )
    audit.record(session, actor=actor, verb="poll.closed", about=poll, at=at, digest=poll.digest)


def close_open_poll(session: Session, *, meeting: Meeting, actor: Actor, at: datetime) -> None:
    """Close the poll that is still open when its meeting ends."""
    poll = session.scalar(select(Poll).where(Poll.meeting_id == meeting.id, Poll.state == "open"))
    if poll is not None:
        close_poll(session, poll=poll, actor=actor, at=at)


def withdraw_poll(session: Session, *, poll: Poll, reason: str, actor: Actor, at: datetime) -> None:
    """Take a poll back with a reason; votes given so far are not counted."""
    if not reason.strip():
        raise Invalid("withdrawing-needs-reason", field="reason")
    _move(session, poll, "withdraw", otherwise="poll-is-over", reason=reason.strip())
    audit.record(session, actor=actor, verb="poll.withdrawn", about=poll, at=at, reason=reason)


def votes_of(session: Session, poll: Poll) -> list[dict[str, int]]:
    """Return what the seats said, without the seats."""
    if poll.is_secret:
        return list(poll.secret_votes)
    rows = session.scalars(select(PollVote).where(PollVote.poll_id == poll.id))
    return [dict(row.marks or {}) for row in rows]


def _keep(
    session: Session,
    poll: Poll,
    membership: Membership,
    given: PollVote | None,
    marks: dict[str, int],
    *,
    nonce: str,
    at: datetime,
) -> None:
    if given is not None:
        given.marks, given.nonce, given.at = marks, nonce, at
    else:
        row = PollVote(
            poll_id=poll.id,
            organisation_id=membership.organisation_id,
            is_secret=poll.is_secret,
            marks=None if poll.is_secret else marks,
            nonce=nonce,
            at=None if poll.is_secret else at,
        )
        session.add(row)
        poll.vote_count += 1
        if poll.is_secret:
            poll.secret_votes = sorted([*poll.secret_votes, marks], key=canonical_json)
    session.flush()


def _hold_open(session: Session, poll: Poll) -> None:
    """Hold an open poll until the transaction ends: votes and the closing come one by one."""
    session.flush()
    held = session.execute(
        update(Poll)
        .where(Poll.id == poll.id, Poll.state == "open")
        .values(state="open")
        .execution_options(synchronize_session=False)
    )
    if held.rowcount != 1:  # type: ignore[attr-defined]
        raise Conflict("poll-not-open")
    session.refresh(poll)


def _hold(session: Session, meeting_id: str) -> None:
    session.execute(
        update(Meeting)
        .where(Meeting.id == meeting_id)
        .values(revision=Meeting.revision + 1)
        .execution_options(synchronize_session=False)
    )


def _move(session: Session, poll: Poll, step: str, *, otherwise: str, **values: Any) -> None:
    leads = rules.TRANSITIONS[step]
    moved = session.execute(
        update(Poll)
        .where(Poll.id == poll.id, Poll.state.in_(leads))
        .values(state=next(iter(leads.values())), **values)
        .execution_options(synchronize_session=False)
    )
    if moved.rowcount != 1:  # type: ignore[attr-defined]
        raise Conflict(otherwise)
    session.refresh(poll)
    touch(session, poll.agenda_item_id)
