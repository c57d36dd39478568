"""A respondent sends the answers exactly once; the same page sent again gets the same receipt.

The first half only reads and thinks; the second is one short write that holds only when nothing has
changed in between. None of this is audited: an entry would tell when somebody answered.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, cast

from sqlalchemy import Table, delete, insert, literal, select, update
from sqlalchemy.orm import Session

from engage.core.clock import today
from engage.core.errors import Conflict, Invalid, NotFound
from engage.core.ids import random_id
from surveys import numbers
from surveys.models import Draft, IncomingResponse, Participation, Response, SealedDraft
from surveys.operations import quotas
from surveys.operations.answering import refuse
from surveys.operations.counting import note_change
from surveys.path import final_document
from surveys.queries.answering import Desk, Seat
from surveys.queries.answering import desk as desk_of
from surveys.queries.receipts import is_sent
from surveys.reading import unmended

_ASKED, _DRAFT, _SEALED, _RESPONSE, _INCOMING = (
    cast("Table", model.__table__)
    for model in (Participation, Draft, SealedDraft, Response, IncomingResponse)
)


@dataclass(frozen=True)
class Sending:
    """Answers ready to be sent, or already here under the same nonce."""

    seat: Seat
    receipt: str
    is_here: bool
    revision: int = 0
    response: dict[str, Any] | None = None
    quotas: tuple[str, ...] = ()
    """The quotas that this answer counts in."""
    day: date = date.min
    """The day on which it is sent."""

    @property
    def table(self) -> Table:
        """Where the answer is laid: nobody may count an anonymous one before it is mixed."""
        is_anonymous = (self.response or {}).get("mode") == "anonymous"
        return _INCOMING if is_anonymous else _RESPONSE


def prepare_sending(
    session: Session, *, seat: Seat, nonce: str, key: bytes, at: datetime, receipt: str = ""
) -> Sending:
    """Make the answers ready, or find the receipt of the same nonce again.

    A lost reply can so be asked for again; another nonce is told that answers are already here.
    Who changes a sent answer keeps the receipt of before, where it is given.
    """
    if not numbers.is_nonce(nonce):
        raise Invalid("nonce-malformed")
    desk = desk_of(session, seat)
    new = receipt or numbers.receipt_of(key, nonce)
    kept = numbers.receipt_hash(key, new)
    if desk is None:
        if seat.changes and is_sent(session, survey_id=seat.survey_id, receipt_hash=kept):
            return Sending(seat, new, is_here=True)
        raise NotFound("not-found")
    if desk.used and is_sent(session, survey_id=seat.survey_id, receipt_hash=kept):
        return Sending(seat, new, is_here=True)
    refuse(desk, at)
    document = desk.questionnaire(session)
    if not desk.has_draft:
        if desk.is_change and new == receipt:
            return Sending(seat, new, is_here=True)
        raise Invalid("answers-incomplete")
    if unmended(document, desk.answers, today=today(at)):
        raise Invalid("answers-incomplete")
    answers = final_document(document, desk.answers, today=today(at))
    response = {
        "survey_id": seat.survey_id,
        "definition_version_id": desk.version_id,
        "document": answers,
        "receipt_hash": kept,
        "receipt_leaf": numbers.leaf(new, answers),
    }
    if not desk.is_change:
        response |= _beginnings(desk)
    counted = quotas.counted_in(document, desk.answers, today=today(at))
    return Sending(seat, new, False, desk.revision, response, counted, today(at))


def _beginnings(desk: Desk) -> dict[str, Any]:
    """Return what an answer has from its first sending on."""
    first: dict[str, Any] = {"id": random_id(), "mode": desk.mode, "channel": "web"}
    if desk.mode == "named":
        first["monitor_id"] = desk.seat.monitor_id
    return first


def submit(session: Session, *, sending: Sending) -> bool:
    """Send the answers: mark the person, store the answer, delete the draft, all or nothing.

    False when somebody was faster: then prepare again, and the reason or the receipt shows.
    Raises Conflict `quota-full` when nobody of this kind is asked any more; nothing is lost then.
    """
    if sending.seat.changes:
        return _replace(session, sending)
    for code in sorted(sending.quotas):
        quotas.take(session, survey_id=sending.seat.survey_id, code=code)
    if session.get_bind().dialect.name == "postgresql":
        stored = _submit_in_one_statement(session, sending)
    else:
        stored = _submit_step_by_step(session, sending)
    if not stored:
        session.rollback()
    return stored


def _submit_step_by_step(session: Session, sending: Sending) -> bool:
    taken = session.execute(_taking(sending))
    if taken.rowcount != 1:  # type: ignore[attr-defined]
        return False
    gone = session.execute(_clearing(sending))
    if gone.rowcount != 1:  # type: ignore[attr-defined]
        return False
    session.execute(insert(sending.table).values(sending.response or {}))
    return True


def _submit_in_one_statement(session: Session, sending: Sending) -> bool:
    table = sending.table
    clearing = _clearing(sending)
    gone = clearing.returning(clearing.table.c.survey_id).cte("gone")
    taken = (
        _taking(sending)
        .where(select(gone.c.survey_id).exists())
        .returning(_ASKED.c.survey_id)
        .cte("taken")
    )
    response = sending.response or {}
    values = [literal(value, type_=table.c[name].type) for name, value in response.items()]
    stored = session.execute(
        insert(table).from_select(list(response), select(*values).select_from(taken)),
        execution_options={"preserve_rowcount": True},
    )
    return bool(stored.rowcount == 1)  # type: ignore[attr-defined]


def _taking(sending: Sending) -> Any:
    seat = sending.seat
    return (
        update(_ASKED)
        .where(
            _ASKED.c.survey_id == seat.survey_id,
            _ASKED.c.monitor_id == seat.monitor_id,
            _ASKED.c.used == 0,
        )
        .values(used=1)
    )


def _clearing(sending: Sending) -> Any:
    seat = sending.seat
    if seat.sealed is not None:
        return delete(_SEALED).where(
            _SEALED.c.survey_id == seat.survey_id,
            _SEALED.c.lookup == seat.sealed.lookup,
            _SEALED.c.revision == sending.revision,
        )
    return delete(_DRAFT).where(
        _DRAFT.c.survey_id == seat.survey_id,
        _DRAFT.c.monitor_id == seat.monitor_id,
        _DRAFT.c.revision == sending.revision,
    )


def _replace(session: Session, sending: Sending) -> bool:
    """Put a changed answer in the place of the one before."""
    seat, response = sending.seat, sending.response or {}
    gone = session.execute(_clearing(sending))
    if gone.rowcount != 1:  # type: ignore[attr-defined]
        return False
    quotas.move(
        session,
        survey_id=seat.survey_id,
        changes=seat.changes,
        counted=sending.quotas,
        today=sending.day,
    )
    for table in (_INCOMING, _RESPONSE):
        changed = session.execute(
            update(table)
            .where(table.c.survey_id == seat.survey_id, table.c.receipt_hash == seat.changes)
            .values(response)
        )
        if changed.rowcount == 1:  # type: ignore[attr-defined]
            note_change(session, survey_id=seat.survey_id, edits=1)
            return True
    raise Conflict("receipt-unknown")
