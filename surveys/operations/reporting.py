"""A report is asked for once, made step by step, and then stays as it was made."""

from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from engage.core import audit, jobs
from engage.core.permissions import Actor
from surveys.models import Survey, SurveyReport

MAKE = "surveys.report"
STEPS = 6
"""Counting, drawing, and the four formats."""


def ask_for_report(
    session: Session,
    *,
    survey: Survey,
    by: list[str],
    before: str,
    nonce: str,
    actor: Actor,
    at: datetime,
) -> SurveyReport:
    """Write down that a report is wanted; the same wish sent twice is one report."""
    found = session.scalar(select(SurveyReport).where(SurveyReport.nonce == nonce))
    if found is not None:
        return found
    report = SurveyReport(
        survey_id=survey.id,
        nonce=nonce,
        choices={"by": by, "before": before},
        steps=STEPS,
        account_id=actor.id,
        asked_at=at,
    )
    session.add(report)
    session.flush()
    audit.record(
        session, actor=actor, verb="survey.report-asked", about=("survey", survey.id), at=at
    )
    jobs.enqueue(
        session, kind=MAKE, payload={"report_id": report.id}, at=at, key=f"report:{report.id}"
    )
    return report


def note_step(session: Session, *, report_id: str, step: int) -> None:
    """Say how far the making of a report is."""
    session.execute(
        update(SurveyReport)
        .where(SurveyReport.id == report_id, SurveyReport.state.in_(("waiting", "working")))
        .values(state="working", step=step)
    )


def finish_report(
    session: Session,
    *,
    report_id: str,
    outline: dict[str, Any],
    files: dict[str, str],
    responses: int,
    at: datetime,
) -> bool:
    """Keep what was made; False when the report was finished before."""
    done = session.execute(
        update(SurveyReport)
        .where(SurveyReport.id == report_id, SurveyReport.state.in_(("waiting", "working")))
        .values(
            state="done",
            step=STEPS,
            outline=outline,
            files=files,
            responses=responses,
            finished_at=at,
        )
    )
    return bool(done.rowcount == 1)  # type: ignore[attr-defined]


def give_up_report(session: Session, *, report_id: str) -> None:
    """Say that a report cannot be made."""
    session.execute(
        update(SurveyReport)
        .where(SurveyReport.id == report_id, SurveyReport.state.in_(("waiting", "working")))
        .values(state="failed")
    )
