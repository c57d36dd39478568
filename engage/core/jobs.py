"""Work for later: rows written in the business transaction, so that nothing is ever lost.

The bell (`bell.py`) only says "look now". A worker claims a row by a conditional UPDATE with a
lease; when the worker dies, the lease ends and another takes the row. A job may therefore run
twice, and its effect is kept single by `JobContext.once`.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    Integer,
    String,
    Text,
    and_,
    or_,
    select,
    update,
)
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, Session, mapped_column

from engage.core import clock
from engage.core.config import Settings
from engage.core.db import Base, Database, Id, JsonDocument, UtcTime

LEASE = timedelta(minutes=5)
MAX_ATTEMPTS = 8
RING = "engage.jobs.ring"

log = logging.getLogger("engage.jobs")


class Job(Base):
    """One piece of work: what, with which values, when, and how far it is."""

    __tablename__ = "job"
    __table_args__ = (
        CheckConstraint("state IN ('waiting', 'running', 'done', 'failed')", name="state"),
        CheckConstraint(
            "(state = 'running') = (lease_until IS NOT NULL)", name="lease_when_running"
        ),
        Index("ix_job_due", "state", "run_at"),
    )

    id: Mapped[Id]
    kind: Mapped[str] = mapped_column(String(80))
    payload: Mapped[dict[str, Any]] = mapped_column(JsonDocument)
    key: Mapped[str | None] = mapped_column(String(200), unique=True)
    state: Mapped[str] = mapped_column(String(10), default="waiting")
    run_at: Mapped[datetime] = mapped_column(UtcTime)
    lease_until: Mapped[datetime | None] = mapped_column(UtcTime)
    attempts: Mapped[int] = mapped_column(Integer, default=0)
    last_error: Mapped[str | None] = mapped_column(Text)


class JobEffect(Base):
    """The mark that a job's effect is in the database; written together with the effect."""

    __tablename__ = "job_effect"

    job_id: Mapped[str] = mapped_column(ForeignKey("job.id", ondelete="CASCADE"), primary_key=True)
    name: Mapped[str] = mapped_column(String(80), primary_key=True)


@dataclass(frozen=True)
class JobContext:
    """What a handler may use."""

    job_id: str
    database: Database
    settings: Settings
    mailer: Any
    registry: Any = None

    def once(self, work: Callable[[Session], None], *, name: str = "effect") -> bool:
        """Do a database effect in one transaction unless an earlier run of this job did it."""

        def attempt(session: Session) -> bool:
            if session.get(JobEffect, (self.job_id, name)):
                return False
            session.add(JobEffect(job_id=self.job_id, name=name))
            session.flush()
            work(session)
            return True

        try:
            return self.database.run_tx(attempt)
        except IntegrityError:
            with self.database.reading() as session:
                if session.get(JobEffect, (self.job_id, name)):
                    return False
            raise


Handler = Callable[[JobContext, dict[str, Any]], None]


class Handlers:
    """Which function does which kind of job; made in `create_app`, filled by the features."""

    def __init__(self) -> None:
        """Start with none."""
        self._by_kind: dict[str, Handler] = {}

    def add(self, kind: str, handler: Handler) -> None:
        """Let `handler` do every job of this kind."""
        if kind in self._by_kind:
            raise ValueError(f"Two handlers for {kind}.")
        self._by_kind[kind] = handler

    def __getitem__(self, kind: str) -> Handler:
        """Return the handler of a kind; KeyError when no feature offers one."""
        return self._by_kind[kind]

    @property
    def kinds(self) -> list[str]:
        """The kinds that can be done, sorted."""
        return sorted(self._by_kind)


def enqueue(
    session: Session,
    *,
    kind: str,
    payload: dict[str, Any],
    at: datetime,
    key: str | None = None,
) -> None:
    """Write down work to be done at or after `at`; one job per `key` ever."""
    if key is not None and session.scalar(select(Job.id).where(Job.key == key)):
        return
    session.add(Job(kind=kind, payload=payload, run_at=at, key=key))
    session.info[RING] = True


def claim(database: Database, *, at: datetime) -> Job | None:
    """Take the next due job for one lease, or None; two workers never hold the same one."""
    due = or_(
        and_(Job.state == "waiting", Job.run_at <= at),
        and_(Job.state == "running", Job.lease_until <= at),
    )
    with database.reading() as session:
        ids = session.scalars(
            select(Job.id).where(due).order_by(Job.run_at, Job.id).limit(10)
        ).all()
    for job_id in ids:

        def take(session: Session, job_id: str = job_id) -> Job | None:
            taken = session.execute(
                update(Job)
                .where(Job.id == job_id, due)
                .values(state="running", lease_until=at + LEASE, attempts=Job.attempts + 1)
            )
            return session.get(Job, job_id) if taken.rowcount == 1 else None  # type: ignore[attr-defined]

        if job := database.run_tx(take):
            return job
    return None


def run_due(
    *,
    database: Database,
    handlers: Handlers,
    settings: Settings,
    mailer: Any,
    registry: Any = None,
    limit: int = 1000,
) -> int:
    """Do every due job, expired leases included; return how many were done."""
    done = 0
    for _ in range(limit):
        job = claim(database, at=clock.now())
        if job is None:
            break
        context = JobContext(job.id, database, settings, mailer, registry)
        done += _run(job, context, handlers)
    return done


def _run(job: Job, context: JobContext, handlers: Handlers) -> int:
    try:
        handlers[job.kind](context, job.payload)
    except Exception as error:
        log.exception("job %s of kind %s failed, attempt %s", job.id, job.kind, job.attempts)
        _settle(context.database, job, error=error)
        return 0
    _settle(context.database, job, error=None)
    return 1


def _settle(database: Database, job: Job, *, error: Exception | None) -> None:
    values: dict[str, Any] = {"lease_until": None, "state": "done", "last_error": None}
    if error is not None:
        again = job.attempts < MAX_ATTEMPTS
        values["state"] = "waiting" if again else "failed"
        values["last_error"] = f"{type(error).__name__}: {error}"[:2000]
        values["run_at"] = clock.now() + timedelta(seconds=10 * 2**job.attempts)
    database.run_tx(
        lambda session: session.execute(
            update(Job).where(Job.id == job.id, Job.state == "running").values(**values)
        )
    )
