"""A respondent changes or withdraws an answer that was sent, with the receipt number.

In a named survey the sign-in or the code is enough. Elsewhere nothing leads from a person to an
answer, so only the receipt does; whoever loses it cannot change anything. None of this is audited.
"""

from datetime import datetime
from typing import Any, cast

from sqlalchemy import Table, delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from engage.core.clock import today
from engage.core.errors import Conflict, NotFound
from surveys import numbers
from surveys.models import IncomingResponse, Response, SealedDraft
from surveys.operations import quotas
from surveys.operations.answering import refuse, sealed_text
from surveys.operations.counting import note_change
from surveys.queries.answering import Seat, own_receipt_hash
from surveys.queries.answering import desk as desk_of

_SEALED = cast("Table", SealedDraft.__table__)
_SENT = tuple(cast("Table", model.__table__) for model in (IncomingResponse, Response))
_DIALECTS: dict[str, Any] = {"sqlite": sqlite, "postgresql": postgresql}


def seat_of_receipt(*, survey_id: str, receipt: str, key: bytes) -> Seat:
    """Return the seat from which the answer of a receipt is changed."""
    return Seat(
        survey_id,
        "",
        numbers.sealed_by(key, survey_id, receipt),
        numbers.receipt_hash(key, receipt),
    )


def seat_of_own_answer(session: Session, *, seat: Seat, key: bytes) -> Seat | None:
    """Return the seat from which somebody changes their named answer; None in other modes."""
    kept = own_receipt_hash(session, seat)
    if kept is None:
        return None
    secret = numbers.own_secret(key, seat.survey_id, seat.monitor_id)
    return Seat(
        seat.survey_id,
        seat.monitor_id,
        numbers.sealed_by(key, seat.survey_id, secret),
        kept,
    )


def begin_change(session: Session, *, seat: Seat, at: datetime) -> None:
    """Lay out the sent answer to be changed; what was begun before is gone on with."""
    desk = desk_of(session, seat)
    answers = _sent_answers(session, seat)
    if desk is None or answers is None or seat.sealed is None:
        raise NotFound("not-found")
    refuse(desk, at)
    shown = {code: state for code, state in answers.items() if state["state"] != "not-shown"}
    session.execute(
        _DIALECTS[session.get_bind().dialect.name]
        .insert(_SEALED)
        .values(
            survey_id=seat.survey_id,
            lookup=seat.sealed.lookup,
            ciphertext=sealed_text(seat, shown, 1),
            revision=1,
        )
        .on_conflict_do_nothing()
    )


def withdraw(session: Session, *, seat: Seat, at: datetime) -> None:
    """Take a sent answer back for good; that an answer came stays noted, so none can follow."""
    desk = desk_of(session, seat)
    if desk is None or seat.sealed is None:
        raise Conflict("receipt-unknown")
    refuse(desk, at)
    quotas.move(
        session, survey_id=seat.survey_id, changes=seat.changes, counted=(), today=today(at)
    )
    session.execute(
        delete(_SEALED).where(
            _SEALED.c.survey_id == seat.survey_id, _SEALED.c.lookup == seat.sealed.lookup
        )
    )
    for table in _SENT:
        gone = session.execute(
            delete(table).where(
                table.c.survey_id == seat.survey_id, table.c.receipt_hash == seat.changes
            )
        )
        if gone.rowcount == 1:  # type: ignore[attr-defined]
            note_change(session, survey_id=seat.survey_id, withdrawn=1)
            return
    raise Conflict("receipt-unknown")


def _sent_answers(session: Session, seat: Seat) -> dict[str, Any] | None:
    for table in _SENT:
        found: dict[str, Any] | None = session.scalar(
            select(table.c.document).where(
                table.c.survey_id == seat.survey_id, table.c.receipt_hash == seat.changes
            )
        )
        if found is not None:
            return found
    return None
