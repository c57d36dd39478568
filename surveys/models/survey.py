"""A survey, the versions of its questionnaire, and the moment from which its promises are fixed."""

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
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from engage.core.db import Base, Id, JsonDocument, UtcTime
from engage.core.frozen import append_only

KINDS = ("panel", "sample", "census", "open")
MODES = ("named", "confidential", "anonymous")
STATES = ("draft", "published", "closed")


class Survey(Base):
    """One survey: what it is for, whom it asks, from when until when.

    Open is [opens_at, closes_at) while the state is published; closed means ended before its day.
    """

    __tablename__ = "survey"
    __table_args__ = (
        CheckConstraint("closes_at > opens_at", name="closes_after_opening"),
        CheckConstraint(f"kind IN {KINDS}", name="kind"),
        CheckConstraint(f"mode IN {MODES}", name="mode"),
        CheckConstraint(f"state IN {STATES}", name="state"),
        CheckConstraint(
            "state = 'draft' OR current_version IS NOT NULL", name="published_has_questionnaire"
        ),
        UniqueConstraint("id", "mode", "kind", name="promise"),
        Index("ix_survey_mode", "id", "mode", unique=True),
    )

    id: Mapped[Id]
    code: Mapped[str] = mapped_column(String(60), unique=True)
    title: Mapped[str] = mapped_column(String(200))
    purpose: Mapped[str] = mapped_column(Text, default="")
    minutes: Mapped[int | None] = mapped_column(Integer)
    kind: Mapped[str] = mapped_column(String(10))
    mode: Mapped[str] = mapped_column(String(12))
    state: Mapped[str] = mapped_column(String(10), default="draft")
    opens_at: Mapped[datetime] = mapped_column(UtcTime)
    closes_at: Mapped[datetime] = mapped_column(UtcTime)
    current_version: Mapped[int | None] = mapped_column(Integer)
    """Number of the questionnaire version that people answer now."""
    plan_element_id: Mapped[str | None] = mapped_column(ForeignKey("plan_element.id"))
    results_released_at: Mapped[datetime | None] = mapped_column(UtcTime)
    next_steps: Mapped[list[dict[str, Any]]] = mapped_column(JsonDocument, default=list)
    """What happens with the answers: [{"kind": "evidence", "text": …, "at_text": …, "href": …}]."""
    is_fictional: Mapped[bool] = mapped_column(Boolean, default=False)


class DefinitionVersion(Base):
    """One version of a survey's questionnaire; never changed, because answers point at it."""

    __tablename__ = "definition_version"
    __table_args__ = (
        UniqueConstraint("survey_id", "number", name="number_within_survey"),
        CheckConstraint("number > 0", name="counts_from_one"),
    )

    id: Mapped[Id]
    survey_id: Mapped[str] = mapped_column(ForeignKey("survey.id"))
    number: Mapped[int] = mapped_column(Integer)
    document: Mapped[dict[str, Any]] = mapped_column(JsonDocument)
    digest: Mapped[str] = mapped_column(String(64))
    mapping: Mapped[dict[str, Any] | None] = mapped_column(JsonDocument)
    """What has become of the version before, where more than wording changed; see `mapping`."""


class SurveyPublication(Base):
    """The promise made at publication: its foreign key keeps mode and kind from ever changing."""

    __tablename__ = "survey_publication"
    __table_args__ = (
        ForeignKeyConstraint(
            ["survey_id", "mode", "kind"],
            ["survey.id", "survey.mode", "survey.kind"],
            name="fk_survey_publication_promise",
        ),
    )

    survey_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    mode: Mapped[str] = mapped_column(String(12))
    kind: Mapped[str] = mapped_column(String(10))
    at: Mapped[datetime] = mapped_column(UtcTime)


append_only(DefinitionVersion.__table__)  # type: ignore[arg-type]
append_only(SurveyPublication.__table__)  # type: ignore[arg-type]
