"""Reports that were asked for, and surveys that one may be compared with."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from surveys.models import Survey, SurveyReport

SHOWN = 20


def reports(session: Session, survey: Survey) -> list[SurveyReport]:
    """Return the latest reports of a survey, newest first."""
    return list(
        session.scalars(
            select(SurveyReport)
            .where(SurveyReport.survey_id == survey.id)
            .order_by(SurveyReport.asked_at.desc(), SurveyReport.id.desc())
            .limit(SHOWN)
        )
    )


def report(session: Session, survey: Survey, report_id: str) -> SurveyReport | None:
    """Return one report of a survey."""
    return session.scalar(
        select(SurveyReport).where(
            SurveyReport.survey_id == survey.id, SurveyReport.id == report_id
        )
    )


def earlier_surveys(session: Session, survey: Survey) -> list[Survey]:
    """Return the surveys that closed before this one opened, the latest first."""
    return list(
        session.scalars(
            select(Survey)
            .where(
                Survey.state != "draft",
                Survey.id != survey.id,
                Survey.closes_at <= survey.opens_at,
            )
            .order_by(Survey.closes_at.desc())
        )
    )
