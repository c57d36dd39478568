"""A questionnaire while it is built: its working draft, every edit, questions to use again."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from engage.core.db import Base, Id, JsonDocument, UtcTime
from engage.core.frozen import append_only


class QuestionnaireDraft(Base):
    """The working draft of one survey's questionnaire; `revision` counts its edits."""

    __tablename__ = "questionnaire_draft"
    __table_args__ = (CheckConstraint("revision > 0", name="counts_from_one"),)

    survey_id: Mapped[str] = mapped_column(ForeignKey("survey.id"), primary_key=True)
    document: Mapped[dict[str, Any]] = mapped_column(JsonDocument)
    revision: Mapped[int] = mapped_column(Integer)
    base_version: Mapped[int | None] = mapped_column(Integer)
    """Number of the version that the draft began from, or became."""


class QuestionnaireEdit(Base):
    """One edit of a draft: what changed, by whom, when; enough to take it back."""

    __tablename__ = "questionnaire_edit"
    __table_args__ = (
        UniqueConstraint("survey_id", "token", name="once"),
        CheckConstraint("revision > 0", name="counts_from_one"),
        CheckConstraint("undoes IS NULL OR redoes IS NULL", name="undoes_or_redoes"),
    )

    survey_id: Mapped[str] = mapped_column(
        ForeignKey("questionnaire_draft.survey_id"), primary_key=True
    )
    revision: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    """The draft's revision after this edit."""
    changes: Mapped[dict[str, Any]] = mapped_column(JsonDocument)
    """Unit of the draft → [before, after]; see `surveys.building.units`."""
    account_id: Mapped[str | None] = mapped_column(ForeignKey("account.id"))
    account_name: Mapped[str] = mapped_column(String(200))
    at: Mapped[datetime] = mapped_column(UtcTime)
    what: Mapped[str] = mapped_column(String(40))
    place: Mapped[str] = mapped_column(String(40), default="")
    undoes: Mapped[int | None] = mapped_column(Integer)
    redoes: Mapped[int | None] = mapped_column(Integer)
    token: Mapped[str] = mapped_column(String(64))
    """Made with the form: the same form sent twice is one edit."""


class BankQuestion(Base):
    """A question that somebody kept to use it again."""

    __tablename__ = "bank_question"
    __table_args__ = (UniqueConstraint("digest", name="kept_once"),)

    id: Mapped[Id]
    question: Mapped[dict[str, Any]] = mapped_column(JsonDocument)
    digest: Mapped[str] = mapped_column(String(64))
    source: Mapped[str] = mapped_column(String(60))
    """Code of the survey that it was kept from."""
    account_id: Mapped[str | None] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime] = mapped_column(UtcTime)


append_only(QuestionnaireEdit.__table__)  # type: ignore[arg-type]
