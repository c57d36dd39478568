"""Work for later: one mail with a code per person, and the end of drafts."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from engage.accounts.models import Account
from engage.core import clock
from engage.core.jobs import Handlers, JobContext
from engage.core.mail import Message, send_once
from surveys import emails, operations, rules
from surveys.models import Monitor, Survey
from surveys.operations.inviting import CLEAR_DRAFTS, INVITE


def register(handlers: Handlers) -> None:
    """Offer the handlers of this feature."""
    handlers.add(INVITE, invite)
    handlers.add(CLEAR_DRAFTS, clear_drafts)


def invite(context: JobContext, payload: dict[str, Any]) -> None:
    """Send one person the mail with the code; the code exists only in the mail and as its HMAC."""
    survey_id, monitor_id = payload["survey_id"], payload["monitor_id"]
    send_once(
        context,
        purpose=f"survey-invitation:{survey_id}",
        recipient=monitor_id,
        build=lambda session: _message(context, session, survey_id, monitor_id),
    )


def _message(
    context: JobContext, session: Session, survey_id: str, monitor_id: str
) -> Message | None:
    survey = session.get(Survey, survey_id)
    person = session.execute(
        select(Account.email, Account.name)
        .join(Monitor, Monitor.account_id == Account.id)
        .where(Monitor.id == monitor_id)
    ).one_or_none()
    if survey is None or person is None or not person.email:
        return None
    now = rules.phase(
        state=survey.state,
        opens_at=survey.opens_at,
        closes_at=survey.closes_at,
        at=clock.now(),
    )
    if now not in {rules.Phase.UPCOMING, rules.Phase.OPEN}:
        return None
    code = operations.renew_code(
        session, survey_id=survey_id, monitor_id=monitor_id, key=context.settings.key
    )
    if code is None:
        return None
    return emails.invitation(
        to=person.email, name=person.name, survey=survey, code=code, settings=context.settings
    )


def clear_drafts(context: JobContext, payload: dict[str, Any]) -> None:
    """Delete what was not sent, once the survey is over."""
    context.database.run_tx(
        lambda session: operations.clear_drafts(
            session, survey_id=payload["survey_id"], at=clock.now()
        )
    )
