"""Somebody wants to be told when results appear; kept apart from every answer, erased once told."""

import hmac
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from engage.core import jobs
from engage.core.clock import today
from engage.core.errors import Conflict
from engage.core.ids import random_id
from surveys import numbers
from surveys.models import NoticeWish, Survey

TELL = "surveys.tell-results"
_DIALECTS: dict[str, Any] = {"sqlite": sqlite, "postgresql": postgresql}


def ask_to_be_told(session: Session, *, survey: Survey, email: str, at: datetime) -> str:
    """Keep an address until the results are public; the same address twice is one wish."""
    if survey.results_released_at is not None:
        raise Conflict("results-already-released")
    address = email.strip().lower()
    statement = _DIALECTS[session.get_bind().dialect.name].insert(NoticeWish)
    session.execute(
        statement.values(
            id=random_id(), survey_id=survey.id, email=address, asked_on=today(at)
        ).on_conflict_do_nothing(index_elements=["survey_id", "email"])
    )
    return str(
        session.scalar(
            select(NoticeWish.id).where(
                NoticeWish.survey_id == survey.id, NoticeWish.email == address
            )
        )
    )


def stop_telling(session: Session, *, number: str, key: bytes) -> bool:
    """Erase the address of a wish; whoever holds the number may, and a wrong one erases nothing."""
    wish_id = number[:32]
    if not hmac.compare_digest(numbers.stop_number(key, wish_id).encode(), number.encode()):
        return False
    gone = session.execute(delete(NoticeWish).where(NoticeWish.id == wish_id))
    return bool(gone.rowcount == 1)  # type: ignore[attr-defined]


def enqueue(session: Session, *, survey: Survey, at: datetime) -> None:
    """Tell everybody who asked, soon."""
    jobs.enqueue(
        session,
        kind=TELL,
        payload={"survey_id": survey.id},
        at=at,
        key=f"{TELL}:{survey.id}",
    )


def wishes(session: Session, survey_id: str) -> list[str]:
    """Return the ids of everybody who is still to be told."""
    return list(
        session.scalars(
            select(NoticeWish.id).where(NoticeWish.survey_id == survey_id).order_by(NoticeWish.id)
        )
    )


def forget(session: Session, *, wish_id: str) -> None:
    """Erase the address of somebody who was told."""
    session.execute(delete(NoticeWish).where(NoticeWish.id == wish_id))
