"""What a revision item rests on: frozen copies, and citations that are retracted, never deleted."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from engage.core.db import Base, Id, JsonDocument, UtcTime
from engage.core.digest import digest
from engage.core.frozen import append_only
from engage.plan.models.final import final_with_item
from engage.plan.models.revision import RevisionItem

RELATIONS = ("basis", "against", "reference", "trigger")


class Evidence(Base):
    """A statistic, an opinion, a passage as it stood when it was first cited."""

    __tablename__ = "evidence"
    __table_args__ = (UniqueConstraint("kind", "key", "sha256", name="same_copy_once"),)

    id: Mapped[Id]
    kind: Mapped[str] = mapped_column(String(40))
    key: Mapped[str] = mapped_column(String(200))
    snapshot: Mapped[dict[str, Any]] = mapped_column(JsonDocument)
    sha256: Mapped[str] = mapped_column(String(64))
    captured_at: Mapped[datetime] = mapped_column(UtcTime)

    def computed_sha256(self) -> str:
        """Return the digest that this copy must carry."""
        return digest(self.snapshot)


class Citation(Base):
    """Evidence that an item names, for or against it."""

    __tablename__ = "citation"
    __table_args__ = (
        UniqueConstraint("item_id", "evidence_id", name="once_per_item"),
        CheckConstraint(f"relation IN {RELATIONS}", name="relation"),
        CheckConstraint(
            "(retracted_at IS NULL) = (retract_reason = '')", name="retracted_with_reason"
        ),
    )

    id: Mapped[Id]
    item_id: Mapped[str] = mapped_column(ForeignKey("revision_item.id"), index=True)
    evidence_id: Mapped[str] = mapped_column(ForeignKey("evidence.id"), index=True)
    relation: Mapped[str] = mapped_column(String(10), default="basis")
    note: Mapped[str] = mapped_column(Text, default="")
    cited_at: Mapped[datetime] = mapped_column(UtcTime)
    cited_by: Mapped[str | None] = mapped_column(String(36))
    retracted_at: Mapped[datetime | None] = mapped_column(UtcTime)
    retracted_by: Mapped[str | None] = mapped_column(String(36))
    retract_reason: Mapped[str] = mapped_column(Text, default="")

    item: Mapped[RevisionItem] = relationship()
    evidence: Mapped[Evidence] = relationship()

    @property
    def is_active(self) -> bool:
        """Whether the citation still counts."""
        return self.retracted_at is None


append_only(Evidence.__table__)  # type: ignore[arg-type]
final_with_item(Citation.__table__)  # type: ignore[arg-type]
