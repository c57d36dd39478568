"""The city answers opinions: one answer may be for several, every wording is kept."""

import hashlib
from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from council.models import (
    CityResponse,
    CityResponseRevision,
    CityResponseTarget,
    Opinion,
)
from council.rules.opinions import response_faults
from engage.core import audit
from engage.core.errors import Conflict, Invalid
from engage.core.permissions import Actor


def respond(
    session: Session,
    *,
    opinions: Sequence[Opinion],
    disposition: str,
    text: str,
    actor: Actor,
    at: datetime,
    due_on: date | None = None,
    department: str = "",
    is_fictional: bool = False,
) -> CityResponse:
    """Answer one or several opinions with a disposition and the reason for it."""
    _refuse_faults(disposition, text, due_on)
    response = CityResponse(is_fictional=is_fictional)
    try:
        with session.begin_nested():
            session.add(response)
            session.flush()
            session.add_all(
                CityResponseTarget(opinion_id=opinion.id, city_response_id=response.id)
                for opinion in opinions
            )
            session.flush()
    except IntegrityError as error:
        raise Conflict("opinion-is-answered") from error
    revision = _write(session, response, 1, disposition, text, due_on, department, actor, at)
    _record(session, opinions, revision, actor, at)
    return response


def revise_response(
    session: Session,
    *,
    response: CityResponse,
    disposition: str,
    text: str,
    expected_seq: int,
    actor: Actor,
    at: datetime,
    due_on: date | None = None,
    department: str = "",
) -> CityResponseRevision:
    """Reword an answer or change its disposition; what was answered before stays readable."""
    _refuse_faults(disposition, text, due_on)
    moved = session.execute(
        update(CityResponse)
        .where(CityResponse.id == response.id, CityResponse.current_seq == expected_seq)
        .values(current_seq=expected_seq + 1)
        .execution_options(synchronize_session=False)
    )
    if moved.rowcount != 1:  # type: ignore[attr-defined]
        raise Conflict("response-changed-meanwhile")
    session.refresh(response)
    revision = _write(
        session, response, expected_seq + 1, disposition, text, due_on, department, actor, at
    )
    opinions = session.scalars(
        select(Opinion)
        .join(CityResponseTarget, CityResponseTarget.opinion_id == Opinion.id)
        .where(CityResponseTarget.city_response_id == response.id)
    ).all()
    _record(session, opinions, revision, actor, at)
    return revision


def _write(
    session: Session,
    response: CityResponse,
    seq: int,
    disposition: str,
    text: str,
    due_on: date | None,
    department: str,
    actor: Actor,
    at: datetime,
) -> CityResponseRevision:
    words = text.strip()
    revision = CityResponseRevision(
        city_response_id=response.id,
        seq=seq,
        disposition=disposition,
        text=words,
        due_on=due_on if disposition == "considering" else None,
        department=department.strip(),
        author_id=actor.id,
        sha256=hashlib.sha256(words.encode()).hexdigest(),
        at=at,
    )
    session.add(revision)
    session.flush()
    return revision


def _record(
    session: Session,
    opinions: Sequence[Opinion],
    revision: CityResponseRevision,
    actor: Actor,
    at: datetime,
) -> None:
    for opinion in opinions:
        audit.record(
            session,
            actor=actor,
            verb="opinion.answered",
            about=opinion,
            at=at,
            disposition=revision.disposition,
            seq=revision.seq,
            digest=revision.sha256,
        )


def _refuse_faults(disposition: str, text: str, due_on: date | None) -> None:
    for field, code in response_faults(disposition=disposition, text=text, due_on=due_on):
        raise Invalid(code, field=field)
