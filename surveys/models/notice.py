"""Who wants to be told when results appear; nothing leads from here to an answer."""

from datetime import date

from sqlalchemy import Date, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from engage.core.db import Base
from engage.core.ids import random_id


class NoticeWish(Base):
    """A mail address to be told once when the results of a survey are public; then it is erased."""

    __tablename__ = "notice_wish"
    __table_args__ = (
        UniqueConstraint("survey_id", "email", name="once_per_address"),
        {"sqlite_with_rowid": False},
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=random_id)
    survey_id: Mapped[str] = mapped_column(ForeignKey("survey.id"))
    email: Mapped[str] = mapped_column(String(254))
    asked_on: Mapped[date] = mapped_column(Date)
    """The day only."""
