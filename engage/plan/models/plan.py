"""A plan, and the versions in which it was published or is being drafted."""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    ForeignKey,
    Index,
    Integer,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from engage.core.db import Base, Id, JsonDocument, UtcTime
from engage.plan.models.final import final_itself

VERSION_STATES = ("draft", "published", "withdrawn")
MONTH = "____-__"


class Plan(Base):
    """A plan of the city for some fiscal years."""

    __tablename__ = "plan"
    __table_args__ = (
        CheckConstraint("last_fiscal_year >= first_fiscal_year", name="ends_after_beginning"),
    )

    id: Mapped[Id]
    code: Mapped[str] = mapped_column(String(40), unique=True)
    title: Mapped[str] = mapped_column(String(200))
    short_title: Mapped[str] = mapped_column(String(100), default="")
    first_fiscal_year: Mapped[int] = mapped_column(Integer)
    last_fiscal_year: Mapped[int] = mapped_column(Integer)
    facts: Mapped[list[dict[str, Any]]] = mapped_column(JsonDocument, default=list)
    """[{"name": "上位計画", "value": …}]: what else is printed about the plan."""
    source: Mapped[str] = mapped_column(String(400), default="")
    is_fictional: Mapped[bool] = mapped_column(Boolean, default=False)


class PlanVersion(Base):
    """One version: a published one never changes, a draft branches off exactly one base."""

    __tablename__ = "plan_version"
    __table_args__ = (
        UniqueConstraint("plan_id", "number", name="number_within_plan"),
        CheckConstraint(f"state IN {VERSION_STATES}", name="state"),
        CheckConstraint("number = 1 OR base_id IS NOT NULL", name="branches_off_a_base"),
        CheckConstraint(f"month IS NULL OR month LIKE '{MONTH}'", name="month"),
        CheckConstraint(
            "(state = 'published') = (manifest IS NOT NULL)", name="published_has_manifest"
        ),
        Index(
            "uq_plan_version_one_draft",
            "plan_id",
            unique=True,
            sqlite_where=text("state = 'draft'"),
            postgresql_where=text("state = 'draft'"),
        ),
    )

    id: Mapped[Id]
    plan_id: Mapped[str] = mapped_column(ForeignKey("plan.id"))
    number: Mapped[int] = mapped_column(Integer)
    base_id: Mapped[str | None] = mapped_column(ForeignKey("plan_version.id"))
    state: Mapped[str] = mapped_column(String(10), default="draft")
    edits: Mapped[int] = mapped_column(Integer, default=0)
    """Grows with every change to the draft; taking it is how writers queue up."""
    month: Mapped[str | None] = mapped_column(String(7))
    """"2021-08": the report knows months only, and a month does not turn into a day."""
    trigger: Mapped[str] = mapped_column(String(400), default="")
    summary: Mapped[str] = mapped_column(Text, default="")
    changes: Mapped[list[str]] = mapped_column(JsonDocument, default=list)
    """What a source prints as changed in a version from before this system."""
    is_proposal: Mapped[bool] = mapped_column(Boolean, default=False)
    """Whether a draft may be read by anyone."""
    published_at: Mapped[datetime | None] = mapped_column(UtcTime)
    manifest: Mapped[str | None] = mapped_column(String(64))
    source: Mapped[str] = mapped_column(String(400), default="")
    is_fictional: Mapped[bool] = mapped_column(Boolean, default=False)

    plan: Mapped[Plan] = relationship()

    @property
    def is_draft(self) -> bool:
        """Whether the version can still be changed."""
        return self.state == "draft"


final_itself(PlanVersion.__table__)  # type: ignore[arg-type]
