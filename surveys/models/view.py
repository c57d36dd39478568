"""Ways of looking at a survey's numbers that somebody wants to come back to."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from engage.core.db import Base, Id, JsonDocument, UtcTime


class SurveyView(Base):
    """A named view: which question divides the others, and what the base of shares is."""

    __tablename__ = "survey_view"
    __table_args__ = (UniqueConstraint("survey_id", "name", name="one_of_each_name"),)

    id: Mapped[Id]
    survey_id: Mapped[str] = mapped_column(ForeignKey("survey.id"))
    name: Mapped[str] = mapped_column(String(100))
    choices: Mapped[dict[str, Any]] = mapped_column(JsonDocument)
    account_id: Mapped[str | None] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime] = mapped_column(UtcTime)
