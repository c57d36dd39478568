"""A person with an account, what they are to the city, and how they prove who they are."""

from datetime import datetime

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    ForeignKey,
    Integer,
    String,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from engage.core.db import Base, Id, UtcTime
from engage.core.permissions import Role

ROLES = tuple(str(role) for role in Role)
EMAIL_LENGTH = 254
NAME_LENGTH = 100


class Account(Base):
    """A person who can sign in. An erased account keeps its id, so that old records still hold."""

    __tablename__ = "account"
    __table_args__ = (
        CheckConstraint("(email IS NULL) = (email_key IS NULL)", name="email_with_its_key"),
        CheckConstraint("(email IS NULL) = (erased_at IS NOT NULL)", name="email_until_erased"),
        CheckConstraint(
            "erased_at IS NULL OR (password_hash IS NULL AND totp_sealed IS NULL)",
            name="no_proof_after_erasure",
        ),
        CheckConstraint(
            "totp_confirmed_at IS NULL OR totp_sealed IS NOT NULL", name="confirmed_has_secret"
        ),
    )

    id: Mapped[Id]
    email: Mapped[str | None] = mapped_column(String(EMAIL_LENGTH))
    """As the person writes it; mail goes there."""
    email_key: Mapped[str | None] = mapped_column(String(EMAIL_LENGTH), unique=True)
    """The same address in one spelling, for finding and for being the only one."""
    name: Mapped[str] = mapped_column(String(NAME_LENGTH))
    password_hash: Mapped[str | None] = mapped_column(String(200))
    is_fictional: Mapped[bool] = mapped_column(Boolean, default=False)
    created_at: Mapped[datetime] = mapped_column(UtcTime)
    locked_at: Mapped[datetime | None] = mapped_column(UtcTime)
    erased_at: Mapped[datetime | None] = mapped_column(UtcTime)

    totp_sealed: Mapped[str | None] = mapped_column(String(1000))
    """The secret shared with the person's phone, encrypted; see `sealing`."""
    totp_confirmed_at: Mapped[datetime | None] = mapped_column(UtcTime)
    totp_last_step: Mapped[int | None] = mapped_column(Integer)
    """The last half minute whose code was used: no code is good twice."""

    roles: Mapped[list["AccountRole"]] = relationship(
        cascade="all, delete-orphan", lazy="selectin", order_by="AccountRole.role"
    )

    @property
    def role_set(self) -> frozenset[Role]:
        """What the person is to the city."""
        return frozenset(Role(row.role) for row in self.roles)

    @property
    def is_open(self) -> bool:
        """Whether the person may sign in."""
        return self.locked_at is None and self.erased_at is None

    @property
    def has_second_factor(self) -> bool:
        """Whether a phone is set up and confirmed."""
        return self.totp_confirmed_at is not None


class AccountRole(Base):
    """One thing that a person is to the city."""

    __tablename__ = "account_role"
    __table_args__ = (CheckConstraint(f"role IN {ROLES}", name="role"),)

    account_id: Mapped[str] = mapped_column(
        ForeignKey("account.id", ondelete="CASCADE"), primary_key=True
    )
    role: Mapped[str] = mapped_column(String(20), primary_key=True)


class RecoveryCode(Base):
    """One of the codes on paper that replace a lost phone, each good once."""

    __tablename__ = "recovery_code"
    __table_args__ = (UniqueConstraint("account_id", "code_hash", name="code_within_account"),)

    id: Mapped[Id]
    account_id: Mapped[str] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"))
    code_hash: Mapped[str] = mapped_column(String(64))
    used_at: Mapped[datetime | None] = mapped_column(UtcTime)
