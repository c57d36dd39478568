"""Reports that were made of a survey: what was asked for, how far it is, what came of it."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from engage.core.db import Base, Id, JsonDocument, UtcTime

STATES = ("waiting", "working", "done", "failed")


class SurveyReport(Base):
    """One report; its outline is kept, so that its files can be written again."""

    __tablename__ = "survey_report"
    __table_args__ = (
        CheckConstraint(f"state IN {STATES}", name="state"),
        CheckConstraint("step >= 0 AND step <= steps", name="step_of_steps"),
        CheckConstraint("(state = 'done') = (finished_at IS NOT NULL)", name="finished_when_done"),
        UniqueConstraint("nonce", name="asked_once"),
        Index("ix_survey_report_survey", "survey_id", "asked_at"),
    )

    id: Mapped[Id]
    survey_id: Mapped[str] = mapped_column(ForeignKey("survey.id"))
    nonce: Mapped[str] = mapped_column(String(64))
    choices: Mapped[dict[str, Any]] = mapped_column(JsonDocument)
    """Questions to divide by, and the code of the survey to compare with."""
    state: Mapped[str] = mapped_column(String(10), default="waiting")
    step: Mapped[int] = mapped_column(Integer, default=0)
    steps: Mapped[int] = mapped_column(Integer)
    outline: Mapped[dict[str, Any] | None] = mapped_column(JsonDocument)
    files: Mapped[dict[str, Any] | None] = mapped_column(JsonDocument)
    """Format → digest of the stored file."""
    responses: Mapped[int | None] = mapped_column(Integer)
    account_id: Mapped[str | None] = mapped_column(ForeignKey("account.id"))
    asked_at: Mapped[datetime] = mapped_column(UtcTime)
    finished_at: Mapped[datetime | None] = mapped_column(UtcTime)
