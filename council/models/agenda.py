"""What a meeting talks about, and the papers that lie on the table."""

from datetime import datetime

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    ForeignKey,
    Index,
    Integer,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from council.models.meeting import Meeting
from engage.core.db import Base, Id, UtcTime

ITEM_STATES = ("planned", "ongoing", "done", "withdrawn")


class AgendaItem(Base):
    """One item: what it is about in the plan, and from when until when opinions are taken."""

    __tablename__ = "agenda_item"
    __table_args__ = (
        CheckConstraint(f"state IN {ITEM_STATES}", name="state"),
        CheckConstraint(
            "(opinions_open_at IS NULL) = (opinions_close_at IS NULL)"
            " AND (opinions_close_at IS NULL OR opinions_close_at > opinions_open_at)",
            name="closes_after_opening",
        ),
        CheckConstraint("planned_minutes IS NULL OR planned_minutes > 0", name="planned_minutes"),
        CheckConstraint(
            "(state = 'ongoing') = (started_at IS NOT NULL AND ended_at IS NULL)"
            " OR state = 'withdrawn'",
            name="ongoing_has_begun",
        ),
        UniqueConstraint("meeting_id", "position", name="one_place"),
        UniqueConstraint("id", "meeting_id", name="of_meeting"),
        Index(
            "uq_agenda_item_one_ongoing",
            "meeting_id",
            unique=True,
            sqlite_where=text("state = 'ongoing'"),
            postgresql_where=text("state = 'ongoing'"),
        ),
    )

    id: Mapped[Id]
    meeting_id: Mapped[str] = mapped_column(ForeignKey("meeting.id"))
    position: Mapped[int] = mapped_column(Integer)
    number_label: Mapped[str] = mapped_column(String(20))
    title: Mapped[str] = mapped_column(String(200))
    short_title: Mapped[str] = mapped_column(String(100), default="")
    summary: Mapped[str] = mapped_column(Text, default="")
    planned_minutes: Mapped[int | None] = mapped_column(Integer)
    plan_element_id: Mapped[str | None] = mapped_column(ForeignKey("plan_element.id"), index=True)
    revision_item_id: Mapped[str | None] = mapped_column(ForeignKey("revision_item.id"), index=True)
    opinions_open_at: Mapped[datetime | None] = mapped_column(UtcTime)
    opinions_close_at: Mapped[datetime | None] = mapped_column(UtcTime)
    state: Mapped[str] = mapped_column(String(10), default="planned")
    started_at: Mapped[datetime | None] = mapped_column(UtcTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcTime)
    revision: Mapped[int] = mapped_column(Integer, default=1)
    """Grows with every opinion: the live page asks whether it has changed."""
    outcome: Mapped[str] = mapped_column(Text, default="")
    """What the meeting came to, in one or two sentences."""

    meeting: Mapped[Meeting] = relationship()


class Paper(Base):
    """One version of a paper: text to read on the page, a file, or both."""

    __tablename__ = "paper"
    __table_args__ = (
        CheckConstraint("text <> '' OR file_digest IS NOT NULL", name="has_content"),
        CheckConstraint(
            "(file_digest IS NULL) = (file_size IS NULL)"
            " AND (file_digest IS NULL) = (media_type IS NULL)"
            " AND (file_digest IS NULL) = (extension IS NULL)",
            name="whole_file",
        ),
        UniqueConstraint("agenda_item_id", "number", "version", name="version_of_paper"),
    )

    id: Mapped[Id]
    agenda_item_id: Mapped[str] = mapped_column(ForeignKey("agenda_item.id"))
    number: Mapped[int] = mapped_column(Integer)
    version: Mapped[int] = mapped_column(Integer, default=1)
    title: Mapped[str] = mapped_column(String(200))
    text: Mapped[str] = mapped_column(Text, default="")
    file_digest: Mapped[str | None] = mapped_column(String(64))
    file_size: Mapped[int | None] = mapped_column(Integer)
    media_type: Mapped[str | None] = mapped_column(String(120))
    extension: Mapped[str | None] = mapped_column(String(8))
    added_at: Mapped[datetime] = mapped_column(UtcTime)
    is_fictional: Mapped[bool] = mapped_column(Boolean, default=False)

    item: Mapped[AgendaItem] = relationship()
