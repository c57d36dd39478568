"""The people who agreed to answer the city's surveys on the net."""

from sqlalchemy import Boolean, CheckConstraint, ForeignKey, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from engage.core.db import Base, Id

SEXES = ("male", "female", "other", "unknown")


class Monitor(Base):
    """A net monitor: what the panel's composition needs, and the account if there is one."""

    __tablename__ = "monitor"
    __table_args__ = (
        CheckConstraint(f"sex IN {SEXES}", name="sex"),
        CheckConstraint("member_to IS NULL OR member_to >= member_from", name="leaves_after_join"),
    )

    id: Mapped[Id]
    account_id: Mapped[str | None] = mapped_column(ForeignKey("account.id"), unique=True)
    sex: Mapped[str] = mapped_column(String(10))
    age_band: Mapped[str] = mapped_column(String(20))
    district: Mapped[str] = mapped_column(String(40))
    member_from: Mapped[int] = mapped_column(Integer)
    """First fiscal year of membership."""
    member_to: Mapped[int | None] = mapped_column(Integer)
    """Last fiscal year, where it is known."""
    is_fictional: Mapped[bool] = mapped_column(Boolean, default=False)
