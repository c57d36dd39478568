"""Planners keep a way of looking at numbers under a name, and take it away again."""

from datetime import datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from engage.core.errors import Invalid
from engage.core.permissions import Actor
from surveys.models import Survey, SurveyView

MOST_VIEWS = 50


def keep_view(
    session: Session,
    *,
    survey: Survey,
    name: str,
    choices: dict[str, Any],
    actor: Actor,
    at: datetime,
) -> SurveyView:
    """Keep a view under a name; the same name again means the new choices."""
    name = " ".join(name.split())
    if not name:
        raise Invalid("view-needs-name", field="name")
    found = session.scalar(
        select(SurveyView).where(SurveyView.survey_id == survey.id, SurveyView.name == name)
    )
    if found is None:
        kept = session.scalars(select(SurveyView.id).where(SurveyView.survey_id == survey.id)).all()
        if len(kept) >= MOST_VIEWS:
            raise Invalid("too-many-views", field="name", most=MOST_VIEWS)
        found = SurveyView(survey_id=survey.id, name=name[:100])
        session.add(found)
    found.choices, found.account_id, found.at = choices, actor.id, at
    session.flush()
    return found


def drop_view(session: Session, *, survey: Survey, view_id: str) -> None:
    """Take a view away; the numbers stay where they are."""
    session.execute(
        delete(SurveyView).where(SurveyView.survey_id == survey.id, SurveyView.id == view_id)
    )
