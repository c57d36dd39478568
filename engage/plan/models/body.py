"""The city's bodies and what they were called when: a 2020 paper shows the name of 2020."""

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from engage.core.db import Base, Id


class PublicBody(Base):
    """A headquarters, a conference, the auditors: what it is, whatever it is called."""

    __tablename__ = "public_body"

    id: Mapped[Id]
    code: Mapped[str] = mapped_column(String(40), unique=True)
    kind: Mapped[str] = mapped_column(String(20))
    role: Mapped[str] = mapped_column(Text, default="")
    members: Mapped[str] = mapped_column(Text, default="")
    source: Mapped[str] = mapped_column(String(400), default="")


class PublicBodyName(Base):
    """One name and the months [from_month, until_month) in which it held."""

    __tablename__ = "public_body_name"
    __table_args__ = (
        UniqueConstraint("body_id", "name", name="once_per_body"),
        CheckConstraint(
            "from_month IS NULL OR until_month IS NULL OR until_month > from_month",
            name="ends_after_beginning",
        ),
    )

    id: Mapped[Id]
    body_id: Mapped[str] = mapped_column(ForeignKey("public_body.id"))
    name: Mapped[str] = mapped_column(String(200))
    yomi: Mapped[str] = mapped_column(String(300), default="")
    from_month: Mapped[str | None] = mapped_column(String(7))
    until_month: Mapped[str | None] = mapped_column(String(7))
    note: Mapped[str] = mapped_column(Text, default="")
