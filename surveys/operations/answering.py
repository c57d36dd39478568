"""A respondent saves a page.

Saving has two halves: the first only reads and thinks, the second is one short write that holds
only when nothing has changed in between. So nobody waits for somebody else's page to be understood.
None of this is audited: an entry would tell when somebody answered.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Select, Table, bindparam, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from engage.core.clock import today
from engage.core.errors import Conflict, NotFound
from surveys import numbers
from surveys.definition import Page, Questionnaire
from surveys.models import Draft, Participation, SealedDraft
from surveys.path import SEED, Path, visible_path
from surveys.queries.answering import Desk, Seat
from surveys.queries.answering import desk as desk_of
from surveys.questions import Mistake, Raw
from surveys.reading import read_page as reading_of
from surveys.reading import was_asked
from surveys.sealing import seal

_ASKED, _DRAFT, _SEALED = (
    cast("Table", model.__table__) for model in (Participation, Draft, SealedDraft)
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

    Going back, or staying, keeps everything as typed; going on asks to mend mistakes first.
    `seed` is the number from which this browser has drawn its random orders so far.
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
    next_page = _next(
        path, number, move, unasked=move not in {"back", "stay"} and _unasked(raw, shown)
    )
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
    if seat.sealed is not None:
        return _keep_sealed(session, read)
    number = numbers.resume_number(key, seat.survey_id, seat.monitor_id)
    written = session.execute(
        _KEEP[session.get_bind().dialect.name],
        {
            "survey_id": seat.survey_id,
            "monitor_id": seat.monitor_id,
            "mode": read.desk.mode,
            "document": read.answers,
            "page": read.page,
            "revision": read.revision,
            "resume_hmac": numbers.resume_hmac(key, number),
            "known_revision": read.desk.revision,
        },
        execution_options={"preserve_rowcount": True},
    )
    return bool(written.rowcount == 1)  # type: ignore[attr-defined]


def _keep_sealed(session: Session, read: PageRead) -> bool:
    """Keep a sealed draft; that of a change must lie there already, or it would come back."""
    seat = read.desk.seat
    ciphertext = sealed_text(seat, read.answers, read.page)
    lookup = seat.sealed.lookup if seat.sealed else ""
    if seat.changes:
        statement: Any = (
            update(_SEALED)
            .where(
                _SEALED.c.survey_id == seat.survey_id,
                _SEALED.c.lookup == lookup,
                _SEALED.c.revision == read.desk.revision,
            )
            .values(ciphertext=ciphertext, revision=read.revision)
        )
        values = {}
    else:
        statement = _KEEP_SEALED[session.get_bind().dialect.name]
        values = {
            "survey_id": seat.survey_id,
            "monitor_id": seat.monitor_id,
            "lookup": lookup,
            "ciphertext": ciphertext,
            "revision": read.revision,
            "known_revision": read.desk.revision,
        }
    written = session.execute(statement, values, execution_options={"preserve_rowcount": True})
    return bool(written.rowcount == 1)  # type: ignore[attr-defined]


def sealed_text(seat: Seat, answers: dict[str, Any], page: int) -> bytes:
    """Return what the database keeps of a sealed draft."""
    if seat.sealed is None:
        raise ValueError("this seat has nothing that seals")
    content = {"answers": answers, "page": page, "monitor_id": seat.monitor_id}
    return seal(content, key=seat.sealed.key, about=seat.sealed.lookup)


def _open_desk(session: Session, seat: Seat, at: datetime) -> Desk:
    desk = desk_of(session, seat)
    if desk is None:
        raise NotFound("not-found")
    refuse(desk, at)
    return desk


def refuse(desk: Desk, at: datetime) -> None:
    """Raise the first reason why nobody can answer at this desk now."""
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


def _keep(dialect: Any, table: Table, given: tuple[str, ...], keys: tuple[str, ...]) -> Any:
    """Return the statement that makes or replaces the draft of somebody who has not sent yet."""
    asked = _ASKED
    names = [name for name in (*keys, *given) if name not in asked.c]
    unsent: Select[Any] = select(
        *(asked.c[name] for name in keys if name in asked.c),
        *(bindparam(name, type_=table.c[name].type) for name in names),
    ).where(
        asked.c.survey_id == bindparam("survey_id"),
        asked.c.monitor_id == bindparam("monitor_id"),
        asked.c.used == 0,
    )
    if dialect is postgresql:
        unsent = unsent.with_for_update(read=True)
    statement = dialect.insert(table).from_select([*keys, *given], unsent)
    changed = [name for name in given if name not in {"mode", "resume_hmac"}]
    return statement.on_conflict_do_update(
        index_elements=[table.c[name] for name in keys],
        set_={name: statement.excluded[name] for name in changed},
        where=table.c.revision == bindparam("known_revision"),
    )


_DIALECTS = {"sqlite": sqlite, "postgresql": postgresql}
_KEEP = {
    name: _keep(
        dialect,
        _DRAFT,
        ("mode", "document", "page", "revision", "resume_hmac"),
        ("survey_id", "monitor_id"),
    )
    for name, dialect in _DIALECTS.items()
}
_KEEP_SEALED = {
    name: _keep(dialect, _SEALED, ("ciphertext", "revision"), ("survey_id", "lookup"))
    for name, dialect in _DIALECTS.items()
}
