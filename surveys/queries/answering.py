"""What a respondent's request needs, in one query."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, exists, select
from sqlalchemy.orm import Session

from surveys import numbers, rules
from surveys.definition import Questionnaire
from surveys.models import DefinitionVersion, Draft, Monitor, Participation, Response, Survey
from surveys.queries.questionnaires import questionnaire


@dataclass(frozen=True)
class Seat:
    """Who answers what: the two ids that the browser's signed cookie holds."""

    survey_id: str
    monitor_id: str


@dataclass(frozen=True)
class Entrance:
    """Where a number leads: the survey's code, the seat, and the page where one goes on."""

    survey_code: str
    seat: Seat
    page: int | None = None


@dataclass(frozen=True)
class Desk:
    """Everything about one person's answering of one survey."""

    seat: Seat
    code: str
    title: str
    kind: str
    mode: str
    state: str
    opens_at: datetime
    closes_at: datetime
    is_fictional: bool
    next_steps: list[dict[str, Any]]
    version_id: str
    digest: str
    used: bool
    nonce_hash: str | None
    answers: dict[str, Any]
    page: int
    revision: int
    """Counts whole pages saved; what is kept while somebody writes does not count."""
    has_draft: bool

    def phase(self, at: datetime) -> rules.Phase:
        """Return where the survey stands at a moment."""
        return rules.phase(
            state=self.state, opens_at=self.opens_at, closes_at=self.closes_at, at=at
        )

    def obstacles(self, at: datetime) -> list[str]:
        """Return why this person cannot answer at this moment."""
        return rules.answering_obstacles(self.phase(at), used=self.used)

    def questionnaire(self, session: Session) -> Questionnaire:
        """Return what is asked."""
        return questionnaire(session, self.version_id, self.digest)


_survey, _asked, _draft, _version = (
    model.__table__.c for model in (Survey, Participation, Draft, DefinitionVersion)
)
_DESK = (
    select(
        _survey.code,
        _survey.title,
        _survey.kind,
        _survey.mode,
        _survey.state,
        _survey.opens_at,
        _survey.closes_at,
        _survey.is_fictional,
        _survey.next_steps,
        _version.id.label("version_id"),
        _version.digest,
        _asked.used,
        _asked.nonce_hash,
        _draft.document,
        _draft.page,
        _draft.revision,
    )
    .select_from(Participation.__table__)
    .join(Survey.__table__, _survey.id == _asked.survey_id)
    .join(
        DefinitionVersion.__table__,
        (_version.survey_id == _survey.id) & (_version.number == _survey.current_version),
    )
    .outerjoin(
        Draft.__table__,
        (_draft.survey_id == _asked.survey_id) & (_draft.monitor_id == _asked.monitor_id),
    )
    .where(
        _asked.survey_id == bindparam("survey_id"),
        _asked.monitor_id == bindparam("monitor_id"),
    )
)
"""On tables, not on mapped classes: every page of every respondent asks this."""


def desk(session: Session, seat: Seat) -> Desk | None:
    """Return what one person sees of one survey."""
    row = session.execute(
        _DESK, {"survey_id": seat.survey_id, "monitor_id": seat.monitor_id}
    ).one_or_none()
    if row is None:
        return None
    return Desk(
        seat=seat,
        code=row.code,
        title=row.title,
        kind=row.kind,
        mode=row.mode,
        state=row.state,
        opens_at=row.opens_at,
        closes_at=row.closes_at,
        is_fictional=row.is_fictional,
        next_steps=row.next_steps,
        version_id=row.version_id,
        digest=row.digest,
        used=bool(row.used),
        nonce_hash=row.nonce_hash,
        answers=row.document or {},
        page=row.page or 1,
        revision=row.revision or 1,
        has_draft=row.revision is not None,
    )


def by_code(session: Session, *, key: bytes, code: str) -> Entrance | None:
    """Return where a survey code leads, used or not."""
    row = session.execute(
        select(Participation.survey_id, Participation.monitor_id, Survey.code, Draft.page)
        .join(Survey, Survey.id == Participation.survey_id)
        .outerjoin(
            Draft,
            (Draft.survey_id == Participation.survey_id)
            & (Draft.monitor_id == Participation.monitor_id),
        )
        .where(Participation.code_hmac == numbers.code_hmac(key, code))
    ).one_or_none()
    return Entrance(row.code, Seat(row.survey_id, row.monitor_id), row.page) if row else None


def by_resume_number(session: Session, *, key: bytes, number: str) -> Entrance | None:
    """Return where a resume number leads; two drafts with one number open neither."""
    rows = session.execute(
        select(Draft.survey_id, Draft.monitor_id, Survey.code, Draft.page)
        .join(Survey, Survey.id == Draft.survey_id)
        .where(Draft.resume_hmac == numbers.resume_hmac(key, number))
        .limit(2)
    ).all()
    if len(rows) != 1:
        return None
    row = rows[0]
    return Entrance(row.code, Seat(row.survey_id, row.monitor_id), row.page)


def by_account(session: Session, *, account_id: str, survey_code: str) -> Entrance | None:
    """Return the seat of a signed-in monitor in a survey that they were asked to answer."""
    row = session.execute(
        select(Participation.survey_id, Participation.monitor_id, Draft.page)
        .join(Survey, Survey.id == Participation.survey_id)
        .join(Monitor, Monitor.id == Participation.monitor_id)
        .outerjoin(
            Draft,
            (Draft.survey_id == Participation.survey_id)
            & (Draft.monitor_id == Participation.monitor_id),
        )
        .where(Monitor.account_id == account_id, Survey.code == survey_code)
    ).one_or_none()
    if row is None:
        return None
    return Entrance(survey_code, Seat(row.survey_id, row.monitor_id), row.page)


@dataclass(frozen=True)
class Counted:
    """The survey in which an answer with some receipt number is counted."""

    code: str
    title: str
    closes_at: datetime
    plan_element_id: str | None
    next_steps: list[dict[str, Any]]
    is_fictional: bool
    is_released: bool


def counted(session: Session, *, key: bytes, receipt: str) -> Counted | None:
    """Return where the answer of a receipt number is counted; tells nothing of the answer."""
    row = session.execute(
        select(
            Survey.code,
            Survey.title,
            Survey.closes_at,
            Survey.plan_element_id,
            Survey.next_steps,
            Survey.is_fictional,
            Survey.results_released_at,
        )
        .join(Response, Response.survey_id == Survey.id)
        .where(Response.receipt_hash == numbers.receipt_hash(key, receipt))
    ).one_or_none()
    if row is None:
        return None
    return Counted(
        code=row.code,
        title=row.title,
        closes_at=row.closes_at,
        plan_element_id=row.plan_element_id,
        next_steps=row.next_steps,
        is_fictional=row.is_fictional,
        is_released=row.results_released_at is not None,
    )


def has_answers(session: Session, survey_id: str) -> bool:
    """Whether anybody has begun or finished answering."""
    return bool(
        session.scalar(select(exists().where(Response.survey_id == survey_id)))
        or session.scalar(select(exists().where(Draft.survey_id == survey_id)))
    )
