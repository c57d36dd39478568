"""Planners say what the population is made of, or take it back."""

from datetime import datetime

from sqlalchemy.orm import Session

from engage.core import audit
from engage.core.errors import Invalid
from engage.core.permissions import Actor
from surveys.models import Survey, SurveyMargins

LONGEST_SOURCE = 300


def set_margins(
    session: Session,
    *,
    survey: Survey,
    people: dict[str, dict[str, int]],
    source: str,
    actor: Actor,
    at: datetime,
) -> SurveyMargins:
    """Keep how many people each class has and where that is printed, instead of what was kept."""
    source = " ".join(source.split())[:LONGEST_SOURCE]
    if not source:
        raise Invalid("margins-need-source", field="source")
    found = session.get(SurveyMargins, survey.id)
    if found is None:
        found = SurveyMargins(survey_id=survey.id)
        session.add(found)
    found.people, found.source, found.account_id, found.at = people, source, actor.id, at
    session.flush()
    _record(session, "survey.margins-set", survey, actor, at, questions=list(people), source=source)
    return found


def drop_margins(session: Session, *, survey: Survey, actor: Actor, at: datetime) -> None:
    """Count everybody alike again."""
    found = session.get(SurveyMargins, survey.id)
    if found is not None:
        session.delete(found)
        session.flush()
        _record(session, "survey.margins-dropped", survey, actor, at)


def _record(
    session: Session, verb: str, survey: Survey, actor: Actor, at: datetime, **details: object
) -> None:
    about = ("survey", survey.id)
    audit.record(session, actor=actor, verb=verb, about=about, at=at, **details)
