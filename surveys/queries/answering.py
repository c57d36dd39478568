"""What a respondent's request needs, in one query."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, exists, select, union_all
from sqlalchemy.orm import Session

from surveys import numbers, rules
from surveys.definition import Questionnaire
from surveys.models import (
    DefinitionVersion,
    Draft,
    IncomingResponse,
    Monitor,
    Participation,
    Response,
    SealedDraft,
    Survey,
)
from surveys.numbers import Sealed
from surveys.queries.questionnaires import questionnaire
from surveys.sealing import unseal


@dataclass(frozen=True)
class Seat:
    """Who answers what, as the browser's signed cookie says.

    `sealed` is there when the draft is one that only its writer can open. `changes` names the sent
    answer that is being changed by the hash of its receipt; then nobody asks whose it is.
    """

    survey_id: str
    monitor_id: str
    sealed: Sealed | None = None
    changes: str = ""


@dataclass(frozen=True)
class Entrance:
    """Where a number leads: the survey's code, the seat, and the page where one goes on."""

    survey_code: str
    seat: Seat
    page: int | None = None
    mode: str = "confidential"
    secret: str = field(default="", repr=False)
    """What finds and opens the sealed draft of an anonymous survey."""


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
    answers: dict[str, Any]
    page: int
    revision: int
    """Counts whole pages saved; what is kept while somebody writes does not count."""
    has_draft: bool

    @property
    def is_change(self) -> bool:
        """Whether an answer that was sent already is being changed."""
        return bool(self.seat.changes)

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


_survey, _asked, _draft, _sealed, _version = (
    model.__table__.c for model in (Survey, Participation, Draft, SealedDraft, DefinitionVersion)
)
_FACTS = (
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
)
_CURRENT = (_version.survey_id == _survey.id) & (_version.number == _survey.current_version)
_MINE = (
    _asked.survey_id == bindparam("survey_id"),
    _asked.monitor_id == bindparam("monitor_id"),
)
_LIES_THERE = (_sealed.survey_id == _survey.id) & (_sealed.lookup == bindparam("lookup"))
_DESK = (
    select(*_FACTS, _asked.used, _draft.document, _draft.page, _draft.revision)
    .select_from(Participation.__table__)
    .join(Survey.__table__, _survey.id == _asked.survey_id)
    .join(DefinitionVersion.__table__, _CURRENT)
    .outerjoin(
        Draft.__table__,
        (_draft.survey_id == _asked.survey_id) & (_draft.monitor_id == _asked.monitor_id),
    )
    .where(*_MINE)
)
"""On tables, not on mapped classes: every page of every respondent asks this."""
_SEALED_DESK = (
    select(*_FACTS, _asked.used, _sealed.ciphertext, _sealed.revision)
    .select_from(Participation.__table__)
    .join(Survey.__table__, _survey.id == _asked.survey_id)
    .join(DefinitionVersion.__table__, _CURRENT)
    .outerjoin(SealedDraft.__table__, _LIES_THERE)
    .where(*_MINE)
)
_SENT = union_all(
    *(
        select(c.survey_id, c.receipt_hash, c.document)
        for c in (Response.__table__.c, IncomingResponse.__table__.c)
    )
).subquery("sent")
_CHANGING_DESK = (
    select(*_FACTS, _sealed.ciphertext, _sealed.revision)
    .select_from(_SENT)
    .join(Survey.__table__, _survey.id == _SENT.c.survey_id)
    .join(DefinitionVersion.__table__, _CURRENT)
    .outerjoin(SealedDraft.__table__, _LIES_THERE)
    .where(
        _SENT.c.survey_id == bindparam("survey_id"), _SENT.c.receipt_hash == bindparam("changes")
    )
)


def desk(session: Session, seat: Seat) -> Desk | None:
    """Return what one person sees of one survey."""
    names = {"survey_id": seat.survey_id, "monitor_id": seat.monitor_id}
    if seat.sealed is None:
        row = session.execute(_DESK, names).one_or_none()
        return _desk(row, seat, row.document, row.page) if row else None
    statement = _CHANGING_DESK if seat.changes else _SEALED_DESK
    names |= {"lookup": seat.sealed.lookup, "changes": seat.changes}
    row = session.execute(statement, names).first()
    if row is None:
        return None
    written = opened(seat.sealed, row.ciphertext) if row.ciphertext else None
    if written is None:
        return _desk(row, seat, None, None)
    return _desk(row, seat, written["answers"], written["page"])


def opened(sealed: Sealed, ciphertext: bytes) -> dict[str, Any] | None:
    """Return what a sealed draft says: answers, page, and who writes it."""
    found: dict[str, Any] | None = unseal(ciphertext, key=sealed.key, about=sealed.lookup)
    return found


def _desk(row: Any, seat: Seat, answers: dict[str, Any] | None, page: int | None) -> Desk:
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
        used=not seat.changes and bool(row.used),
        answers=answers or {},
        page=page or 1,
        revision=row.revision or 1,
        has_draft=row.revision is not None,
    )


def by_code(session: Session, *, key: bytes, code: str) -> Entrance | None:
    """Return where a survey code leads, used or not."""
    row = session.execute(
        select(
            Participation.survey_id,
            Participation.monitor_id,
            Survey.code,
            Survey.mode,
            Draft.page,
        )
        .join(Survey, Survey.id == Participation.survey_id)
        .outerjoin(
            Draft,
            (Draft.survey_id == Participation.survey_id)
            & (Draft.monitor_id == Participation.monitor_id),
        )
        .where(Participation.code_hmac == numbers.code_hmac(key, code))
    ).one_or_none()
    return _entrance(row) if row else None


def by_resume_number(session: Session, *, key: bytes, number: str) -> Entrance | None:
    """Return where a resume number leads; two drafts with one number open neither."""
    rows = session.execute(
        select(Draft.survey_id, Draft.monitor_id, Survey.code, Survey.mode, Draft.page)
        .join(Survey, Survey.id == Draft.survey_id)
        .where(Draft.resume_hmac == numbers.resume_hmac(key, number))
        .limit(2)
    ).all()
    return _entrance(rows[0]) if len(rows) == 1 else None


def by_secret(session: Session, *, key: bytes, secret: str) -> Entrance | None:
    """Return where the number leads that a signed-in person got for an anonymous draft."""
    for survey_id, code in session.execute(
        select(Survey.id, Survey.code).where(
            Survey.mode == "anonymous", Survey.state == "published"
        )
    ).all():
        sealed = numbers.sealed_by(key, survey_id, secret)
        row = session.get(SealedDraft, (survey_id, sealed.lookup))
        written = opened(sealed, row.ciphertext) if row else None
        if written and written["monitor_id"]:
            seat = Seat(survey_id, written["monitor_id"], sealed)
            return Entrance(code, seat, written["page"], "anonymous", secret)
    return None


def by_account(session: Session, *, account_id: str, survey_code: str) -> Entrance | None:
    """Return the seat of a signed-in monitor in a survey that they were asked to answer."""
    row = session.execute(
        select(
            Participation.survey_id,
            Participation.monitor_id,
            Survey.code,
            Survey.mode,
            Draft.page,
        )
        .join(Survey, Survey.id == Participation.survey_id)
        .join(Monitor, Monitor.id == Participation.monitor_id)
        .outerjoin(
            Draft,
            (Draft.survey_id == Participation.survey_id)
            & (Draft.monitor_id == Participation.monitor_id),
        )
        .where(Monitor.account_id == account_id, Survey.code == survey_code)
    ).one_or_none()
    return _entrance(row) if row else None


def with_secret(session: Session, entrance: Entrance, *, key: bytes, secret: str) -> Entrance:
    """Return the entrance to an anonymous survey: its draft opens with a secret."""
    sealed = numbers.sealed_by(key, entrance.seat.survey_id, secret)
    seat = replace(entrance.seat, sealed=sealed)
    found = desk(session, seat)
    page = found.page if found and found.has_draft else None
    return replace(entrance, seat=seat, page=page, secret=secret)


def own_receipt_hash(session: Session, seat: Seat) -> str | None:
    """Return what is kept of the receipt of somebody's named answer."""
    return session.scalar(
        select(Response.receipt_hash).where(
            Response.survey_id == seat.survey_id,
            Response.monitor_id == seat.monitor_id,
            Response.mode == "named",
        )
    )


def _entrance(row: Any) -> Entrance:
    return Entrance(row.code, Seat(row.survey_id, row.monitor_id), row.page, row.mode)


def has_answers(session: Session, survey_id: str) -> bool:
    """Whether anybody has begun or finished answering."""
    tables = (Response, IncomingResponse, Draft, SealedDraft)
    return any(
        session.scalar(select(exists().where(table.survey_id == survey_id))) for table in tables
    )
