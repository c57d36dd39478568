"""A person's wish that their account be erased, and what became of it."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from engage.core.db import Base, Id, UtcTime

_OPEN = text("done_at IS NULL AND withdrawn_at IS NULL")


class ErasureRequest(Base):
    """One wish: open until an administrator erases or the person changes their mind."""

    __tablename__ = "erasure_request"
    __table_args__ = (
        CheckConstraint("done_at IS NULL OR withdrawn_at IS NULL", name="one_end"),
        Index(
            "uq_erasure_request_open",
            "account_id",
            unique=True,
            sqlite_where=_OPEN,
            postgresql_where=_OPEN,
        ),
    )

    id: Mapped[Id]
    account_id: Mapped[str] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"))
    requested_at: Mapped[datetime] = mapped_column(UtcTime)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcTime)
    done_at: Mapped[datetime | None] = mapped_column(UtcTime)
    done_by: Mapped[str | None] = mapped_column(String(36))
