"""Polls of a meeting, and the votes of its seats: one a seat, whoever acts for it."""

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
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from council.models.agenda import AgendaItem
from engage.core.db import Base, Id, JsonDocument, UtcTime

POLL_KINDS = ("sense", "approval", "score", "dot", "ranked")
POLL_STATES = ("draft", "open", "closed", "withdrawn")


class Poll(Base):
    """A question to the voting seats; when it is closed, its result is sealed."""

    __tablename__ = "poll"
    __table_args__ = (
        ForeignKeyConstraint(
            ["agenda_item_id", "meeting_id"],
            ["agenda_item.id", "agenda_item.meeting_id"],
            name="fk_poll_item_of_meeting",
        ),
        CheckConstraint(f"kind IN {POLL_KINDS}", name="kind"),
        CheckConstraint(f"state IN {POLL_STATES}", name="state"),
        CheckConstraint("(state = 'closed') = (result IS NOT NULL)", name="closed_has_result"),
        CheckConstraint("(result IS NULL) = (digest IS NULL)", name="result_is_sealed"),
        CheckConstraint("state <> 'withdrawn' OR reason <> ''", name="withdrawn_has_reason"),
        CheckConstraint(
            "state NOT IN ('open', 'closed') OR opened_at IS NOT NULL", name="open_has_begun"
        ),
        UniqueConstraint("meeting_id", "number", name="number_within_meeting"),
        UniqueConstraint("id", "is_secret", name="secrecy"),
        Index(
            "uq_poll_one_open",
            "meeting_id",
            unique=True,
            sqlite_where=text("state = 'open'"),
            postgresql_where=text("state = 'open'"),
        ),
    )

    id: Mapped[Id]
    meeting_id: Mapped[str] = mapped_column(ForeignKey("meeting.id"))
    agenda_item_id: Mapped[str] = mapped_column(String(36), index=True)
    number: Mapped[int] = mapped_column(Integer)
    kind: Mapped[str] = mapped_column(String(10))
    question: Mapped[str] = mapped_column(String(200))
    options: Mapped[list[str]] = mapped_column(JsonDocument)
    """Words in the order in which they are shown, coded "1", "2", …; none in a sense check."""
    most: Mapped[int | None] = mapped_column(Integer)
    """Highest score, number of dots, or how many options may be approved."""
    seats: Mapped[int] = mapped_column(Integer, default=1)
    """How many a ranked vote is to find."""
    is_secret: Mapped[bool] = mapped_column(Boolean, default=False)
    state: Mapped[str] = mapped_column(String(10), default="draft")
    opened_at: Mapped[datetime | None] = mapped_column(UtcTime)
    closed_at: Mapped[datetime | None] = mapped_column(UtcTime)
    reason: Mapped[str] = mapped_column(String(300), default="")
    vote_count: Mapped[int] = mapped_column(Integer, default=0)
    secret_votes: Mapped[list[dict[str, int]]] = mapped_column(JsonDocument, default=list)
    """The votes of a secret poll, sorted: no seat, no time and no order lies beside them."""
    result: Mapped[dict[str, Any] | None] = mapped_column(JsonDocument)
    digest: Mapped[str | None] = mapped_column(String(64))
    is_fictional: Mapped[bool] = mapped_column(Boolean, default=False)

    item: Mapped[AgendaItem] = relationship()


class PollVote(Base):
    """That a seat has voted, and in an open poll what it said."""

    __tablename__ = "poll_vote"
    __table_args__ = (
        ForeignKeyConstraint(
            ["poll_id", "is_secret"], ["poll.id", "poll.is_secret"], name="fk_poll_vote_secrecy"
        ),
        CheckConstraint("is_secret = (marks IS NULL)", name="secret_says_nothing"),
        CheckConstraint("is_secret = (at IS NULL)", name="secret_has_no_time"),
    )

    poll_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisation.id"), primary_key=True)
    is_secret: Mapped[bool] = mapped_column(Boolean)
    marks: Mapped[dict[str, int] | None] = mapped_column(JsonDocument)
    nonce: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime | None] = mapped_column(UtcTime)
