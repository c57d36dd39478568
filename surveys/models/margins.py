"""The make-up of the population that a survey's answers are weighted to."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from engage.core.db import Base, JsonDocument, UtcTime


class SurveyMargins(Base):
    """How many people of each class live there, by question, and where that is printed."""

    __tablename__ = "survey_margins"
    __table_args__ = (CheckConstraint("source <> ''", name="says_its_source"),)

    survey_id: Mapped[str] = mapped_column(ForeignKey("survey.id"), primary_key=True)
    people: Mapped[dict[str, Any]] = mapped_column(JsonDocument)
    """{"sex": {"1": 155000, "2": 160000}}"""
    source: Mapped[str] = mapped_column(String(300))
    account_id: Mapped[str | None] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime] = mapped_column(UtcTime)
