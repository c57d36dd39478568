"""The home page, put together from what the features say about themselves."""

from datetime import datetime

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from engage.home.page import HomePage, OpenSurvey, ResponseRate
from surveys.models.published import PublishedResult
from surveys.models.response import Participation
from surveys.queries import public as surveys

RATES = 2
"""How many past surveys the home page shows; all of them are on the survey page."""


def home_page(session: Session, at: datetime) -> HomePage:
    """Return everything that the home page shows at a moment."""
    return HomePage(surveys=_open_surveys(session, at), rates=_rates(session))


def _open_surveys(session: Session, at: datetime) -> tuple[OpenSurvey, ...]:
    rows = []
    for line in surveys.open_surveys(session, at):
        introduction = surveys.introduction(session, line.code, at)
        if introduction is not None:
            rows.append(
                OpenSurvey(
                    code=line.code,
                    title=line.title,
                    closes_at=line.closes_at,
                    question_count=introduction.questions,
                    minutes=line.minutes,
                    asked_count=_asked(session, introduction.survey_id),
                    is_fictional=line.is_fictional,
                )
            )
    return tuple(rows)


def _asked(session: Session, survey_id: str) -> int:
    count = select(func.count()).select_from(Participation)
    return session.scalar(count.where(Participation.survey_id == survey_id)) or 0


def _rates(session: Session) -> tuple[ResponseRate, ...]:
    newest = (
        select(PublishedResult)
        .where(PublishedResult.asked > 0, PublishedResult.answered.is_not(None))
        .order_by(PublishedResult.fiscal_year.desc(), PublishedResult.code)
        .limit(RATES)
    )
    return tuple(
        ResponseRate(
            code=result.code,
            title=result.title,
            done=result.answered or 0,
            asked=result.asked or 0,
            is_panel=result.kind == "panel",
            since=result.period_from,
            is_fictional=result.is_fictional,
        )
        for result in session.scalars(newest)
    )


def touch(session: Session) -> None:
    """Read one value, to know that the database answers."""
    session.execute(text("SELECT 1"))
