"""The minutes: blocks that know their sources, wordings that stay, one sealed publication."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Date,
    ForeignKey,
    Integer,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from council.models.agenda import AgendaItem
from council.models.meeting import Meeting
from council.models.opinion import OpinionRevision
from engage.core.db import Base, Id, JsonDocument, UtcTime
from engage.core.frozen import append_only

MINUTES_STATES = ("draft", "confirming", "confirmed", "published")
BLOCK_KINDS = ("attendance", "opinion", "outcome", "note")


class Minutes(Base):
    """The minutes of one meeting and how far they are."""

    __tablename__ = "minutes"
    __table_args__ = (CheckConstraint(f"state IN {MINUTES_STATES}", name="state"),)

    id: Mapped[Id]
    meeting_id: Mapped[str] = mapped_column(ForeignKey("meeting.id"), unique=True)
    state: Mapped[str] = mapped_column(String(10), default="draft")
    confirm_by: Mapped[date | None] = mapped_column(Date)
    compiled_at: Mapped[datetime] = mapped_column(UtcTime)

    meeting: Mapped[Meeting] = relationship()


class MinutesBlock(Base):
    """One passage of the minutes: its place, who spoke, and whether somebody has checked it."""

    __tablename__ = "minutes_block"
    __table_args__ = (
        CheckConstraint(f"kind IN {BLOCK_KINDS}", name="kind"),
        CheckConstraint("current_seq > 0", name="counts_from_one"),
        CheckConstraint("(checked_at IS NULL) = (checked_seq IS NULL)", name="checked_whole"),
        UniqueConstraint("minutes_id", "position", name="one_place"),
    )

    id: Mapped[Id]
    minutes_id: Mapped[str] = mapped_column(ForeignKey("minutes.id"))
    position: Mapped[int] = mapped_column(Integer)
    kind: Mapped[str] = mapped_column(String(12))
    agenda_item_id: Mapped[str | None] = mapped_column(ForeignKey("agenda_item.id"))
    speaker_label: Mapped[str] = mapped_column(String(200), default="")
    channel: Mapped[str] = mapped_column(String(10), default="")
    current_seq: Mapped[int] = mapped_column(Integer, default=1)
    checked_seq: Mapped[int | None] = mapped_column(Integer)
    checked_at: Mapped[datetime | None] = mapped_column(UtcTime)
    checked_by: Mapped[str | None] = mapped_column(String(200))
    poll_id: Mapped[str | None] = mapped_column(ForeignKey("poll.id"))
    """The vote that a passage tells of."""
    is_left_out: Mapped[bool] = mapped_column(Boolean, default=False)
    """Kept with its sources, but not part of what is published."""

    minutes: Mapped[Minutes] = relationship()
    item: Mapped[AgendaItem | None] = relationship()


class MinutesBlockRevision(Base):
    """The words of a passage as they stood from one moment on."""

    __tablename__ = "minutes_block_revision"
    __table_args__ = (UniqueConstraint("minutes_block_id", "seq", name="number_within_block"),)

    id: Mapped[Id]
    minutes_block_id: Mapped[str] = mapped_column(ForeignKey("minutes_block.id"))
    seq: Mapped[int] = mapped_column(Integer)
    text: Mapped[str] = mapped_column(Text)
    author_id: Mapped[str | None] = mapped_column(String(36))
    sha256: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(UtcTime)

    block: Mapped[MinutesBlock] = relationship()


class MinutesBlockSource(Base):
    """The words that a passage was written from."""

    __tablename__ = "minutes_block_source"

    minutes_block_id: Mapped[str] = mapped_column(ForeignKey("minutes_block.id"), primary_key=True)
    opinion_revision_id: Mapped[str] = mapped_column(
        ForeignKey("opinion_revision.id"), primary_key=True
    )

    revision: Mapped[OpinionRevision] = relationship()


class MinutesPublication(Base):
    """The minutes as they were published: one sealed document that nobody can change."""

    __tablename__ = "minutes_publication"

    minutes_id: Mapped[str] = mapped_column(ForeignKey("minutes.id"), primary_key=True)
    document: Mapped[dict[str, Any]] = mapped_column(JsonDocument)
    digest: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(UtcTime)

    minutes: Mapped[Minutes] = relationship()


for _table in (MinutesBlockRevision, MinutesBlockSource, MinutesPublication):
    append_only(_table.__table__)  # type: ignore[arg-type]
