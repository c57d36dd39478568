"""Staff invite the panel; each person gets a code once, made when the mail is written."""

from datetime import datetime

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from engage.core import audit, jobs
from engage.core.clock import today
from engage.core.errors import Conflict
from engage.core.permissions import Actor
from engage.japanese.fiscal import fiscal_year
from surveys import numbers, rules
from surveys.models import Draft, Monitor, Participation, SealedDraft, Survey
from surveys.queries.staff import members

INVITE = "surveys.invite"
CLEAR_DRAFTS = "surveys.clear-drafts"


def invite_panel(session: Session, *, survey: Survey, actor: Actor, at: datetime) -> int:
    """Ask every monitor of this fiscal year who was not asked yet; return how many that are.

    Whoever has an account gets a mail with a code; the code is made when the mail is.
    """
    if survey.kind != "panel":
        raise Conflict("survey-not-for-panel")
    now = rules.phase(
        state=survey.state, opens_at=survey.opens_at, closes_at=survey.closes_at, at=at
    )
    if now not in {rules.Phase.OPEN, rules.Phase.UPCOMING}:
        raise Conflict("survey-not-running")
    asked = select(Participation.monitor_id).where(Participation.survey_id == survey.id)
    new = session.scalars(
        select(Monitor).where(
            *members(fiscal_year(today(at))),
            Monitor.id.not_in(asked),
        )
    ).all()
    if not new and not session.scalar(asked.limit(1)):
        raise Conflict("panel-empty")
    if new:
        session.execute(
            insert(Participation),
            [
                {
                    "survey_id": survey.id,
                    "monitor_id": monitor.id,
                    "sex": monitor.sex,
                    "age_band": monitor.age_band,
                    "district": monitor.district,
                }
                for monitor in new
            ],
        )
    for monitor in new:
        if monitor.account_id:
            jobs.enqueue(
                session,
                kind=INVITE,
                payload={"survey_id": survey.id, "monitor_id": monitor.id},
                at=max(at, survey.opens_at),
                key=f"{INVITE}:{survey.id}:{monitor.id}",
            )
    audit.record(
        session, actor=actor, verb="survey.panel-invited", about=survey, at=at, invited=len(new)
    )
    return len(new)


def renew_code(session: Session, *, survey_id: str, monitor_id: str, key: bytes) -> str | None:
    """Give a person a fresh code in place of any before; None when an answer is already here.

    The code is returned once, for the mail or the letter; only its HMAC is kept.
    """
    code = numbers.new_survey_code()
    changed = session.execute(
        update(Participation)
        .where(
            Participation.survey_id == survey_id,
            Participation.monitor_id == monitor_id,
            Participation.used == 0,
        )
        .values(code_hmac=numbers.code_hmac(key, code))
    )
    return code if changed.rowcount == 1 else None  # type: ignore[attr-defined]


def clear_drafts(session: Session, *, survey_id: str, at: datetime) -> int:
    """Delete what was written and not sent, once the survey is over; return how many that were."""
    survey = session.get(Survey, survey_id)
    if survey is None:
        return 0
    now = rules.phase(
        state=survey.state, opens_at=survey.opens_at, closes_at=survey.closes_at, at=at
    )
    if now is not rules.Phase.FINISHED:
        return 0
    gone = [
        session.execute(delete(table).where(table.survey_id == survey_id))
        for table in (Draft, SealedDraft)
    ]
    return sum(one.rowcount for one in gone)  # type: ignore[attr-defined]
