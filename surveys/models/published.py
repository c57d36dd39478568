"""Past surveys that exist only as figures on paper: kept as printed, never corrected."""

from datetime import date
from typing import Any

from sqlalchemy import Boolean, CheckConstraint, Date, ForeignKey, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from engage.core.db import Base, Id, JsonDocument
from surveys.models.survey import KINDS


class PublishedResult(Base):
    """One past survey as a report prints it."""

    __tablename__ = "published_result"
    __table_args__ = (
        CheckConstraint(f"kind IN {KINDS}", name="kind"),
        CheckConstraint("period_to >= period_from", name="ends_after_beginning"),
    )

    id: Mapped[Id]
    code: Mapped[str] = mapped_column(String(60), unique=True)
    title: Mapped[str] = mapped_column(String(200))
    kind: Mapped[str] = mapped_column(String(10))
    fiscal_year: Mapped[int] = mapped_column(Integer)
    period_from: Mapped[date | None] = mapped_column(Date)
    period_to: Mapped[date | None] = mapped_column(Date)
    method: Mapped[str] = mapped_column(String(400), default="")
    """Whom it asked and how, in the report's words."""
    asked: Mapped[int | None] = mapped_column(Integer)
    answered: Mapped[int | None] = mapped_column(Integer)
    channels: Mapped[list[dict[str, Any]]] = mapped_column(JsonDocument, default=list)
    """[{"channel": "paper", "name": "郵送", "count": 406}]"""
    printed_rate: Mapped[str | None] = mapped_column(String(20))
    printed_formula: Mapped[str | None] = mapped_column(String(200))
    source: Mapped[str] = mapped_column(String(400))
    is_fictional: Mapped[bool] = mapped_column(Boolean, default=False)


class PublishedFigure(Base):
    """One printed number: what it counts, the per cent text as printed, n and count where known."""

    __tablename__ = "published_figure"
    __table_args__ = (
        UniqueConstraint("result_id", "position", name="position_within_result"),
        CheckConstraint("count IS NULL OR n IS NULL OR count <= n", name="part_of_whole"),
    )

    id: Mapped[Id]
    result_id: Mapped[str] = mapped_column(ForeignKey("published_result.id"), index=True)
    position: Mapped[int] = mapped_column(Integer)
    topic: Mapped[str] = mapped_column(String(300), default="")
    """The question, or what the rate is of."""
    label: Mapped[str] = mapped_column(String(200))
    printed_percent: Mapped[str | None] = mapped_column(String(20))
    n: Mapped[int | None] = mapped_column(Integer)
    count: Mapped[int | None] = mapped_column(Integer)
    source: Mapped[str] = mapped_column(String(400), default="")
