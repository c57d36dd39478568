"""A respondent saves a page, and sends the answers exactly once.

Each has two halves: the first only reads and thinks, the second is one short write that holds only
when nothing has changed in between. So nobody waits for somebody else's page to be understood.
None of this is audited: an entry would tell when somebody answered.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Select, Table, bindparam, delete, insert, literal, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from engage.core.errors import Conflict, Invalid, NotFound
from engage.core.ids import random_id
from surveys import numbers
from surveys.definition import Page, Questionnaire
from surveys.models import Draft, Participation, Response
from surveys.path import NO_ANSWER, Path, final_document, visible_path
from surveys.queries.answering import Desk, Seat
from surveys.queries.answering import desk as desk_of
from surveys.questions import TYPES, Mistake, Raw, Reading

_ASKED, _DRAFT, _RESPONSE = (
    cast("Table", model.__table__) for model in (Participation, Draft, Response)
)


@dataclass(frozen=True)
class PageRead:
    """What a page says: what is to be mended, or what to keep and where to go on.

    `next_page` is None when the check page follows.
    """

    desk: Desk
    mistakes: dict[str, tuple[Mistake, ...]]
    answers: dict[str, Any]
    page: int
    revision: int
    next_page: int | None = None


@dataclass(frozen=True)
class Sending:
    """Answers ready to be sent, or already here under the same nonce."""

    seat: Seat
    receipt: str
    is_here: bool
    revision: int = 0
    nonce_hash: str = ""
    response: dict[str, Any] | None = None


def read_page(
    session: Session, *, seat: Seat, number: int, raw: Raw, move: str, at: datetime
) -> PageRead:
    """Understand a page; `move` is next, back or skip.

    Going back keeps everything as typed; going on asks to mend mistakes first.
    """
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
        return PageRead(desk, mistakes, answers, number, desk.revision)
    next_page = _next(path, number, move, unasked=move != "back" and _unasked(raw, shown))
    return PageRead(desk, {}, answers, next_page or number, desk.revision + 1, next_page)


def read_while_writing(
    session: Session, *, seat: Seat, number: int, raw: Raw, revision: int, at: datetime
) -> PageRead | None:
    """Understand what is being written, without judging; None when the page is an old one."""
    desk = _open_desk(session, seat, at)
    if desk.revision != revision:
        return None
    readings = _readings(_page(desk.questionnaire(session), number), raw)
    answers = desk.answers | {
        code: reading.state
        for code, reading in readings.items()
        if reading.state != NO_ANSWER or code in desk.answers
    }
    return PageRead(desk, {}, answers, number, desk.revision)


def keep_page(session: Session, *, read: PageRead, key: bytes) -> bool:
    """Keep what a page says; False when another page was saved or all was sent since then."""
    seat = read.desk.seat
    number = numbers.resume_number(key, seat.survey_id, seat.monitor_id)
    written = session.execute(
        _KEEP[session.get_bind().dialect.name],
        {
            "survey_id": seat.survey_id,
            "monitor_id": seat.monitor_id,
            "document": read.answers,
            "page": read.page,
            "revision": read.revision,
            "resume_hmac": numbers.resume_hmac(key, number),
            "known_revision": read.desk.revision,
        },
        execution_options={"preserve_rowcount": True},
    )
    return bool(written.rowcount == 1)  # type: ignore[attr-defined]


def prepare_sending(
    session: Session, *, seat: Seat, nonce: str, key: bytes, at: datetime
) -> Sending:
    """Make the answers ready, or find the receipt of the same nonce again.

    A lost reply can so be asked for again; another nonce is told that answers are already here.
    """
    if not numbers.is_nonce(nonce):
        raise Invalid("nonce-malformed")
    desk = desk_of(session, seat)
    if desk is None:
        raise NotFound("not-found")
    receipt, nonce_hash = numbers.receipt_of(key, nonce), numbers.nonce_hash(key, nonce)
    if desk.used and desk.nonce_hash == nonce_hash:
        return Sending(seat, receipt, is_here=True)
    _refuse(desk, at)
    document = desk.questionnaire(session)
    if not desk.has_draft or unmended(document, desk.answers):
        raise Invalid("answers-incomplete")
    response = {
        "id": random_id(),
        "survey_id": seat.survey_id,
        "definition_version_id": desk.version_id,
        "channel": "web",
        "document": final_document(document, desk.answers),
        "receipt_hash": numbers.receipt_hash(key, receipt),
    }
    return Sending(seat, receipt, False, desk.revision, nonce_hash, response)


def submit(session: Session, *, sending: Sending) -> bool:
    """Send the answers: mark the person, store the answer, delete the draft, all or nothing.

    False when somebody was faster: then prepare again, and the reason or the receipt shows.
    """
    if session.get_bind().dialect.name == "postgresql":
        return _submit_in_one_statement(session, sending)
    taken = session.execute(_taking(sending))
    if taken.rowcount != 1:  # type: ignore[attr-defined]
        return False
    gone = session.execute(_clearing(sending))
    if gone.rowcount != 1:  # type: ignore[attr-defined]
        session.rollback()
        return False
    session.execute(insert(_RESPONSE).values(sending.response or {}))
    return True


def _submit_in_one_statement(session: Session, sending: Sending) -> bool:
    gone = _clearing(sending).returning(_DRAFT.c.survey_id).cte("gone")
    taken = (
        _taking(sending)
        .where(select(gone.c.survey_id).exists())
        .returning(_ASKED.c.survey_id)
        .cte("taken")
    )
    response = sending.response or {}
    values = [literal(value, type_=_RESPONSE.c[name].type) for name, value in response.items()]
    stored = session.execute(
        insert(_RESPONSE).from_select(list(response), select(*values).select_from(taken)),
        execution_options={"preserve_rowcount": True},
    )
    return bool(stored.rowcount == 1)  # type: ignore[attr-defined]


def _taking(sending: Sending) -> Any:
    return (
        update(_ASKED)
        .where(*_of(_ASKED, sending.seat), _ASKED.c.used == 0)
        .values(used=1, nonce_hash=sending.nonce_hash)
    )


def _clearing(sending: Sending) -> Any:
    return delete(_DRAFT).where(*_of(_DRAFT, sending.seat), _DRAFT.c.revision == sending.revision)


def _of(table: Any, seat: Seat) -> tuple[Any, Any]:
    return table.c.survey_id == seat.survey_id, table.c.monitor_id == seat.monitor_id


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


def _open_desk(session: Session, seat: Seat, at: datetime) -> Desk:
    desk = desk_of(session, seat)
    if desk is None:
        raise NotFound("not-found")
    _refuse(desk, at)
    return desk


def _refuse(desk: Desk, at: datetime) -> None:
    for code in desk.obstacles(at):
        raise Conflict(code)


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


def _keep(dialect: Any) -> Any:
    """Return the statement that makes or replaces the draft of somebody who has not sent yet."""
    table, asked = _DRAFT, _ASKED
    given = ("document", "page", "revision", "resume_hmac")
    unsent: Select[Any] = select(
        asked.c.survey_id,
        asked.c.monitor_id,
        *(bindparam(name, type_=table.c[name].type) for name in given),
    ).where(
        asked.c.survey_id == bindparam("survey_id"),
        asked.c.monitor_id == bindparam("monitor_id"),
        asked.c.used == 0,
    )
    if dialect is postgresql:
        unsent = unsent.with_for_update(read=True)
    statement = dialect.insert(table).from_select(["survey_id", "monitor_id", *given], unsent)
    changed = ("document", "page", "revision")
    return statement.on_conflict_do_update(
        index_elements=[table.c.survey_id, table.c.monitor_id],
        set_={name: statement.excluded[name] for name in changed},
        where=table.c.revision == bindparam("known_revision"),
    )


_KEEP = {"sqlite": _keep(sqlite), "postgresql": _keep(postgresql)}
