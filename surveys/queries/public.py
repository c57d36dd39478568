"""The surveys as everyone sees them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engage.japanese.fiscal import fiscal_year_both
from surveys import rules
from surveys.definition import Questionnaire
from surveys.models import DefinitionVersion, PublishedResult, Survey
from surveys.queries.questionnaires import questionnaire


@dataclass(frozen=True)
class SurveyLine:
    """One survey in a list."""

    code: str
    title: str
    purpose: str
    kind: str
    mode: str
    minutes: int | None
    opens_at: datetime
    closes_at: datetime
    phase: rules.Phase
    is_released: bool
    is_fictional: bool


@dataclass(frozen=True)
class PublishedLine:
    """One past survey that is known from print, in a list."""

    code: str
    title: str
    years: str
    asked: int | None
    answered: int | None


@dataclass(frozen=True)
class SurveyLists:
    """The page of all surveys."""

    open: tuple[SurveyLine, ...]
    upcoming: tuple[SurveyLine, ...]
    finished: tuple[SurveyLine, ...]
    published: tuple[PublishedLine, ...]


@dataclass(frozen=True)
class Introduction:
    """What one reads before the first question."""

    survey: SurveyLine
    survey_id: str
    questions: int
    document: Questionnaire
    pages: int
    next_steps: list[dict[str, Any]]
    plan_element_id: str | None


def lists(session: Session, at: datetime) -> SurveyLists:
    """Return every published survey by where it stands, and the past ones known from print."""
    lines = [
        line_of(survey, at)
        for survey in session.scalars(
            select(Survey).where(Survey.state != "draft").order_by(Survey.closes_at)
        )
    ]
    printed = session.scalars(select(PublishedResult).order_by(PublishedResult.fiscal_year.desc()))
    return SurveyLists(
        open=tuple(line for line in lines if line.phase is rules.Phase.OPEN),
        upcoming=tuple(line for line in lines if line.phase is rules.Phase.UPCOMING),
        finished=tuple(line for line in reversed(lines) if line.phase is rules.Phase.FINISHED),
        published=tuple(
            PublishedLine(p.code, p.title, fiscal_year_both(p.fiscal_year), p.asked, p.answered)
            for p in printed
        ),
    )


def open_surveys(session: Session, at: datetime) -> list[SurveyLine]:
    """Return what can be answered now, the one that ends first on top."""
    found = session.scalars(
        select(Survey)
        .where(Survey.state == "published", Survey.opens_at <= at, Survey.closes_at > at)
        .order_by(Survey.closes_at)
    )
    return [line_of(survey, at) for survey in found]


def open_count(session: Session, at: datetime) -> int:
    """Return how many surveys can be answered now."""
    return (
        session.scalar(
            select(func.count())
            .select_from(Survey)
            .where(Survey.state == "published", Survey.opens_at <= at, Survey.closes_at > at)
        )
        or 0
    )


def introduction(session: Session, code: str, at: datetime) -> Introduction | None:
    """Return what one reads before the first question of a published survey."""
    row = session.execute(
        select(Survey, DefinitionVersion.id, DefinitionVersion.digest)
        .join(
            DefinitionVersion,
            (DefinitionVersion.survey_id == Survey.id)
            & (DefinitionVersion.number == Survey.current_version),
        )
        .where(Survey.code == code, Survey.state != "draft")
    ).one_or_none()
    if row is None:
        return None
    survey, version_id, digest = row
    document = questionnaire(session, version_id, digest)
    return Introduction(
        survey=line_of(survey, at),
        survey_id=survey.id,
        questions=len(document.asked),
        document=document,
        pages=len(document.pages),
        next_steps=survey.next_steps,
        plan_element_id=survey.plan_element_id,
    )


def line_of(survey: Survey, at: datetime) -> SurveyLine:
    """Return a survey as one line."""
    return SurveyLine(
        code=survey.code,
        title=survey.title,
        purpose=survey.purpose,
        kind=survey.kind,
        mode=survey.mode,
        minutes=survey.minutes,
        opens_at=survey.opens_at,
        closes_at=survey.closes_at,
        phase=rules.phase(
            state=survey.state, opens_at=survey.opens_at, closes_at=survey.closes_at, at=at
        ),
        is_released=survey.results_released_at is not None,
        is_fictional=survey.is_fictional,
    )
