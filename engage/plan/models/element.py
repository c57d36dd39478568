"""The parts of a plan: who they are, what they say at a time, and where they stand in a version."""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from engage.core.db import Base, Id, JsonDocument, UtcTime
from engage.core.digest import digest
from engage.core.frozen import append_only
from engage.plan.models.final import final_with_version

KINDS = ("principle", "policy", "goal", "support", "project")
FAMILIES = ("five-less", "five-elements", "national")


class PlanElement(Base):
    """One policy, goal, support structure or project, whatever its text and place."""

    __tablename__ = "plan_element"
    __table_args__ = (
        UniqueConstraint("plan_id", "code", name="code_within_plan"),
        CheckConstraint(f"kind IN {KINDS}", name="kind"),
    )

    id: Mapped[Id]
    plan_id: Mapped[str] = mapped_column(ForeignKey("plan.id"))
    code: Mapped[str] = mapped_column(String(40))
    kind: Mapped[str] = mapped_column(String(10))
    created_in_id: Mapped[str | None] = mapped_column(ForeignKey("plan_version.id"))
    retired_in_id: Mapped[str | None] = mapped_column(ForeignKey("plan_version.id"))
    source: Mapped[str] = mapped_column(String(400), default="")


class ElementRevision(Base):
    """What an element says from one moment on; never changed, only followed by another."""

    __tablename__ = "element_revision"
    __table_args__ = (
        UniqueConstraint("element_id", "seq", name="seq_within_element"),
        UniqueConstraint("id", "element_id", name="revision_with_its_element"),
        CheckConstraint("seq > 0", name="counts_from_one"),
    )

    id: Mapped[Id]
    element_id: Mapped[str] = mapped_column(ForeignKey("plan_element.id"))
    seq: Mapped[int] = mapped_column(Integer)
    title: Mapped[str] = mapped_column(String(300))
    body: Mapped[str] = mapped_column(Text, default="")
    fields: Mapped[dict[str, Any]] = mapped_column(JsonDocument, default=dict)
    """aliases, kpi, department, budget, …; null is 未登録."""
    sha256: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(UtcTime)
    author_id: Mapped[str | None] = mapped_column(String(36))

    element: Mapped[PlanElement] = relationship()

    def computed_sha256(self) -> str:
        """Return the digest that this text must carry."""
        return content_digest(self.title, self.body, self.fields)


def content_digest(title: str, body: str, fields: dict[str, Any]) -> str:
    """Return the digest of what an element says."""
    return digest({"title": title, "body": body, "fields": fields})


class Placement(Base):
    """Where an element stands in a version. A re-listed one (再掲) points at its primary place."""

    __tablename__ = "placement"
    __table_args__ = (
        ForeignKeyConstraint(
            ["element_revision_id", "element_id"],
            ["element_revision.id", "element_revision.element_id"],
            name="fk_placement_revision_of_element",
        ),
        UniqueConstraint("version_id", "position", name="position_within_version"),
        CheckConstraint("is_primary = (primary_id IS NULL)", name="relisted_has_primary"),
        Index(
            "uq_placement_one_primary",
            "version_id",
            "element_id",
            unique=True,
            sqlite_where=text("is_primary"),
            postgresql_where=text("is_primary"),
        ),
    )

    id: Mapped[Id]
    version_id: Mapped[str] = mapped_column(ForeignKey("plan_version.id"))
    element_id: Mapped[str] = mapped_column(ForeignKey("plan_element.id"), index=True)
    element_revision_id: Mapped[str] = mapped_column(String(36))
    parent_id: Mapped[str | None] = mapped_column(ForeignKey("placement.id"))
    position: Mapped[int] = mapped_column(Integer)
    number_label: Mapped[str] = mapped_column(String(20), default="")
    is_primary: Mapped[bool] = mapped_column(Boolean, default=True)
    primary_id: Mapped[str | None] = mapped_column(ForeignKey("placement.id"))

    element: Mapped[PlanElement] = relationship(foreign_keys=[element_id])
    revision: Mapped[ElementRevision] = relationship(
        primaryjoin="foreign(Placement.element_revision_id) == ElementRevision.id", viewonly=True
    )


class Tag(Base):
    """Something that cuts across a plan: a 5レス, one of five elements, a national item."""

    __tablename__ = "plan_tag"
    __table_args__ = (
        UniqueConstraint("plan_id", "family", "code", name="code_within_family"),
        CheckConstraint(f"family IN {FAMILIES}", name="family"),
    )

    id: Mapped[Id]
    plan_id: Mapped[str] = mapped_column(ForeignKey("plan.id"))
    family: Mapped[str] = mapped_column(String(20))
    code: Mapped[str] = mapped_column(String(40))
    group: Mapped[str] = mapped_column(String(60), default="")
    position: Mapped[int] = mapped_column(Integer)
    title: Mapped[str] = mapped_column(String(200))
    summary: Mapped[str] = mapped_column(Text, default="")
    aliases: Mapped[list[str]] = mapped_column(JsonDocument, default=list)
    source: Mapped[str] = mapped_column(String(400), default="")


class ElementTag(Base):
    """An element that serves a tag."""

    __tablename__ = "element_tag"

    tag_id: Mapped[str] = mapped_column(ForeignKey("plan_tag.id"), primary_key=True)
    element_id: Mapped[str] = mapped_column(ForeignKey("plan_element.id"), primary_key=True)
    basis: Mapped[str] = mapped_column(String(200), default="")
    """Who says so: a source, or the reading of an analyst."""


append_only(ElementRevision.__table__)  # type: ignore[arg-type]
final_with_version(Placement.__table__)  # type: ignore[arg-type]
