"""Why a version differs from its base: items, what each changes, and what was decided."""

from datetime import date, datetime

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Date,
    ForeignKey,
    Integer,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from engage.core.db import Base, Id, UtcTime
from engage.core.frozen import append_only
from engage.plan.models.element import ElementRevision, PlanElement
from engage.plan.models.final import final_with_item, final_with_version
from engage.plan.models.plan import PlanVersion

ITEM_KINDS = ("new", "expand", "continue", "merge", "retire")
ITEM_STATES = ("open", "withdrawn")
OPERATIONS = ("none", "add", "modify", "remove", "move")
OUTCOMES = ("adopted", "partly", "considering", "noted", "done", "declined")


class RevisionItem(Base):
    """One proposal to change the plan, or to leave it as it is although a voice asked."""

    __tablename__ = "revision_item"
    __table_args__ = (
        UniqueConstraint("version_id", "code", name="code_within_version"),
        CheckConstraint(f"kind IN {ITEM_KINDS}", name="kind"),
        CheckConstraint(f"state IN {ITEM_STATES}", name="state"),
    )

    id: Mapped[Id]
    version_id: Mapped[str] = mapped_column(ForeignKey("plan_version.id"))
    code: Mapped[str] = mapped_column(String(20))
    kind: Mapped[str] = mapped_column(String(10))
    title: Mapped[str] = mapped_column(String(200))
    rationale: Mapped[str] = mapped_column(Text, default="")
    no_evidence_reason: Mapped[str] = mapped_column(Text, default="")
    """Said openly when an item rests on no evidence."""
    state: Mapped[str] = mapped_column(String(10), default="open")
    opened_at: Mapped[datetime] = mapped_column(UtcTime)
    opened_by: Mapped[str | None] = mapped_column(String(36))
    is_fictional: Mapped[bool] = mapped_column(Boolean, default=False)

    version: Mapped[PlanVersion] = relationship()
    changes: Mapped[list["RevisionChange"]] = relationship(
        order_by="RevisionChange.position", back_populates="item"
    )
    decisions: Mapped[list["RevisionDecision"]] = relationship(
        order_by="RevisionDecision.seq", back_populates="item"
    )

    @property
    def decision(self) -> "RevisionDecision | None":
        """The newest decision; earlier ones stay readable."""
        return self.decisions[-1] if self.decisions else None

    @property
    def about(self) -> PlanElement | None:
        """The part of the plan that it changes; else the one that it speaks of."""
        changing = [change for change in self.changes if change.operation != "none"]
        chosen = changing or self.changes
        return chosen[0].element if chosen else None


class RevisionChange(Base):
    """What an item does to one element; `none` says that it is about it and leaves it alone."""

    __tablename__ = "revision_change"
    __table_args__ = (
        UniqueConstraint("item_id", "element_id", name="once_per_element"),
        CheckConstraint(f"operation IN {OPERATIONS}", name="operation"),
        CheckConstraint(
            "operation <> 'modify' OR (before_id IS NOT NULL AND after_id IS NOT NULL)",
            name="modify_has_both_texts",
        ),
        CheckConstraint("operation <> 'add' OR after_id IS NOT NULL", name="add_has_text"),
        CheckConstraint("operation <> 'remove' OR before_id IS NOT NULL", name="remove_had_text"),
    )

    id: Mapped[Id]
    item_id: Mapped[str] = mapped_column(ForeignKey("revision_item.id"))
    element_id: Mapped[str] = mapped_column(ForeignKey("plan_element.id"), index=True)
    position: Mapped[int] = mapped_column(Integer, default=1)
    operation: Mapped[str] = mapped_column(String(10), default="none")
    before_id: Mapped[str | None] = mapped_column(ForeignKey("element_revision.id"))
    after_id: Mapped[str | None] = mapped_column(ForeignKey("element_revision.id"))

    item: Mapped[RevisionItem] = relationship(back_populates="changes")
    element: Mapped[PlanElement] = relationship()
    before: Mapped[ElementRevision | None] = relationship(foreign_keys=[before_id])
    after: Mapped[ElementRevision | None] = relationship(foreign_keys=[after_id])


class RevisionDecision(Base):
    """What a body decided about an item and why; a new decision is a new row."""

    __tablename__ = "revision_decision"
    __table_args__ = (
        UniqueConstraint("item_id", "seq", name="seq_within_item"),
        CheckConstraint(f"outcome IN {OUTCOMES}", name="outcome"),
        CheckConstraint("trim(reason) <> ''", name="has_reason"),
        CheckConstraint("outcome <> 'considering' OR until IS NOT NULL", name="considering_until"),
    )

    id: Mapped[Id]
    item_id: Mapped[str] = mapped_column(ForeignKey("revision_item.id"))
    seq: Mapped[int] = mapped_column(Integer)
    outcome: Mapped[str] = mapped_column(String(12))
    reason: Mapped[str] = mapped_column(Text)
    body_name: Mapped[str] = mapped_column(String(200))
    """The deciding body as it was called on that day."""
    decided_on: Mapped[date] = mapped_column(Date)
    until: Mapped[date | None] = mapped_column(Date)
    recorded_by: Mapped[str | None] = mapped_column(String(36))
    recorded_at: Mapped[datetime] = mapped_column(UtcTime)
    is_fictional: Mapped[bool] = mapped_column(Boolean, default=False)

    item: Mapped[RevisionItem] = relationship(back_populates="decisions")


append_only(RevisionDecision.__table__)  # type: ignore[arg-type]
final_with_version(RevisionItem.__table__)  # type: ignore[arg-type]
final_with_item(RevisionChange.__table__)  # type: ignore[arg-type]
final_with_item(RevisionDecision.__table__)  # type: ignore[arg-type]
