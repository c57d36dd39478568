"""Somebody takes answers away, one by one; who, how many and what for is written down."""

from datetime import datetime

from sqlalchemy.orm import Session

from engage.core import audit
from engage.core.errors import Invalid
from engage.core.permissions import Actor
from surveys.models import Survey

LONGEST_REASON = 300


def record_export(
    session: Session,
    *,
    survey: Survey,
    kind: str,
    with_texts: bool,
    rows: int,
    reason: str,
    actor: Actor,
    at: datetime,
) -> None:
    """Write down that answers left the house; without a reason they must not."""
    reason = " ".join(reason.split())
    if not reason:
        raise Invalid("export-needs-reason", field="reason")
    audit.record(
        session,
        actor=actor,
        verb="survey.answers-exported",
        about=("survey", survey.id),
        at=at,
        kind=kind,
        with_texts=with_texts,
        rows=rows,
        reason=reason[:LONGEST_REASON],
    )
