"""Who did what: an append-only log in which each entry seals the one before it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import CheckConstraint, Integer, String, insert, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from engage.core.db import Base, JsonDocument, UtcTime
from engage.core.digest import digest
from engage.core.frozen import append_only
from engage.core.permissions import Actor

GENESIS = "0" * 64
HEAD = "head"


class AuditHead(Base):
    """The newest entry's number and seal: one row, updated only together with a new entry."""

    __tablename__ = "audit_head"
    __table_args__ = (CheckConstraint(f"id = '{HEAD}'", name="one_row"),)

    id: Mapped[str] = mapped_column(String(4), primary_key=True)
    seq: Mapped[int] = mapped_column(Integer)
    seal: Mapped[str] = mapped_column(String(64))


class AuditEvent(Base):
    """One thing that somebody did or read, sealed together with the entry before it."""

    __tablename__ = "audit_event"
    __table_args__ = (CheckConstraint("seq > 0", name="counts_from_one"),)

    seq: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(UtcTime)
    actor_id: Mapped[str | None] = mapped_column(String(36))
    actor_name: Mapped[str] = mapped_column(String(200))
    verb: Mapped[str] = mapped_column(String(80))
    object_kind: Mapped[str] = mapped_column(String(60))
    object_id: Mapped[str] = mapped_column(String(200))
    details: Mapped[dict[str, Any]] = mapped_column(JsonDocument)
    previous: Mapped[str] = mapped_column(String(64), unique=True)
    seal: Mapped[str] = mapped_column(String(64), unique=True)

    def computed_seal(self) -> str:
        """Return the seal that this row's content must carry."""
        return _seal(
            seq=self.seq,
            at=self.at,
            actor=(self.actor_id, self.actor_name),
            verb=self.verb,
            about=(self.object_kind, self.object_id),
            details=self.details,
            previous=self.previous,
        )


append_only(AuditEvent.__table__)  # type: ignore[arg-type]


def _seal(
    *,
    seq: int,
    at: datetime,
    actor: tuple[str | None, str],
    verb: str,
    about: tuple[str, str],
    details: dict[str, Any],
    previous: str,
) -> str:
    return digest([seq, at.astimezone(UTC).isoformat(), *actor, verb, *about, details, previous])


def record(
    session: Session,
    *,
    actor: Actor,
    verb: str,
    about: Any,
    at: datetime,
    **details: Any,
) -> None:
    """Append one entry; `about` is a row with a string id, or a (kind, id) pair.

    Entries are written one after another: the head row is locked until the transaction ends.
    """
    kind, object_id = about if isinstance(about, tuple) else (about.__tablename__, about.id)
    session.flush()
    head = session.execute(
        select(AuditHead.seq, AuditHead.seal).where(AuditHead.id == HEAD).with_for_update()
    ).one_or_none()
    if head is None:
        session.execute(insert(AuditHead).values(id=HEAD, seq=0, seal=GENESIS))
        seq, previous = 0, GENESIS
    else:
        seq, previous = head
    content = {
        "seq": seq + 1,
        "at": at,
        "verb": verb,
        "details": details,
        "previous": previous,
    }
    seal = _seal(actor=(actor.id, actor.name), about=(kind, object_id), **content)  # type: ignore[arg-type]
    session.execute(update(AuditHead).where(AuditHead.seq == seq).values(seq=seq + 1, seal=seal))
    session.execute(
        insert(AuditEvent).values(
            actor_id=actor.id,
            actor_name=actor.name,
            object_kind=kind,
            object_id=object_id,
            seal=seal,
            **content,
        )
    )


@dataclass(frozen=True)
class Verdict:
    """What the verifier found: how many entries, the head's seal, and the first bad entry."""

    entries: int
    head: str
    first_bad: int | None
    reason: str | None

    @property
    def is_intact(self) -> bool:
        """Whether no entry was changed, removed, added or moved."""
        return self.first_bad is None


def verify(session: Session) -> Verdict:
    """Recompute every seal from the first entry to the head."""
    previous, count = GENESIS, 0
    for event in _in_order(session):
        count += 1
        reason = _fault(event, seq=count, previous=previous)
        if reason:
            return Verdict(count, previous, event.seq, reason)
        previous = event.seal
    head = session.get(AuditHead, HEAD)
    seq, seal = (head.seq, head.seal) if head else (0, GENESIS)
    if (seq, seal) != (count, previous):
        return Verdict(count, previous, count + 1, "head-differs")
    return Verdict(count, previous, None, None)


def _in_order(session: Session) -> Iterator[AuditEvent]:
    return iter(
        session.scalars(
            select(AuditEvent).order_by(AuditEvent.seq).execution_options(yield_per=1000)
        )
    )


def _fault(event: AuditEvent, *, seq: int, previous: str) -> str | None:
    if event.seq != seq:
        return "entry-missing"
    if event.previous != previous:
        return "chain-broken"
    try:
        return None if event.computed_seal() == event.seal else "entry-changed"
    except (TypeError, ValueError):
        return "entry-changed"
