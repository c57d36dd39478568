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

from engage.core.clock import today
from engage.core.errors import Conflict, Invalid, NotFound
from engage.core.ids import random_id
from surveys import numbers
from surveys.definition import Page, Questionnaire
from surveys.models import Draft, Participation, Response
from surveys.path import SEED, Path, final_document, visible_path
from surveys.queries.answering import Desk, Seat
from surveys.queries.answering import desk as desk_of
from surveys.questions import Mistake, Raw
from surveys.reading import read_page as reading_of
from surveys.reading import unmended, was_asked

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
    session: Session,
    *,
    seat: Seat,
    number: int,
    raw: Raw,
    move: str,
    at: datetime,
    seed: str = "",
) -> PageRead:
    """Understand a page; `move` is next, back, skip or stay.

    Going back, or staying, keeps everything as typed; going on asks to mend mistakes first. `seed` is the
    number from which this browser has drawn its random orders so far.
    """
    desk = _open_desk(session, seat, at)
    document = desk.questionnaire(session)
    page = _page(document, number)
    before = _with_seed(document, desk.answers, seed)
    sent = {} if move == "skip" else raw
    reading = reading_of(document, page, sent, before, today=today(at))
    answers = before | reading.states
    path = visible_path(document, answers, today=today(at))
    here = path.at(number)
    shown = {question.code for question in here.questions if question.is_asked} if here else set()
    mistakes = {code: found for code, found in reading.mistakes.items() if code in shown}
    if mistakes and move not in {"back", "stay"}:
        return PageRead(desk, mistakes, answers, number, desk.revision)
    next_page = _next(path, number, move, unasked=move not in {"back", "stay"} and _unasked(raw, shown))
    return PageRead(desk, {}, answers, next_page or number, desk.revision + 1, next_page)


def read_while_writing(
    session: Session,
    *,
    seat: Seat,
    number: int,
    raw: Raw,
    revision: int,
    at: datetime,
    seed: str = "",
) -> PageRead | None:
    """Understand what is being written, without judging; None when the page is an old one."""
    desk = _open_desk(session, seat, at)
    if desk.revision != revision:
        return None
    document = desk.questionnaire(session)
    before = _with_seed(document, desk.answers, seed)
    reading = reading_of(document, _page(document, number), raw, before, today=today(at))
    answers = before | {
        code: state
        for code, state in reading.states.items()
        if state["state"] != "no-answer" or code in before
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
    if not desk.has_draft or unmended(document, desk.answers, today=today(at)):
        raise Invalid("answers-incomplete")
    response = {
        "id": random_id(),
        "survey_id": seat.survey_id,
        "definition_version_id": desk.version_id,
        "channel": "web",
        "document": final_document(document, desk.answers, today=today(at)),
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


def _with_seed(document: Questionnaire, answers: dict[str, Any], seed: str) -> dict[str, Any]:
    """Return the answers with the seed of their random orders; one that is kept stays."""
    if not seed or not document.is_shuffled or SEED in answers:
        return answers
    return answers | {SEED: {"state": "seed", "value": seed}}


def _unasked(raw: Raw, shown: set[str]) -> bool:
    """Whether an answer on this page opened another question of the same page."""
    return any(not was_asked(raw, code) for code in shown)


def _next(path: Path, number: int, move: str, *, unasked: bool) -> int | None:
    if unasked or move == "stay":
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
