"""What is counted beside the answers: changes, quotas, and the list of receipts at the end."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from engage.core.db import Base, UtcTime
from engage.core.frozen import append_only


class AnswerChange(Base):
    """How many answers of a survey were changed or withdrawn after they were sent."""

    __tablename__ = "answer_change"
    __table_args__ = (CheckConstraint("edits >= 0 AND withdrawn >= 0", name="counts_from_zero"),)

    survey_id: Mapped[str] = mapped_column(ForeignKey("survey.id"), primary_key=True)
    edits: Mapped[int] = mapped_column(Integer, default=0)
    withdrawn: Mapped[int] = mapped_column(Integer, default=0)


class SurveyQuota(Base):
    """How many answers of one kind are wanted, and how many were taken; never more."""

    __tablename__ = "survey_quota"
    __table_args__ = (
        CheckConstraint("taken >= 0", name="counts_from_zero"),
        CheckConstraint("taken <= most", name="never_more_than_wanted"),
    )

    survey_id: Mapped[str] = mapped_column(ForeignKey("survey.id"), primary_key=True)
    code: Mapped[str] = mapped_column(String(20), primary_key=True)
    most: Mapped[int] = mapped_column(Integer)
    taken: Mapped[int] = mapped_column(Integer, default=0)


class ReceiptLedger(Base):
    """The end of counting: how many people and answers there were, and the root of all receipts."""

    __tablename__ = "receipt_ledger"

    survey_id: Mapped[str] = mapped_column(ForeignKey("survey.id"), primary_key=True)
    used: Mapped[int] = mapped_column(Integer)
    """People from whom an answer came."""
    answers: Mapped[int] = mapped_column(Integer)
    withdrawn: Mapped[int] = mapped_column(Integer)
    leaves: Mapped[int] = mapped_column(Integer)
    """Answers with a receipt."""
    root: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(UtcTime)


append_only(ReceiptLedger.__table__)  # type: ignore[arg-type]
