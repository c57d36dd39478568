"""Who is asked, what they are writing, what was answered; nothing joins the first to the last.

None of these tables has a time, an address or an order. On SQLite they have no hidden row number
either (WITHOUT ROWID); on PostgreSQL the row versions still tell an administrator with direct
access which rows were written together, and the notice to respondents says so.
"""

from typing import Any

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    String,
)
from sqlalchemy.orm import Mapped, mapped_column

from engage.core.db import Base, JsonDocument
from engage.core.ids import random_id

CHANNELS = ("web", "paper", "counter", "phone")


class Participation(Base):
    """One person asked in one survey, and whether an answer came; never when, never which.

    Sex, age band and district are those of the day of the invitation.
    """

    __tablename__ = "participation"
    __table_args__ = (
        CheckConstraint("used IN (0, 1)", name="used_is_yes_or_no"),
        CheckConstraint("used = 1 OR nonce_hash IS NULL", name="nonce_only_when_used"),
        {"sqlite_with_rowid": False},
    )

    survey_id: Mapped[str] = mapped_column(ForeignKey("survey.id"), primary_key=True)
    monitor_id: Mapped[str] = mapped_column(ForeignKey("monitor.id"), primary_key=True)
    sex: Mapped[str] = mapped_column(String(10))
    age_band: Mapped[str] = mapped_column(String(20))
    district: Mapped[str] = mapped_column(String(40))
    code_hmac: Mapped[str | None] = mapped_column(String(64), unique=True)
    used: Mapped[int] = mapped_column(Integer, default=0)
    nonce_hash: Mapped[str | None] = mapped_column(String(64))


class Draft(Base):
    """What somebody has written so far; deleted with sending, or after the survey closes."""

    __tablename__ = "draft"
    __table_args__ = (
        ForeignKeyConstraint(
            ["survey_id", "monitor_id"],
            ["participation.survey_id", "participation.monitor_id"],
            name="fk_draft_participation",
        ),
        CheckConstraint("revision > 0", name="counts_from_one"),
        Index("ix_draft_resume_hmac", "resume_hmac"),
        {"sqlite_with_rowid": False},
    )

    survey_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    monitor_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    document: Mapped[dict[str, Any]] = mapped_column(JsonDocument)
    page: Mapped[int] = mapped_column(Integer, default=1)
    """Number of the page where one goes on."""
    revision: Mapped[int] = mapped_column(Integer, default=1)
    resume_hmac: Mapped[str] = mapped_column(String(64))


class Response(Base):
    """One answer as one document; its random id and its receipt tell nothing about who and when."""

    __tablename__ = "response"
    __table_args__ = (
        CheckConstraint(f"channel IN {CHANNELS}", name="channel"),
        Index("ix_response_survey_id", "survey_id"),
        {"sqlite_with_rowid": False},
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=random_id)
    survey_id: Mapped[str] = mapped_column(ForeignKey("survey.id"))
    definition_version_id: Mapped[str] = mapped_column(ForeignKey("definition_version.id"))
    channel: Mapped[str] = mapped_column(String(10))
    document: Mapped[dict[str, Any]] = mapped_column(JsonDocument)
    """Question code → {"state": "answered" | "no-answer" | "not-shown" | …, …}; see `questions`."""
    receipt_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
