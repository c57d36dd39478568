"""A respondent saves a page, and sends the answers exactly once.

None of this is audited: an entry would tell when somebody answered.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from engage.core.errors import Conflict, Invalid, NotFound
from engage.core.ids import random_id
from surveys import numbers
from surveys.definition import Page, Questionnaire
from surveys.logic import NO_ANSWER, Path, final_document, visible_path
from surveys.models import Draft, Participation, Response
from surveys.queries.answering import Desk, Seat, desk_for_saving, desk_for_sending
from surveys.questions import TYPES, Mistake, Raw, Reading

TRIES = 4


@dataclass(frozen=True)
class Saved:
    """What came of a page: what is to be mended, or where one goes on (None: the check page)."""

    mistakes: dict[str, tuple[Mistake, ...]]
    next_page: int | None = None


def save_page(
    session: Session, *, seat: Seat, number: int, raw: Raw, move: str, key: bytes, at: datetime
) -> Saved:
    """Save what was written on a page and say where to go; `move` is next, back or skip.

    Going back keeps everything as typed; going on asks to mend mistakes first and saves nothing
    until then.
    """
    for _ in range(TRIES):
        desk = _open_desk(session, seat, at)
        document = desk.questionnaire(session)
        page = _page(document, number)
        readings = _readings(page, {} if move == "skip" else raw)
        answers = desk.answers | {code: reading.state for code, reading in readings.items()}
        path = visible_path(document, answers)
        here = path.at(number)
        shown = {question.code for question in here.questions} if here else set()
        mistakes = {c: r.mistakes for c, r in readings.items() if c in shown and r.mistakes}
        if mistakes and move != "back":
            return Saved(mistakes)
        next_page = _next(path, number, move, unasked=move != "back" and _unasked(raw, shown))
        if _write(session, desk, answers, page=next_page or number, key=key):
            return Saved({}, next_page)
    raise Conflict("draft-busy")


def autosave(
    session: Session, *, seat: Seat, number: int, raw: Raw, revision: int, key: bytes, at: datetime
) -> bool:
    """Keep what is being written; False when a whole page was saved in the meantime."""
    desk = _open_desk(session, seat, at)
    if desk.revision != revision:
        return False
    page = _page(desk.questionnaire(session), number)
    readings = _readings(page, raw)
    answers = desk.answers | {
        code: reading.state
        for code, reading in readings.items()
        if reading.state != NO_ANSWER or code in desk.answers
    }
    return _write(session, desk, answers, page=number, key=key, counts=False)


def submit(session: Session, *, seat: Seat, nonce: str, key: bytes, at: datetime) -> str:
    """Send the answers once and return the receipt number.

    The same nonce again gets the same receipt, so that a lost reply can be asked for again;
    another nonce is told that answers are already here.
    """
    if not numbers.is_nonce(nonce):
        raise Invalid("nonce-malformed")
    desk = desk_for_sending(session, seat)
    if desk is None:
        raise NotFound("not-found")
    receipt = numbers.receipt_of(key, nonce)
    if desk.used:
        return _receipt_again(desk.nonce_hash, receipt, nonce=nonce, key=key)
    _refuse(desk, at)
    document = desk.questionnaire(session)
    if not desk.has_draft or unmended(document, desk.answers):
        raise Invalid("answers-incomplete")
    taken = session.execute(
        update(Participation)
        .where(
            Participation.survey_id == seat.survey_id,
            Participation.monitor_id == seat.monitor_id,
            Participation.used == 0,
        )
        .values(used=1, nonce_hash=numbers.nonce_hash(key, nonce))
    )
    if taken.rowcount != 1:  # type: ignore[attr-defined]
        return _receipt_again(_kept_nonce(session, seat), receipt, nonce=nonce, key=key)
    session.execute(
        insert(Response).values(
            id=random_id(),
            survey_id=seat.survey_id,
            definition_version_id=desk.version_id,
            channel="web",
            document=final_document(document, desk.answers),
            receipt_hash=numbers.receipt_hash(key, receipt),
        )
    )
    session.execute(
        delete(Draft).where(Draft.survey_id == seat.survey_id, Draft.monitor_id == seat.monitor_id)
    )
    return receipt


def unmended(document: Questionnaire, answers: dict[str, Any]) -> dict[str, tuple[Mistake, ...]]:
    """Return what keeps the answers from being sent: mistakes and required gaps on the path."""
    found = {}
    for question in visible_path(document, answers).questions:
        state = answers.get(question.code, NO_ANSWER)
        if state["state"] == "answered":
            continue
        kind = TYPES[question.type]
        reading = kind.read(question, kind.entries(question, state))
        if reading.mistakes:
            found[question.code] = reading.mistakes
    return found


def _receipt_again(kept: str | None, receipt: str, *, nonce: str, key: bytes) -> str:
    if kept == numbers.nonce_hash(key, nonce):
        return receipt
    raise Conflict("already-answered")


def _kept_nonce(session: Session, seat: Seat) -> str | None:
    return session.scalar(
        select(Participation.nonce_hash).where(
            Participation.survey_id == seat.survey_id, Participation.monitor_id == seat.monitor_id
        )
    )


def _open_desk(session: Session, seat: Seat, at: datetime) -> Desk:
    desk = desk_for_saving(session, seat)
    if desk is None:
        raise NotFound("not-found")
    _refuse(desk, at)
    return desk


def _refuse(desk: Desk, at: datetime) -> None:
    for code in desk.obstacles(at):
        raise Conflict(code, title=desk.title, survey=desk.code)


def _page(document: Questionnaire, number: int) -> Page:
    if not 1 <= number <= len(document.pages):
        raise NotFound("not-found")
    return document.pages[number - 1]


def _readings(page: Page, raw: Raw) -> dict[str, Reading]:
    return {
        question.code: TYPES[question.type].read(question, raw)
        for question in page.questions
        if _was_asked(raw, question.code)
    }


def _was_asked(raw: Raw, code: str) -> bool:
    """Whether the sent page had this question on it; a page that does not say had all."""
    return "asked" not in raw or code in raw["asked"][0].split()


def _unasked(raw: Raw, shown: set[str]) -> bool:
    """Whether an answer on this page opened another question of the same page."""
    return any(not _was_asked(raw, code) for code in shown)


def _next(path: Path, number: int, move: str, *, unasked: bool) -> int | None:
    if unasked:
        return number
    if move == "back":
        before = path.before(number)
        return before.number if before else number
    after = path.after(number)
    return after.number if after else None


def _write(
    session: Session,
    desk: Desk,
    answers: dict[str, Any],
    *,
    page: int,
    key: bytes,
    counts: bool = True,
) -> bool:
    """Write the draft unless another page was saved since it was read."""
    dialect: Any = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
    seat, step = desk.seat, 1 if counts else 0
    number = numbers.resume_number(key, seat.survey_id, seat.monitor_id)
    statement = dialect.insert(Draft).values(
        survey_id=seat.survey_id,
        monitor_id=seat.monitor_id,
        document=answers,
        page=page,
        revision=desk.revision + step,
        resume_hmac=numbers.resume_hmac(key, number),
    )
    written = session.execute(
        statement.on_conflict_do_update(
            index_elements=[Draft.survey_id, Draft.monitor_id],
            set_={
                "document": statement.excluded.document,
                "page": statement.excluded.page,
                "revision": statement.excluded.revision,
            },
            where=Draft.revision == desk.revision,
        ),
        execution_options={"preserve_rowcount": True},
    )
    return bool(written.rowcount == 1)  # type: ignore[attr-defined]
