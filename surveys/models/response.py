"""Who is asked, what they are writing, what was answered; nothing joins the first to the last.

Only a named survey may say whose an answer is, and the database refuses it in every other mode.
None of these tables has a time, an address or an order. On SQLite they have no hidden row number
either (WITHOUT ROWID). Which rows were written together is told by row versions and files until
the answers are mixed; see `surveys.operations.mixing`.
"""

from typing import Any

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    String,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from engage.core.db import Base, JsonDocument
from engage.core.ids import random_id

CHANNELS = ("web", "paper", "counter", "phone")
CONFIDENTIAL = "confidential"


class Participation(Base):
    """One person asked in one survey, and whether an answer came; never when, never which.

    Sex, age band and district are those of the day of the invitation.
    """

    __tablename__ = "participation"
    __table_args__ = (
        CheckConstraint("used IN (0, 1)", name="used_is_yes_or_no"),
        {"sqlite_with_rowid": False},
    )

    survey_id: Mapped[str] = mapped_column(ForeignKey("survey.id"), primary_key=True)
    monitor_id: Mapped[str] = mapped_column(ForeignKey("monitor.id"), primary_key=True)
    sex: Mapped[str] = mapped_column(String(10))
    age_band: Mapped[str] = mapped_column(String(20))
    district: Mapped[str] = mapped_column(String(40))
    code_hmac: Mapped[str | None] = mapped_column(String(64), unique=True)
    used: Mapped[int] = mapped_column(Integer, default=0)


class Draft(Base):
    """What somebody has written so far; deleted with sending, or after the survey closes.

    It can be read beside the person's id, so the database refuses one of an anonymous survey.
    """

    __tablename__ = "draft"
    __table_args__ = (
        ForeignKeyConstraint(
            ["survey_id", "monitor_id"],
            ["participation.survey_id", "participation.monitor_id"],
            name="fk_draft_participation",
        ),
        ForeignKeyConstraint(
            ["survey_id", "mode"], ["survey.id", "survey.mode"], name="fk_draft_mode"
        ),
        CheckConstraint("mode <> 'anonymous'", name="never_anonymous"),
        CheckConstraint("revision > 0", name="counts_from_one"),
        Index("ix_draft_resume_hmac", "resume_hmac"),
        {"sqlite_with_rowid": False},
    )

    survey_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    monitor_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    mode: Mapped[str] = mapped_column(String(12), default=CONFIDENTIAL)
    document: Mapped[dict[str, Any]] = mapped_column(JsonDocument)
    page: Mapped[int] = mapped_column(Integer, default=1)
    """Number of the page where one goes on."""
    revision: Mapped[int] = mapped_column(Integer, default=1)
    resume_hmac: Mapped[str] = mapped_column(String(64))


class SealedDraft(Base):
    """A draft that only its writer can open: of an anonymous survey, or of a sent answer's change.

    Both where it lies and what opens it follow from a secret that the writer holds.
    """

    __tablename__ = "sealed_draft"
    __table_args__ = (
        CheckConstraint("revision > 0", name="counts_from_one"),
        {"sqlite_with_rowid": False},
    )

    survey_id: Mapped[str] = mapped_column(ForeignKey("survey.id"), primary_key=True)
    lookup: Mapped[str] = mapped_column(String(64), primary_key=True)
    ciphertext: Mapped[bytes] = mapped_column(LargeBinary)
    revision: Mapped[int] = mapped_column(Integer, default=1)


class Response(Base):
    """One answer as one document; its random id and its receipt tell nothing about who and when."""

    __tablename__ = "response"
    __table_args__ = (
        CheckConstraint(f"channel IN {CHANNELS}", name="channel"),
        CheckConstraint("monitor_id IS NULL OR mode = 'named'", name="only_named_has_person"),
        ForeignKeyConstraint(
            ["survey_id", "mode"], ["survey.id", "survey.mode"], name="fk_response_mode"
        ),
        ForeignKeyConstraint(
            ["survey_id", "monitor_id"],
            ["participation.survey_id", "participation.monitor_id"],
            name="fk_response_participation",
        ),
        UniqueConstraint("survey_id", "monitor_id", name="once_per_person"),
        Index("ix_response_survey_id", "survey_id"),
        {"sqlite_with_rowid": False},
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=random_id)
    survey_id: Mapped[str] = mapped_column(ForeignKey("survey.id"))
    mode: Mapped[str] = mapped_column(String(12), default=CONFIDENTIAL)
    """The survey's mode; the foreign key refuses any other."""
    monitor_id: Mapped[str | None] = mapped_column(String(36))
    definition_version_id: Mapped[str] = mapped_column(ForeignKey("definition_version.id"))
    channel: Mapped[str] = mapped_column(String(10))
    document: Mapped[dict[str, Any]] = mapped_column(JsonDocument)
    """Question code → {"state": "answered" | "no-answer" | "not-shown" | …, …}; see `questions`."""
    receipt_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    receipt_leaf: Mapped[str | None] = mapped_column(String(64))
    """What the public list shows of this answer after the close."""


class IncomingResponse(Base):
    """An anonymous answer that nobody may count yet: it waits until it is mixed with others."""

    __tablename__ = "incoming_response"
    __table_args__ = (
        CheckConstraint(f"channel IN {CHANNELS}", name="channel"),
        CheckConstraint("mode = 'anonymous'", name="only_anonymous"),
        ForeignKeyConstraint(
            ["survey_id", "mode"], ["survey.id", "survey.mode"], name="fk_incoming_response_mode"
        ),
        Index("ix_incoming_response_survey_id", "survey_id"),
        {"sqlite_with_rowid": False},
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=random_id)
    survey_id: Mapped[str] = mapped_column(ForeignKey("survey.id"))
    mode: Mapped[str] = mapped_column(String(12))
    definition_version_id: Mapped[str] = mapped_column(ForeignKey("definition_version.id"))
    channel: Mapped[str] = mapped_column(String(10))
    document: Mapped[dict[str, Any]] = mapped_column(JsonDocument)
    receipt_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    receipt_leaf: Mapped[str | None] = mapped_column(String(64))
