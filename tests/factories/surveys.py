"""Surveys with people to answer them, for stories on a real database."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from engage.core.permissions import SYSTEM
from surveys import numbers, operations
from surveys.models import Monitor, Participation, Survey
from surveys.queries.answering import Seat
from tests.factories.questionnaires import document

FULL_PAGES: dict[int, dict[str, list[str]]] = {
    1: {"asked": ["q1 q2"], "q1": ["1"], "q2": ["１２"]},
    2: {"asked": ["q3"], "q3": ["1", "98"], "q3-other-98": ["水飲み場"]},
    3: {"asked": ["q4"], "q4-r1": ["5"], "q4-r2": ["2"]},
    4: {"asked": ["q5 q6"], "q5": ["中央公園"], "q6": ["木かげがほしい。"]},
}


@dataclass(frozen=True)
class Person:
    """Somebody asked: their seat and their code."""

    seat: Seat
    code: str


def make_survey(session: Session, *, at: datetime, publish: bool = True, **changes: Any) -> Survey:
    """A panel survey that opened yesterday and closes in ten days."""
    facts: dict[str, Any] = {
        "code": "park",
        "title": "公園の使い方",
        "purpose": "直す順番を決めるためです。",
        "minutes": 2,
        "kind": "panel",
        "mode": "confidential",
        "opens_at": at - timedelta(days=1),
        "closes_at": at + timedelta(days=10),
        "next_steps": [{"kind": "evidence", "text": "人数を集計する", "at_text": "12月11日"}],
    }
    facts |= changes
    survey = operations.create_survey(session, actor=SYSTEM, at=at, **facts)
    operations.add_version(
        session, survey=survey, document=document(code=survey.code), actor=SYSTEM, at=at
    )
    if publish:
        operations.publish(session, survey=survey, actor=SYSTEM, at=at)
    return survey


def ask(session: Session, survey: Survey, *, key: bytes, account_id: str | None = None) -> Person:
    """One more monitor who is asked and holds a code."""
    monitor = Monitor(
        account_id=account_id,
        sex="female",
        age_band="40代",
        district="中央",
        member_from=2026,
        member_to=2027,
        is_fictional=True,
    )
    session.add(monitor)
    session.flush()
    session.add(
        Participation(
            survey_id=survey.id,
            monitor_id=monitor.id,
            sex=monitor.sex,
            age_band=monitor.age_band,
            district=monitor.district,
        )
    )
    session.flush()
    code = operations.renew_code(session, survey_id=survey.id, monitor_id=monitor.id, key=key)
    is_sealed = survey.mode == "anonymous"
    sealed = numbers.sealed_by(key, survey.id, code or "") if is_sealed else None
    return Person(Seat(survey.id, monitor.id, sealed), code or "")


def fill_in(session: Session, person: Person, *, key: bytes, at: datetime, note: str = "") -> None:
    """Answer every page; `note` is what the last question gets instead of the usual text."""
    for number, usual in FULL_PAGES.items():
        raw = usual | {"q6": [note]} if note and number == 4 else usual
        read = operations.read_page(
            session, seat=person.seat, number=number, raw=raw, move="next", at=at
        )
        assert not read.mistakes
        assert operations.keep_page(session, read=read, key=key)


def send(database: Any, person: Person, nonce: str, *, key: bytes, at: datetime) -> str:
    """Send what was filled in, as the page does: prepare, write, and look again when too late."""
    for _ in range(4):
        with database.reading() as session:
            sending = operations.prepare_sending(
                session, seat=person.seat, nonce=nonce, key=key, at=at
            )
        if sending.is_here or database.run_tx(
            lambda session, s=sending: operations.submit(session, sending=s)
        ):
            return sending.receipt
    raise AssertionError("never settled")
