"""Who is signed in where, and the links in mail that let a person in once."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from engage.core.db import Base, Id, UtcTime

LINK_PURPOSES = ("sign-in", "invitation")


class SignInSession(Base):
    """One browser in which a person signed in; the browser holds the token, we only its hash."""

    __tablename__ = "sign_in_session"
    __table_args__ = (CheckConstraint("last_seen_at >= created_at", name="seen_after_creation"),)

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    account_id: Mapped[str] = mapped_column(
        ForeignKey("account.id", ondelete="CASCADE"), index=True
    )
    created_at: Mapped[datetime] = mapped_column(UtcTime)
    last_seen_at: Mapped[datetime] = mapped_column(UtcTime)
    second_factor_at: Mapped[datetime | None] = mapped_column(UtcTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcTime)


class OneTimeLink(Base):
    """A link that was mailed to a person: good once, until it expires or a newer one is made."""

    __tablename__ = "one_time_link"
    __table_args__ = (
        CheckConstraint(f"purpose IN {LINK_PURPOSES}", name="purpose"),
        CheckConstraint("expires_at > created_at", name="expires_after_creation"),
    )

    id: Mapped[Id]
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    purpose: Mapped[str] = mapped_column(String(12))
    account_id: Mapped[str] = mapped_column(
        ForeignKey("account.id", ondelete="CASCADE"), index=True
    )
    created_at: Mapped[datetime] = mapped_column(UtcTime)
    expires_at: Mapped[datetime] = mapped_column(UtcTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcTime)
