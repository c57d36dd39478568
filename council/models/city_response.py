"""What the city answers to opinions: a disposition and its reason, every wording kept."""

from datetime import date, datetime

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Date,
    ForeignKey,
    Integer,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from council.models.opinion import Opinion
from engage.core.db import Base, Id, UtcTime
from engage.core.frozen import append_only

DISPOSITIONS = ("adopted", "partly", "considering", "noted", "done", "declined")


class CityResponse(Base):
    """One answer of the city; it may answer several opinions that say the same."""

    __tablename__ = "city_response"

    id: Mapped[Id]
    current_seq: Mapped[int] = mapped_column(Integer, default=1)
    is_fictional: Mapped[bool] = mapped_column(Boolean, default=False)


class CityResponseTarget(Base):
    """An opinion that an answer is for; an opinion has one answer, which may be reworded."""

    __tablename__ = "city_response_target"

    opinion_id: Mapped[str] = mapped_column(ForeignKey("opinion.id"), primary_key=True)
    city_response_id: Mapped[str] = mapped_column(ForeignKey("city_response.id"), index=True)

    opinion: Mapped[Opinion] = relationship()
    response: Mapped[CityResponse] = relationship()


class CityResponseRevision(Base):
    """One wording of an answer: what becomes of the opinion, and why."""

    __tablename__ = "city_response_revision"
    __table_args__ = (
        CheckConstraint(f"disposition IN {DISPOSITIONS}", name="disposition"),
        CheckConstraint("text <> ''", name="has_reason"),
        CheckConstraint(
            "disposition <> 'considering' OR due_on IS NOT NULL", name="considering_has_day"
        ),
        UniqueConstraint("city_response_id", "seq", name="number_within_response"),
    )

    id: Mapped[Id]
    city_response_id: Mapped[str] = mapped_column(ForeignKey("city_response.id"))
    seq: Mapped[int] = mapped_column(Integer)
    disposition: Mapped[str] = mapped_column(String(12))
    text: Mapped[str] = mapped_column(Text)
    due_on: Mapped[date | None] = mapped_column(Date)
    department: Mapped[str] = mapped_column(String(100), default="")
    author_id: Mapped[str | None] = mapped_column(String(36))
    sha256: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(UtcTime)

    response: Mapped[CityResponse] = relationship()


append_only(CityResponseRevision.__table__)  # type: ignore[arg-type]
