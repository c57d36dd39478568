"""What a meeting program wrote down: passages with the second of the recording, and whose voice."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from council.models.meeting import Meeting
from engage.core.db import Base, Id, UtcTime


class Transcript(Base):
    """One file of captions; the same file is kept once."""

    __tablename__ = "transcript"
    __table_args__ = (UniqueConstraint("meeting_id", "sha256", name="file_once"),)

    id: Mapped[Id]
    meeting_id: Mapped[str] = mapped_column(ForeignKey("meeting.id"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    sha256: Mapped[str] = mapped_column(String(64))
    """Of the file as it was given."""
    begins_at: Mapped[datetime] = mapped_column(UtcTime)
    """When the recording begins: a passage's clock is this plus its second."""
    added_by: Mapped[str | None] = mapped_column(String(36))
    added_at: Mapped[datetime] = mapped_column(UtcTime)

    meeting: Mapped[Meeting] = relationship()


class TranscriptVoice(Base):
    """Which organisation a name in the captions speaks for; None while nobody said."""

    __tablename__ = "transcript_voice"

    transcript_id: Mapped[str] = mapped_column(ForeignKey("transcript.id"), primary_key=True)
    voice: Mapped[str] = mapped_column(String(80), primary_key=True)
    organisation_id: Mapped[str | None] = mapped_column(ForeignKey("organisation.id"))


class TranscriptPassage(Base):
    """What one voice said without a longer pause, and the opinion that was made of it."""

    __tablename__ = "transcript_passage"
    __table_args__ = (
        CheckConstraint("ends_ms > begins_ms AND begins_ms >= 0", name="ends_after_beginning"),
        CheckConstraint("text <> ''", name="has_text"),
        UniqueConstraint("transcript_id", "position", name="one_place"),
    )

    id: Mapped[Id]
    transcript_id: Mapped[str] = mapped_column(ForeignKey("transcript.id"))
    position: Mapped[int] = mapped_column(Integer)
    begins_ms: Mapped[int] = mapped_column(Integer)
    ends_ms: Mapped[int] = mapped_column(Integer)
    voice: Mapped[str] = mapped_column(String(80), default="")
    text: Mapped[str] = mapped_column(Text)
    opinion_id: Mapped[str | None] = mapped_column(ForeignKey("opinion.id"), unique=True)

    transcript: Mapped[Transcript] = relationship()
