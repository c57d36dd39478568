"""Named views of a survey's numbers."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from surveys.models import Survey, SurveyView


def views(session: Session, survey: Survey) -> list[SurveyView]:
    """Return the views of a survey by name."""
    return list(
        session.scalars(
            select(SurveyView).where(SurveyView.survey_id == survey.id).order_by(SurveyView.name)
        )
    )
