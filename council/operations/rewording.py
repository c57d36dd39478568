"""Opinions are reworded, taken back, or hidden with a reason; their words stay stored."""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from council.models import Opinion, OpinionRevision, Representation
from council.operations.opinions import (
    current_revision,
    refuse_words,
    touch,
    window_of,
    wording,
)
from council.queries.delegates import acts_for
from council.rules import opinions as rules
from engage.core import audit
from engage.core.errors import Conflict, Invalid, NotAllowed
from engage.core.permissions import Actor


def revise_opinion(
    session: Session,
    *,
    opinion: Opinion,
    representation: Representation,
    text: str,
    expected_seq: int,
    actor: Actor,
    at: datetime,
) -> OpinionRevision:
    """Reword one's organisation's opinion while its item is open; earlier words stay stored."""
    _require_own(session, opinion, representation, actor, at)
    obstacles = rules.revising_obstacles(
        window_of(opinion.item), opinion_state=opinion.state, at=at
    )
    for code in obstacles:
        raise Conflict(code)
    refuse_words(text)
    current = current_revision(session, opinion)
    if current.text == text.strip():
        return current
    moved = session.execute(
        update(Opinion)
        .where(
            Opinion.id == opinion.id,
            Opinion.current_seq == expected_seq,
            Opinion.state == "public",
        )
        .values(current_seq=expected_seq + 1)
        .execution_options(synchronize_session=False)
    )
    if moved.rowcount != 1:  # type: ignore[attr-defined]
        raise Conflict("opinion-changed-meanwhile")
    revision = wording(opinion.id, expected_seq + 1, text, author_id=actor.id, at=at)
    session.add(revision)
    touch(session, opinion.agenda_item_id)
    session.refresh(opinion)
    audit.record(
        session,
        actor=actor,
        verb="opinion.revised",
        about=opinion,
        at=at,
        seq=revision.seq,
        digest=revision.sha256,
    )
    return revision


def withdraw_opinion(
    session: Session,
    *,
    opinion: Opinion,
    representation: Representation,
    reason: str,
    actor: Actor,
    at: datetime,
) -> None:
    """Take one's organisation's opinion back: its frame stays, its words are no longer shown."""
    _require_own(session, opinion, representation, actor, at)
    if opinion.state == "withdrawn":
        return
    _close(session, opinion, "withdrawn", reason.strip(), at)
    audit.record(session, actor=actor, verb="opinion.withdrawn", about=opinion, at=at)


def hide_opinion(
    session: Session, *, opinion: Opinion, reason: str, actor: Actor, at: datetime
) -> None:
    """Hide words that break the rules of the place; the frame and the reason stay public."""
    if not reason.strip():
        raise Invalid("hiding-needs-reason", field="reason")
    _close(session, opinion, "hidden", reason.strip(), at)
    audit.record(
        session, actor=actor, verb="opinion.hidden", about=opinion, at=at, reason=reason.strip()
    )


def _close(session: Session, opinion: Opinion, state: str, reason: str, at: datetime) -> None:
    changed = session.execute(
        update(Opinion)
        .where(Opinion.id == opinion.id, Opinion.state == "public")
        .values(state=state, closed_at=at, closing_reason=reason)
        .execution_options(synchronize_session=False)
    )
    if changed.rowcount != 1:  # type: ignore[attr-defined]
        raise Conflict("opinion-is-closed")
    touch(session, opinion.agenda_item_id)
    session.refresh(opinion)


def _require_own(
    session: Session,
    opinion: Opinion,
    representation: Representation,
    actor: Actor,
    at: datetime,
) -> None:
    acts = acts_for(
        session, representation, account_id=actor.id, meeting=opinion.item.meeting, at=at
    )
    if not acts or representation.membership.organisation_id != opinion.organisation_id:
        raise NotAllowed("not-your-organisation")
