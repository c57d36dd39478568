"""Named views of a survey's numbers, and what they are weighted to."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from surveys.models import Survey, SurveyMargins, SurveyView


def views(session: Session, survey: Survey) -> list[SurveyView]:
    """Return the views of a survey by name."""
    return list(
        session.scalars(
            select(SurveyView).where(SurveyView.survey_id == survey.id).order_by(SurveyView.name)
        )
    )


def margins_of(session: Session, survey: Survey) -> SurveyMargins | None:
    """Return the population that a survey's answers are weighted to, if any."""
    return session.get(SurveyMargins, survey.id)
