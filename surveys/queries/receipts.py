"""What a receipt number tells, and what is published of all receipts after the close."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from surveys import numbers, rules
from surveys.models import IncomingResponse, ReceiptLedger, Response, Survey


@dataclass(frozen=True)
class Counted:
    """The survey in which an answer with some receipt number is counted."""

    survey_id: str
    code: str
    title: str
    mode: str
    state: str
    opens_at: datetime
    closes_at: datetime
    plan_element_id: str | None
    next_steps: list[dict[str, Any]]
    is_fictional: bool
    is_released: bool
    leaf: str | None
    is_waiting: bool
    """Whether the answer still waits to be mixed with others."""
    fits: bool | None = None
    """Whether the kept answer gives the leaf again; None when the answer has none."""

    def may_change(self, at: datetime) -> bool:
        """Whether the answer can still be changed or withdrawn."""
        now = rules.phase(state=self.state, opens_at=self.opens_at, closes_at=self.closes_at, at=at)
        return now is rules.Phase.OPEN


@dataclass(frozen=True)
class Ledger:
    """What is published of all receipts of one survey."""

    survey_id: str
    code: str
    title: str
    is_fictional: bool
    closes_at: datetime
    entry: ReceiptLedger | None


def counted(session: Session, *, key: bytes, receipt: str) -> Counted | None:
    """Return where the answer of a receipt number is counted; tells nothing of the answer."""
    for table in (Response, IncomingResponse):
        row = session.execute(
            select(Survey, table.receipt_leaf, table.document)
            .join(table, table.survey_id == Survey.id)
            .where(table.receipt_hash == numbers.receipt_hash(key, receipt))
        ).one_or_none()
        if row is not None:
            survey, leaf, document = row
            return Counted(
                survey_id=survey.id,
                code=survey.code,
                title=survey.title,
                mode=survey.mode,
                state=survey.state,
                opens_at=survey.opens_at,
                closes_at=survey.closes_at,
                plan_element_id=survey.plan_element_id,
                next_steps=survey.next_steps,
                is_fictional=survey.is_fictional,
                is_released=survey.results_released_at is not None,
                leaf=leaf,
                is_waiting=table is IncomingResponse,
                fits=None if leaf is None else numbers.leaf(receipt, document) == leaf,
            )
    return None


def is_sent(session: Session, *, survey_id: str, receipt_hash: str) -> bool:
    """Whether an answer with this receipt is here."""
    return any(
        session.scalar(
            select(func.count())
            .select_from(table)
            .where(table.survey_id == survey_id, table.receipt_hash == receipt_hash)
        )
        for table in (Response, IncomingResponse)
    )


def ledger(session: Session, code: str, at: datetime) -> Ledger | None:
    """Return the published receipts of a survey that is over; None before."""
    survey = session.scalar(
        select(Survey).where(
            Survey.code == code,
            or_(Survey.state == "closed", (Survey.state == "published") & (Survey.closes_at <= at)),
        )
    )
    if survey is None:
        return None
    return Ledger(
        survey_id=survey.id,
        code=survey.code,
        title=survey.title,
        is_fictional=survey.is_fictional,
        closes_at=survey.closes_at,
        entry=session.get(ReceiptLedger, survey.id),
    )


def leaves(session: Session, survey_id: str) -> Iterator[str]:
    """Return the leaves of all answers in sorted order."""
    found = session.scalars(
        select(Response.receipt_leaf)
        .where(Response.survey_id == survey_id, Response.receipt_leaf.is_not(None))
        .order_by(Response.receipt_leaf)
        .execution_options(yield_per=1000)
    )
    return (leaf for leaf in found if leaf)
