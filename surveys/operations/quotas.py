"""Quotas: a counter in the same transaction as the answer, so that none is ever overshot."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from engage.core.errors import Conflict
from surveys.definition import Questionnaire
from surveys.models import DefinitionVersion, IncomingResponse, Response, SurveyQuota
from surveys.path import holds, visible_path
from surveys.queries.questionnaires import questionnaire


def counted_in(
    document: Questionnaire, answers: Mapping[str, Any], *, today: date
) -> tuple[str, ...]:
    """Return the codes of the quotas that these answers count in."""
    if not document.quotas:
        return ()
    values = visible_path(document, answers, today=today).values
    return tuple(quota.code for quota in document.quotas if holds(quota.when, values, today))


def set_up(session: Session, *, survey_id: str, document: Questionnaire) -> None:
    """Make a counter for each quota of a questionnaire; a smaller limit needs room for it."""
    kept = {
        row.code: row
        for row in session.scalars(select(SurveyQuota).where(SurveyQuota.survey_id == survey_id))
    }
    for quota in document.quotas:
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


def give_back(session: Session, *, survey_id: str, code: str) -> None:
    """Free one place of a quota."""
    session.execute(
        update(SurveyQuota)
        .where(
            SurveyQuota.survey_id == survey_id,
            SurveyQuota.code == code,
            SurveyQuota.taken > 0,
        )
        .values(taken=SurveyQuota.taken - 1)
        .execution_options(synchronize_session=False)
    )


def move(
    session: Session, *, survey_id: str, changes: str, counted: Iterable[str], today: date
) -> None:
    """Give back the places of a sent answer and take those of its changed form.

    `changes` is the hash of the answer's receipt. Call it before the answer is replaced.
    """
    before, after = set(_taken_by(session, survey_id, changes, today)), set(counted)
    for code in sorted(before ^ after):
        if code in after:
            take(session, survey_id=survey_id, code=code)
        else:
            give_back(session, survey_id=survey_id, code=code)


def _taken_by(session: Session, survey_id: str, changes: str, today: date) -> tuple[str, ...]:
    for table in (IncomingResponse, Response):
        row = session.execute(
            select(table.document, DefinitionVersion.id, DefinitionVersion.digest)
            .join(DefinitionVersion, DefinitionVersion.id == table.definition_version_id)
            .where(table.survey_id == survey_id, table.receipt_hash == changes)
        ).one_or_none()
        if row is not None:
            asked = questionnaire(session, row.id, row.digest)
            return counted_in(asked, row.document, today=today)
    return ()
