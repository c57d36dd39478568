"""Mixing: afterwards no order, row version or old page tells which answer came with which person.

First one transaction rewrites the answers and the marks of who answered: waiting answers get new
random ids in a random order, and every row of the survey gets the same row version. Then, outside
of it, `rewrite_files` makes the database forget what lay there before.
"""

from datetime import datetime, time, timedelta
from typing import Any, cast

from sqlalchemy import Table, delete, func, select, text, update
from sqlalchemy.orm import Session

from engage.core import audit, jobs
from engage.core.clock import JST
from engage.core.db import Database
from engage.core.errors import Conflict
from engage.core.permissions import SYSTEM
from surveys import numbers, rules
from surveys.models import (
    AnswerChange,
    Draft,
    IncomingResponse,
    NoticeWish,
    Participation,
    ReceiptLedger,
    Response,
    SealedDraft,
    Survey,
    SurveyQuota,
)
from surveys.queries.receipts import leaves

MIX = "surveys.mix"
SMALLEST_BATCH = 20
NIGHT = time(3, 0)
GRACE = timedelta(minutes=10)
"""What arrived in time may need a moment to be written."""

_MOVED = "survey_id, mode, definition_version_id, channel, document, receipt_hash, receipt_leaf"
_MOVE_ON_SQLITE = (
    f"INSERT INTO response (id, {_MOVED}) SELECT lower(hex(randomblob(16))), {_MOVED} "  # noqa: S608
    "FROM incoming_response WHERE survey_id = :survey ORDER BY random()"
)
_CLEAR_ON_SQLITE = "DELETE FROM incoming_response WHERE survey_id = :survey"
_MOVE_ON_POSTGRESQL = (
    "WITH gone AS (DELETE FROM incoming_response WHERE survey_id = :survey RETURNING *) "  # noqa: S608
    f"INSERT INTO response (id, {_MOVED}) "
    f"SELECT replace(gen_random_uuid()::text, '-', ''), {_MOVED} FROM gone ORDER BY random()"
)
_RELAY_ON_POSTGRESQL = (
    "WITH gone AS (DELETE FROM response WHERE survey_id = :survey RETURNING *) "  # noqa: S608
    f"INSERT INTO response (id, {_MOVED}) "
    f"SELECT replace(gen_random_uuid()::text, '-', ''), {_MOVED} FROM gone ORDER BY random()"
)
"""At the end only, when nobody changes an answer any more. PostgreSQL numbers long texts as they
come and keeps the numbers when it writes a table anew, so the answers are laid down again."""
_MOVE = {"sqlite": (_MOVE_ON_SQLITE, _CLEAR_ON_SQLITE), "postgresql": (_MOVE_ON_POSTGRESQL,)}
_TOUCHED: tuple[tuple[Any, str], ...] = (
    (Response, "channel"),
    (Participation, "used"),
    (SurveyQuota, "taken"),
    (AnswerChange, "edits"),
    (NoticeWish, "asked_on"),
)
_REWRITTEN = (
    Response,
    IncomingResponse,
    Participation,
    Draft,
    SealedDraft,
    SurveyQuota,
    AnswerChange,
    NoticeWish,
)


def waiting(session: Session, survey_id: str) -> int:
    """Return how many anonymous answers wait to be mixed."""
    return (
        session.scalar(
            select(func.count())
            .select_from(IncomingResponse)
            .where(IncomingResponse.survey_id == survey_id)
        )
        or 0
    )


def mix(session: Session, *, survey: Survey, at: datetime, is_end: bool = False) -> int:
    """Mix what is here with everything before it; return how many waiting answers were let in."""
    let_in, dialect = waiting(session, survey.id), session.get_bind().dialect.name
    for statement in _MOVE[dialect]:
        session.execute(text(statement), {"survey": survey.id})
    if is_end and dialect == "postgresql":
        session.execute(text(_RELAY_ON_POSTGRESQL), {"survey": survey.id})
    for model, column in _TOUCHED:
        table = cast("Table", model.__table__)
        session.execute(
            update(table).where(table.c.survey_id == survey.id).values({column: table.c[column]})
        )
    audit.record(
        session, actor=SYSTEM, verb="survey.answers-mixed", about=survey, at=at, let_in=let_in
    )
    return let_in


def mix_tonight(session: Session, *, survey_id: str, at: datetime) -> bool:
    """Let 20 or more waiting answers in while the survey runs, and look again every night."""
    survey = session.get(Survey, survey_id)
    if survey is None or _is_over(survey, at):
        return False
    enqueue_night(session, survey=survey, at=at)
    if waiting(session, survey_id) < SMALLEST_BATCH:
        return False
    mix(session, survey=survey, at=at)
    return True


def finish_counting(session: Session, *, survey: Survey, at: datetime) -> bool:
    """End the counting of a survey that is over: mix, publish all receipts; False when it was done.

    Named answers are not mixed: they say whose they are.
    """
    if not _is_over(survey, at):
        raise Conflict("survey-still-running")
    if session.get(ReceiptLedger, survey.id):
        return False
    for table in (Draft, SealedDraft):
        session.execute(delete(table).where(table.survey_id == survey.id))
    if survey.mode != "named":
        mix(session, survey=survey, at=at, is_end=True)
    entry = _ledger(session, survey, at)
    session.add(entry)
    session.flush()
    audit.record(
        session,
        actor=SYSTEM,
        verb="survey.receipts-published",
        about=survey,
        at=at,
        root=entry.root,
        used=entry.used,
        answers=entry.answers,
        withdrawn=entry.withdrawn,
    )
    return True


def _ledger(session: Session, survey: Survey, at: datetime) -> ReceiptLedger:
    found = list(leaves(session, survey.id))
    used = session.scalar(
        select(func.sum(Participation.used)).where(Participation.survey_id == survey.id)
    )
    answers = session.scalar(
        select(func.count()).select_from(Response).where(Response.survey_id == survey.id)
    )
    changes = session.get(AnswerChange, survey.id)
    return ReceiptLedger(
        survey_id=survey.id,
        used=used or 0,
        answers=answers or 0,
        withdrawn=changes.withdrawn if changes else 0,
        leaves=len(found),
        root=numbers.root_of(found),
        at=at,
    )


def rewrite_files(database: Database) -> None:
    """Make the database forget old row versions, free pages and its log; outside any transaction.

    SQLite writes the file anew and empties the log. PostgreSQL writes each table anew in the order
    of its key; what its own log and backups still hold goes when those expire.
    """
    if database.is_sqlite:
        _rewrite_sqlite(database)
        return
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("SET statement_timeout = 0"))
        try:
            for model in _REWRITTEN:
                name = model.__tablename__
                connection.execute(text(f"CLUSTER {name} USING pk_{name}"))
        finally:
            connection.execute(text("RESET statement_timeout"))


def _rewrite_sqlite(database: Database) -> None:
    connection = database.engine.raw_connection()
    try:
        cursor = connection.cursor()
        cursor.execute("PRAGMA query_only=OFF")
        cursor.execute("VACUUM")
        busy = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
    finally:
        connection.close()
    if busy:
        raise RuntimeError("The log could not be emptied, because somebody is reading. Try again.")


def enqueue_night(session: Session, *, survey: Survey, at: datetime) -> None:
    """Look again in the coming night, if the survey still runs then."""
    local = at.astimezone(JST)
    night = datetime.combine(local.date(), NIGHT, JST)
    if night <= local:
        night += timedelta(days=1)
    if survey.mode == "anonymous" and night < survey.closes_at:
        _enqueue(session, survey, night, is_end=False)


def enqueue_end(session: Session, *, survey: Survey, end: datetime) -> None:
    """Count and mix soon after the end."""
    _enqueue(session, survey, end + GRACE, is_end=True)


def _enqueue(session: Session, survey: Survey, at: datetime, *, is_end: bool) -> None:
    jobs.enqueue(
        session,
        kind=MIX,
        payload={"survey_id": survey.id, "is_end": is_end},
        at=at,
        key=f"{MIX}:{survey.id}:{at.isoformat()}",
    )


def _is_over(survey: Survey, at: datetime) -> bool:
    now = rules.phase(
        state=survey.state, opens_at=survey.opens_at, closes_at=survey.closes_at, at=at
    )
    return now is rules.Phase.FINISHED
