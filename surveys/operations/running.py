"""Staff make a survey, publish it, move its dates, close it, release its results."""

from datetime import datetime
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from engage.core import audit, jobs
from engage.core.digest import digest
from engage.core.errors import Conflict, Invalid
from engage.core.permissions import Actor
from surveys import rules
from surveys.definition import Questionnaire, parse
from surveys.definition.mapping import unexplained
from surveys.definition.structure import structure
from surveys.models import DefinitionVersion, ReceiptLedger, Survey, SurveyPublication
from surveys.operations import mixing, noticing, quotas
from surveys.operations.inviting import CLEAR_DRAFTS
from surveys.queries.answering import has_answers
from surveys.queries.questionnaires import current_questionnaire


def create_survey(
    session: Session,
    *,
    code: str,
    title: str,
    kind: str,
    mode: str,
    opens_at: datetime,
    closes_at: datetime,
    actor: Actor,
    at: datetime,
    **facts: Any,
) -> Survey:
    """Begin a survey as a draft; `facts` are purpose, minutes, next_steps, plan_element_id, …."""
    if closes_at <= opens_at:
        raise Invalid("survey-closes-before-opening", field="closes_at")
    survey = Survey(
        code=code,
        title=title,
        kind=kind,
        mode=mode,
        opens_at=opens_at,
        closes_at=closes_at,
        **facts,
    )
    try:
        with session.begin_nested():
            session.add(survey)
    except IntegrityError as error:
        raise Invalid("survey-code-taken", field="code") from error
    audit.record(session, actor=actor, verb="survey.created", about=survey, at=at, code=code)
    return survey


def add_version(
    session: Session,
    *,
    survey: Survey,
    document: dict[str, Any],
    actor: Actor,
    at: datetime,
    mapping: dict[str, Any] | None = None,
) -> DefinitionVersion:
    """Put in a questionnaire; once answers exist its wording may differ, and more with a mapping.

    The mapping says what has become of the questions and options of the version before; see
    `surveys.definition.mapping`. Raises UnusableDefinition with every problem when the document
    cannot be used.
    """
    new = parse(document)
    if new.code != survey.code:
        raise Invalid("definition-code-differs", given=new.code, expected=survey.code)
    _refuse_useless_or_harmful(session, survey, new, document, mapping)
    number = 1 + (
        session.scalar(
            select(func.max(DefinitionVersion.number)).where(
                DefinitionVersion.survey_id == survey.id
            )
        )
        or 0
    )
    version = DefinitionVersion(
        survey_id=survey.id,
        number=number,
        document=document,
        digest=digest(document),
        mapping=mapping,
    )
    session.add(version)
    survey.current_version = number
    quotas.set_up(session, survey_id=survey.id, document=new)
    session.flush()
    audit.record(
        session,
        actor=actor,
        verb="survey.questionnaire-changed",
        about=survey,
        at=at,
        number=number,
        digest=version.digest,
    )
    return version


def _refuse_useless_or_harmful(
    session: Session,
    survey: Survey,
    new: Questionnaire,
    document: dict[str, Any],
    mapping: dict[str, Any] | None,
) -> None:
    old = current_questionnaire(session, survey)
    if old is None:
        return
    if digest(old.as_document()) == digest(document):
        raise Conflict("definition-unchanged")
    if structure(old) == structure(new) or not has_answers(session, survey.id):
        return
    if mapping is None:
        raise Conflict("definition-answers-exist")
    open_places = unexplained(old.as_document(), new.as_document(), mapping)
    if open_places:
        raise Conflict("definition-mapping-incomplete", places="、".join(open_places[:10]))


def publish(session: Session, *, survey: Survey, actor: Actor, at: datetime) -> None:
    """Publish a survey; from now on its mode and kind cannot change any more."""
    asked = current_questionnaire(session, survey)
    obstacles = rules.publishing_obstacles(
        state=survey.state,
        has_questionnaire=asked is not None,
        closes_at=survey.closes_at,
        at=at,
        is_anonymous=survey.mode == "anonymous",
        asks_for_files=any(q.type == "file" for q in asked.asked.values()) if asked else False,
    )
    for code in obstacles:
        raise Conflict(code)
    _move(session, survey, before="draft", after="published", otherwise="survey-already-published")
    session.add(SurveyPublication(survey_id=survey.id, mode=survey.mode, kind=survey.kind, at=at))
    _work_after(session, survey, survey.closes_at)
    mixing.enqueue_night(session, survey=survey, at=max(at, survey.opens_at))
    audit.record(
        session, actor=actor, verb="survey.published", about=survey, at=at, mode=survey.mode
    )


def change_dates(
    session: Session,
    *,
    survey: Survey,
    opens_at: datetime,
    closes_at: datetime,
    actor: Actor,
    at: datetime,
) -> None:
    """Move the opening (before it has come) and the closing (to a time that has not come)."""
    now = rules.phase(
        state=survey.state, opens_at=survey.opens_at, closes_at=survey.closes_at, at=at
    )
    obstacles = rules.date_obstacles(
        now=now,
        opens_at=survey.opens_at,
        new_opens_at=opens_at,
        new_closes_at=closes_at,
        at=at,
    )
    for code in obstacles:
        field = "opens_at" if code == "survey-opening-is-past" else "closes_at"
        raise Invalid(code, field=field)
    if survey.state == "closed":
        raise Conflict("survey-not-running")
    if session.get(ReceiptLedger, survey.id):
        raise Conflict("survey-already-counted")
    before = [survey.opens_at.isoformat(), survey.closes_at.isoformat()]
    survey.opens_at, survey.closes_at = opens_at, closes_at
    session.flush()
    if survey.state == "published":
        _work_after(session, survey, closes_at)
        mixing.enqueue_night(session, survey=survey, at=at)
    audit.record(
        session,
        actor=actor,
        verb="survey.dates-changed",
        about=survey,
        at=at,
        before=before,
        after=[opens_at.isoformat(), closes_at.isoformat()],
    )


def close_early(session: Session, *, survey: Survey, actor: Actor, at: datetime) -> None:
    """End a survey before its day."""
    _move(session, survey, before="published", after="closed", otherwise="survey-not-running")
    _work_after(session, survey, at)
    audit.record(session, actor=actor, verb="survey.closed", about=survey, at=at)


def release_results(session: Session, *, survey: Survey, actor: Actor, at: datetime) -> None:
    """Make the results of a finished survey public, and tell those who asked to be told."""
    now = rules.phase(
        state=survey.state, opens_at=survey.opens_at, closes_at=survey.closes_at, at=at
    )
    is_released = survey.results_released_at is not None
    for code in rules.releasing_obstacles(now, is_released=is_released):
        raise Conflict(code)
    mixing.finish_counting(session, survey=survey, at=at)
    survey.results_released_at = at
    session.flush()
    noticing.enqueue(session, survey=survey, at=at)
    audit.record(session, actor=actor, verb="survey.results-released", about=survey, at=at)


def _move(session: Session, survey: Survey, *, before: str, after: str, otherwise: str) -> None:
    """Change the state once, whoever else is trying."""
    session.flush()
    moved = session.execute(
        update(Survey).where(Survey.id == survey.id, Survey.state == before).values(state=after)
    )
    if moved.rowcount != 1:  # type: ignore[attr-defined]
        raise Conflict(otherwise)
    session.refresh(survey)


def _work_after(session: Session, survey: Survey, end: datetime) -> None:
    """Clear what was not sent, mix, and publish the receipts, soon after the end."""
    mixing.enqueue_end(session, survey=survey, end=end)
    jobs.enqueue(
        session,
        kind=CLEAR_DRAFTS,
        payload={"survey_id": survey.id},
        at=end + mixing.GRACE,
        key=f"{CLEAR_DRAFTS}:{survey.id}:{end.isoformat()}",
    )
