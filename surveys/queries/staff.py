"""The surveys and the panel as staff see them: numbers of people, never an answer."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from engage.core.clock import today
from engage.japanese.fiscal import fiscal_year
from surveys.models import (
    DefinitionVersion,
    IncomingResponse,
    Monitor,
    Participation,
    Response,
    Survey,
    SurveyQuota,
)
from surveys.queries.public import SurveyLine, line_of


@dataclass(frozen=True)
class StaffLine:
    """One survey in the list of staff."""

    survey: SurveyLine
    asked: int
    answered: int


@dataclass(frozen=True)
class VersionLine:
    """One version of a questionnaire in a list."""

    number: int
    digest: str
    is_current: bool


@dataclass(frozen=True)
class QuotaLine:
    """One quota in a list: how many were taken of how many."""

    code: str
    taken: int
    most: int


@dataclass(frozen=True)
class StaffSurvey:
    """The page of one survey for staff."""

    row: Survey
    survey: SurveyLine
    asked: int
    answered: int
    responses: int
    waiting: int
    """Anonymous answers that wait to be mixed."""
    quotas: tuple[QuotaLine, ...]
    panel: int
    versions: tuple[VersionLine, ...]


@dataclass(frozen=True)
class PanelGroup:
    """Part of the panel: how many monitors share something."""

    name: str
    count: int


@dataclass(frozen=True)
class Panel:
    """The panel of one fiscal year and how it is made up."""

    fiscal_year: int
    total: int
    by_sex: tuple[PanelGroup, ...]
    by_age_band: tuple[PanelGroup, ...]
    by_district: tuple[PanelGroup, ...]
    is_fictional: bool


def survey_by_code(session: Session, code: str) -> Survey | None:
    """Return a survey, drafts included."""
    return session.scalar(select(Survey).where(Survey.code == code))


def all_surveys(session: Session, at: datetime) -> list[StaffLine]:
    """Return every survey, the newest opening first, with how many were asked and answered."""
    counts = {
        row.survey_id: (row.asked, row.answered)
        for row in session.execute(
            select(
                Participation.survey_id,
                func.count().label("asked"),
                func.sum(Participation.used).label("answered"),
            ).group_by(Participation.survey_id)
        )
    }
    return [
        StaffLine(line_of(survey, at), *counts.get(survey.id, (0, 0)))
        for survey in session.scalars(select(Survey).order_by(Survey.opens_at.desc()))
    ]


def staff_survey(session: Session, code: str, at: datetime) -> StaffSurvey | None:
    """Return everything that the page of one survey shows."""
    survey = survey_by_code(session, code)
    if survey is None:
        return None
    asked, answered = session.execute(
        select(func.count(), func.coalesce(func.sum(Participation.used), 0)).where(
            Participation.survey_id == survey.id
        )
    ).one()
    responses = session.scalar(
        select(func.count()).select_from(Response).where(Response.survey_id == survey.id)
    )
    versions = session.execute(
        select(DefinitionVersion.number, DefinitionVersion.digest)
        .where(DefinitionVersion.survey_id == survey.id)
        .order_by(DefinitionVersion.number.desc())
    )
    return StaffSurvey(
        row=survey,
        survey=line_of(survey, at),
        asked=asked,
        answered=answered,
        responses=responses or 0,
        waiting=session.scalar(
            select(func.count())
            .select_from(IncomingResponse)
            .where(IncomingResponse.survey_id == survey.id)
        )
        or 0,
        quotas=tuple(
            QuotaLine(row.code, row.taken, row.most)
            for row in session.scalars(
                select(SurveyQuota)
                .where(SurveyQuota.survey_id == survey.id)
                .order_by(SurveyQuota.code)
            )
        ),
        panel=session.scalar(
            select(func.count()).select_from(Monitor).where(*members(fiscal_year(today(at))))
        )
        or 0,
        versions=tuple(
            VersionLine(v.number, v.digest, v.number == survey.current_version) for v in versions
        ),
    )


def members(year: int) -> list[Any]:
    """Return the conditions that say who is a monitor in a fiscal year."""
    return [
        Monitor.member_from <= year,
        or_(Monitor.member_to.is_(None), Monitor.member_to >= year),
    ]


def panel(session: Session, at: datetime) -> Panel:
    """Return the panel of this fiscal year and how it is made up."""
    year = fiscal_year(today(at))
    groups = {}
    for name in ("sex", "age_band", "district"):
        column = getattr(Monitor, name)
        rows = session.execute(
            select(column, func.count()).where(*members(year)).group_by(column).order_by(column)
        )
        groups[name] = tuple(PanelGroup(value, count) for value, count in rows)
    fictional = session.scalar(
        select(func.count()).select_from(Monitor).where(*members(year), Monitor.is_fictional)
    )
    return Panel(
        fiscal_year=year,
        total=sum(group.count for group in groups["sex"]),
        by_sex=groups["sex"],
        by_age_band=groups["age_band"],
        by_district=groups["district"],
        is_fictional=bool(fictional),
    )
