"""What each organisation said of the minutes before they were approved."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from council.models.body import Organisation
from council.models.minutes import Minutes, MinutesBlock
from engage.core.db import Base, Id, UtcTime

REQUEST_STATES = ("open", "done", "declined")


class MinutesConfirmation(Base):
    """An organisation found the text right as it stood at that moment."""

    __tablename__ = "minutes_confirmation"

    minutes_id: Mapped[str] = mapped_column(ForeignKey("minutes.id"), primary_key=True)
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisation.id"), primary_key=True)
    representation_id: Mapped[str] = mapped_column(ForeignKey("representation.id"))
    text_digest: Mapped[str] = mapped_column(String(64))
    """Of the text that was confirmed: a later wording has another."""
    at: Mapped[datetime] = mapped_column(UtcTime)


class MinutesRequest(Base):
    """An organisation asks for a passage to be changed, or objects to the whole."""

    __tablename__ = "minutes_request"
    __table_args__ = (
        CheckConstraint(f"state IN {REQUEST_STATES}", name="state"),
        CheckConstraint("text <> ''", name="has_text"),
        CheckConstraint("state = 'open' OR reply <> ''", name="settled_has_reply"),
        CheckConstraint("(state = 'open') = (settled_at IS NULL)", name="settled_has_time"),
    )

    id: Mapped[Id]
    minutes_id: Mapped[str] = mapped_column(ForeignKey("minutes.id"), index=True)
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisation.id"))
    representation_id: Mapped[str] = mapped_column(ForeignKey("representation.id"))
    minutes_block_id: Mapped[str | None] = mapped_column(ForeignKey("minutes_block.id"))
    """None for an objection to the minutes as a whole."""
    text: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(10), default="open")
    reply: Mapped[str] = mapped_column(Text, default="")
    nonce: Mapped[str | None] = mapped_column(String(64), unique=True)
    at: Mapped[datetime] = mapped_column(UtcTime)
    settled_at: Mapped[datetime | None] = mapped_column(UtcTime)

    minutes: Mapped[Minutes] = relationship()
    block: Mapped[MinutesBlock | None] = relationship()
    organisation: Mapped[Organisation] = relationship()
