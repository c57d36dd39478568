"""Who wants to speak in a running meeting, and what the secretariat noted beside it."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from council.models.body import Organisation
from engage.core.db import Base, Id, UtcTime

SPEAKING_STATES = ("waiting", "speaking", "done", "lowered")
_UP = "state IN ('waiting', 'speaking')"


class RaisedHand(Base):
    """One hand of an organisation: raised, called, done, or lowered again."""

    __tablename__ = "raised_hand"
    __table_args__ = (
        CheckConstraint(f"state IN {SPEAKING_STATES}", name="state"),
        CheckConstraint("(state IN ('waiting', 'speaking')) = (ended_at IS NULL)", name="ended"),
        CheckConstraint("state <> 'speaking' OR called_at IS NOT NULL", name="called"),
        Index(
            "uq_raised_hand_one_up",
            "meeting_id",
            "organisation_id",
            unique=True,
            sqlite_where=text(_UP),
            postgresql_where=text(_UP),
        ),
        Index(
            "uq_raised_hand_one_speaks",
            "meeting_id",
            unique=True,
            sqlite_where=text("state = 'speaking'"),
            postgresql_where=text("state = 'speaking'"),
        ),
    )

    id: Mapped[Id]
    meeting_id: Mapped[str] = mapped_column(ForeignKey("meeting.id"), index=True)
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisation.id"))
    representation_id: Mapped[str | None] = mapped_column(ForeignKey("representation.id"))
    """None when staff in the room raised the hand for somebody."""
    state: Mapped[str] = mapped_column(String(10), default="waiting")
    raised_at: Mapped[datetime] = mapped_column(UtcTime)
    called_at: Mapped[datetime | None] = mapped_column(UtcTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcTime)

    organisation: Mapped[Organisation] = relationship()


class MeetingNote(Base):
    """A quick note of the secretariat: material for the minutes, seen by staff only."""

    __tablename__ = "meeting_note"
    __table_args__ = (
        CheckConstraint("text <> ''", name="has_text"),
        UniqueConstraint("nonce", name="once"),
    )

    id: Mapped[Id]
    meeting_id: Mapped[str] = mapped_column(ForeignKey("meeting.id"), index=True)
    agenda_item_id: Mapped[str | None] = mapped_column(ForeignKey("agenda_item.id"))
    text: Mapped[str] = mapped_column(Text)
    nonce: Mapped[str] = mapped_column(String(64))
    author_id: Mapped[str | None] = mapped_column(String(36))
    at: Mapped[datetime] = mapped_column(UtcTime)
