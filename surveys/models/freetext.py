"""Free answers sorted by people: the codes, who gave which, what was settled, what is released.

A text is known by the digest of its words, so equal texts are sorted once; nothing here says whose
it is, and no row says when it was sorted.
"""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from engage.core.db import Base, Id, JsonDocument, UtcTime


class TextCode(Base):
    """One code of a question's frame: what is counted of the texts."""

    __tablename__ = "text_code"
    __table_args__ = (
        UniqueConstraint("survey_id", "item", "code", name="code_within_item"),
        UniqueConstraint("survey_id", "item", "label", name="label_within_item"),
        CheckConstraint("label <> ''", name="has_label"),
    )

    id: Mapped[Id]
    survey_id: Mapped[str] = mapped_column(ForeignKey("survey.id"))
    item: Mapped[str] = mapped_column(String(100))
    code: Mapped[str] = mapped_column(String(10))
    label: Mapped[str] = mapped_column(String(80))
    definition: Mapped[str] = mapped_column(String(500), default="")
    """When to give it, and when not."""
    position: Mapped[int] = mapped_column(Integer)


class TextCoding(Base):
    """Which codes one person gave one text."""

    __tablename__ = "text_coding"

    survey_id: Mapped[str] = mapped_column(ForeignKey("survey.id"), primary_key=True)
    item: Mapped[str] = mapped_column(String(100), primary_key=True)
    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"), primary_key=True)
    codes: Mapped[list[str]] = mapped_column(JsonDocument)


class TextSettlement(Base):
    """Which codes a text has in the end, where coders differed."""

    __tablename__ = "text_settlement"

    survey_id: Mapped[str] = mapped_column(ForeignKey("survey.id"), primary_key=True)
    item: Mapped[str] = mapped_column(String(100), primary_key=True)
    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"))
    codes: Mapped[list[str]] = mapped_column(JsonDocument)


class TextQuote(Base):
    """A text that somebody read, masked and released; a withdrawn one is shown no more."""

    __tablename__ = "text_quote"
    __table_args__ = (
        UniqueConstraint("survey_id", "item", "digest", name="released_once"),
        CheckConstraint("text <> ''", name="has_text"),
    )

    id: Mapped[Id]
    survey_id: Mapped[str] = mapped_column(ForeignKey("survey.id"))
    item: Mapped[str] = mapped_column(String(100))
    digest: Mapped[str] = mapped_column(String(64))
    text: Mapped[str] = mapped_column(Text)
    """As released: masked, perhaps shortened; never the answer itself unless nothing was masked."""
    released_by: Mapped[str] = mapped_column(ForeignKey("account.id"))
    released_at: Mapped[datetime] = mapped_column(UtcTime)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcTime)
