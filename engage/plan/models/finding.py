"""What auditors found and advisers said: demands on the plan from outside."""

from datetime import date
from typing import Any

from sqlalchemy import Date, ForeignKey, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from engage.core.db import Base, Id, JsonDocument


class Finding(Base):
    """One opinion of an audit report, in a short form of our own."""

    __tablename__ = "finding"
    __table_args__ = (UniqueConstraint("plan_id", "audit", "code", name="code_within_audit"),)

    id: Mapped[Id]
    plan_id: Mapped[str] = mapped_column(ForeignKey("plan.id"))
    audit: Mapped[str] = mapped_column(String(40))
    code: Mapped[str] = mapped_column(String(20))
    printed_code: Mapped[str] = mapped_column(String(20))
    position: Mapped[int] = mapped_column(Integer)
    topic: Mapped[str] = mapped_column(String(100))
    summary: Mapped[str] = mapped_column(Text)
    checks: Mapped[list[dict[str, Any]]] = mapped_column(JsonDocument, default=list)
    submitted_on: Mapped[date] = mapped_column(Date)
    source: Mapped[str] = mapped_column(String(400))


class AdviceRecord(Base):
    """Advice that was given: in which way, on what, how often; by affiliation, not by person."""

    __tablename__ = "advice_record"
    __table_args__ = (UniqueConstraint("plan_id", "code", name="code_within_plan"),)

    id: Mapped[Id]
    plan_id: Mapped[str] = mapped_column(ForeignKey("plan.id"))
    code: Mapped[str] = mapped_column(String(20))
    mode: Mapped[str] = mapped_column(String(20))
    matter: Mapped[str] = mapped_column(String(200))
    fiscal_years: Mapped[list[int]] = mapped_column(JsonDocument, default=list)
    affiliation: Mapped[str | None] = mapped_column(String(200))
    count: Mapped[int | None] = mapped_column(Integer)
    source: Mapped[str] = mapped_column(String(400))
