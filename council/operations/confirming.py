"""Organisations confirm the minutes or ask for changes; the secretariat settles each request."""

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from council.models import (
    Minutes,
    MinutesBlock,
    MinutesConfirmation,
    MinutesRequest,
    Representation,
)
from council.queries.confirming import text_digest
from council.rules import confirming as rules
from engage.core import audit
from engage.core.clock import today
from engage.core.errors import Conflict, Invalid
from engage.core.permissions import Actor


def confirm_as_organisation(
    session: Session,
    *,
    minutes: Minutes,
    representation: Representation,
    actor: Actor,
    at: datetime,
) -> MinutesConfirmation:
    """Confirm the text as it stands; again after a change, the later text counts."""
    _refuse(session, minutes, at)
    organisation = representation.membership.organisation_id
    found = session.get(MinutesConfirmation, (minutes.id, organisation))
    if found is None:
        found = MinutesConfirmation(minutes_id=minutes.id, organisation_id=organisation)
    found.representation_id = representation.id
    found.text_digest, found.at = text_digest(session, minutes), at
    session.add(found)
    session.flush()
    audit.record(
        session,
        actor=actor,
        verb="minutes.organisation-confirmed",
        about=minutes,
        at=at,
        organisation=organisation,
    )
    return found


def request_change(
    session: Session,
    *,
    minutes: Minutes,
    representation: Representation,
    block: MinutesBlock | None,
    text: str,
    nonce: str,
    actor: Actor,
    at: datetime,
) -> MinutesRequest:
    """Ask for a passage to be changed, or object to the whole; a repeated post finds the first."""
    sent = session.scalar(select(MinutesRequest).where(MinutesRequest.nonce == nonce))
    if sent is not None:
        return sent
    _refuse(session, minutes, at)
    text = text.strip()
    if not text:
        raise Invalid("request-needs-text", field="text")
    if len(text) > rules.MAX_REQUEST:
        raise Invalid("text-too-long", field="text")
    found = MinutesRequest(
        minutes_id=minutes.id,
        organisation_id=representation.membership.organisation_id,
        representation_id=representation.id,
        minutes_block_id=block.id if block else None,
        text=text,
        nonce=nonce,
        at=at,
    )
    session.add(found)
    session.flush()
    audit.record(
        session,
        actor=actor,
        verb="minutes.change-requested" if block else "minutes.objected",
        about=minutes,
        at=at,
        request=found.id,
    )
    return found


def settle_request(
    session: Session,
    *,
    request: MinutesRequest,
    settlement: str,
    reply: str,
    actor: Actor,
    at: datetime,
) -> None:
    """Say that a request was met or not, and why; once."""
    if settlement not in rules.SETTLEMENTS:
        raise Invalid("settlement-unknown", field="settlement")
    if not reply.strip():
        raise Invalid("settlement-needs-reply", field="reply")
    moved = session.execute(
        update(MinutesRequest)
        .where(MinutesRequest.id == request.id, MinutesRequest.state == "open")
        .values(state=settlement, reply=reply.strip()[: rules.MAX_REQUEST], settled_at=at)
        .execution_options(synchronize_session=False)
    )
    if moved.rowcount != 1:  # type: ignore[attr-defined]
        raise Conflict("request-already-settled")
    session.refresh(request)
    audit.record(
        session,
        actor=actor,
        verb=f"minutes.request-{settlement}",
        about=request.minutes,
        at=at,
        request=request.id,
    )


def _refuse(session: Session, minutes: Minutes, at: datetime) -> None:
    """Hold the minutes and refuse when they may not be answered: no answer slips in beside."""
    session.flush()
    session.refresh(minutes, with_for_update=True)
    for code in rules.answering_obstacles(minutes.state, minutes.confirm_by, today(at)):
        raise Conflict(code)
