"""A meeting, who said they would come, and who was there."""

from datetime import date, datetime

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Date,
    ForeignKey,
    Index,
    Integer,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from council.models.body import Body, Organisation, Representation
from engage.core.db import Base, Id, UtcTime

MODES = ("in_person", "online", "hybrid", "in_writing")
STATES = ("draft", "convened", "live", "ended", "minutes", "closed", "cancelled")
ATTENDANCE_MODES = ("room", "online", "writing", "absent", "unrecorded")
ANSWERS = ("room", "online", "writing", "substitute", "absent")


class Meeting(Base):
    """One meeting of a body: in the room, online, both at once, or in writing.

    A meeting known only from a printed record has a day but no clock, and no mode.
    """

    __tablename__ = "meeting"
    __table_args__ = (
        CheckConstraint(f"mode IS NULL OR mode IN {MODES}", name="mode"),
        CheckConstraint(f"state IN {STATES}", name="state"),
        CheckConstraint(
            "ends_at IS NULL OR (starts_at IS NOT NULL AND ends_at > starts_at)",
            name="ends_after_beginning",
        ),
        CheckConstraint(
            "(writing_opens_at IS NULL) = (writing_closes_at IS NULL)"
            " AND (writing_closes_at IS NULL OR writing_closes_at > writing_opens_at)",
            name="writing_closes_after_opening",
        ),
        CheckConstraint("is_public OR closed_reason <> ''", name="closed_has_reason"),
        CheckConstraint("state <> 'cancelled' OR cancel_reason <> ''", name="cancelled_has_reason"),
        CheckConstraint(
            "state IN ('draft', 'cancelled') OR held_on IS NOT NULL", name="convened_has_day"
        ),
        CheckConstraint("ordinal IS NULL OR ordinal > 0", name="counts_from_one"),
        CheckConstraint("opinion_count >= 0", name="opinion_count"),
        UniqueConstraint("body_id", "ordinal", name="number_within_body"),
        Index("ix_meeting_when", "state", "held_on"),
    )

    id: Mapped[Id]
    code: Mapped[str] = mapped_column(String(60), unique=True)
    body_id: Mapped[str] = mapped_column(ForeignKey("body.id"))
    ordinal: Mapped[int | None] = mapped_column(Integer)
    title: Mapped[str] = mapped_column(String(200))
    summary: Mapped[str] = mapped_column(Text, default="")
    mode: Mapped[str | None] = mapped_column(String(12))
    state: Mapped[str] = mapped_column(String(10), default="draft")
    held_on: Mapped[date | None] = mapped_column(Date)
    """The day in Japan; for a meeting in writing the last day of its window."""
    starts_at: Mapped[datetime | None] = mapped_column(UtcTime)
    ends_at: Mapped[datetime | None] = mapped_column(UtcTime)
    venue: Mapped[str] = mapped_column(String(200), default="")
    join_link: Mapped[str] = mapped_column(String(500), default="")
    """Stored, never fetched; shown to members and staff only."""
    writing_opens_at: Mapped[datetime | None] = mapped_column(UtcTime)
    writing_closes_at: Mapped[datetime | None] = mapped_column(UtcTime)
    is_public: Mapped[bool] = mapped_column(Boolean, default=True)
    closed_reason: Mapped[str] = mapped_column(String(300), default="")
    observer_seats: Mapped[int | None] = mapped_column(Integer)
    cancel_reason: Mapped[str] = mapped_column(String(300), default="")
    convened_at: Mapped[datetime | None] = mapped_column(UtcTime)
    """When the members were called; from then on the page is public for good."""
    opened_at: Mapped[datetime | None] = mapped_column(UtcTime)
    """When the meeting really began."""
    ended_at: Mapped[datetime | None] = mapped_column(UtcTime)
    opinion_count: Mapped[int] = mapped_column(Integer, default=0)
    """The highest opinion number so far: the next one is taken by one UPDATE."""
    revision: Mapped[int] = mapped_column(Integer, default=1)
    """Grows with everything that the live page shows beside opinions."""
    calendar_sequence: Mapped[int] = mapped_column(Integer, default=0, server_default="0")
    """How often time or place changed after the members were called (RFC 5545, SEQUENCE)."""
    source: Mapped[str] = mapped_column(String(200), default="")
    is_fictional: Mapped[bool] = mapped_column(Boolean, default=False)

    body: Mapped[Body] = relationship()


class Rsvp(Base):
    """What a delegate answered to the invitation; a later answer replaces an earlier one."""

    __tablename__ = "rsvp"
    __table_args__ = (
        CheckConstraint(f"answer IN {ANSWERS}", name="answer"),
        UniqueConstraint("meeting_id", "representation_id", name="one_per_delegate"),
    )

    id: Mapped[Id]
    meeting_id: Mapped[str] = mapped_column(ForeignKey("meeting.id"))
    representation_id: Mapped[str] = mapped_column(ForeignKey("representation.id"))
    answer: Mapped[str] = mapped_column(String(12))
    note: Mapped[str] = mapped_column(String(300), default="")
    at: Mapped[datetime] = mapped_column(UtcTime)

    representation: Mapped[Representation] = relationship()


class Attendance(Base):
    """How an organisation took part, under the name that it had on that day."""

    __tablename__ = "attendance"
    __table_args__ = (
        CheckConstraint(f"mode IN {ATTENDANCE_MODES}", name="mode"),
        UniqueConstraint("meeting_id", "organisation_id", name="once_per_organisation"),
    )

    id: Mapped[Id]
    meeting_id: Mapped[str] = mapped_column(ForeignKey("meeting.id"))
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisation.id"), index=True)
    mode: Mapped[str] = mapped_column(String(12))
    organisation_name: Mapped[str] = mapped_column(String(200))
    organisation_reading: Mapped[str] = mapped_column(String(300))
    person_name: Mapped[str] = mapped_column(String(200), default="")
    """As recorded; never printed on a public page."""
    recorded_by: Mapped[str | None] = mapped_column(String(36))
    at: Mapped[datetime] = mapped_column(UtcTime)

    organisation: Mapped[Organisation] = relationship()
