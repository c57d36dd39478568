"""Work for later: mail with codes, the end of drafts, mixing, and mail about results."""

import logging
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from engage.accounts.models import Account
from engage.core import clock
from engage.core.jobs import Handlers, JobContext
from engage.core.mail import Message, send_once
from engage.documents import DocumentError
from surveys import emails, frame, numbers, operations, rules
from surveys.files import reports_in
from surveys.models import Monitor, NoticeWish, Survey, SurveyReport
from surveys.operations import mixing, noticing, reporting
from surveys.operations.inviting import CLEAR_DRAFTS, INVITE
from surveys.report import making

log = logging.getLogger("engage.surveys")


def register(handlers: Handlers) -> None:
    """Offer the handlers of this feature."""
    handlers.add(INVITE, invite)
    handlers.add(CLEAR_DRAFTS, clear_drafts)
    handlers.add(mixing.MIX, mix)
    handlers.add(noticing.TELL, tell_results)
    handlers.add(reporting.MAKE, make_report)


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
    if _phase(survey) not in {rules.Phase.UPCOMING, rules.Phase.OPEN}:
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


def mix(context: JobContext, payload: dict[str, Any]) -> None:
    """Mix the answers of a survey: nightly while it runs, and once for all when it is over.

    The files are written anew after mixing, also when an earlier run of this job got no further.
    A night that is late leaves the end to the job of the end.
    """
    survey_id, waits = payload["survey_id"], False

    def work(session: Session) -> None:
        nonlocal waits
        survey = session.get(Survey, survey_id)
        if payload["is_end"]:
            if survey and _phase(survey) is rules.Phase.FINISHED:
                mixing.finish_counting(session, survey=survey, at=clock.now())
        else:
            waits = not mixing.mix_tonight(session, survey_id=survey_id, at=clock.now())

    context.once(work, name="mixed")
    if not waits:
        mixing.rewrite_files(context.database)
        frame.forget(context.database, survey_id)


def tell_results(context: JobContext, payload: dict[str, Any]) -> None:
    """Tell everybody who asked that results are public, once each, and erase the addresses."""
    survey_id = payload["survey_id"]
    with context.database.reading() as session:
        waiting = noticing.wishes(session, survey_id)
    for wish_id in waiting:
        _tell(context, survey_id, wish_id)


def _tell(context: JobContext, survey_id: str, wish_id: str) -> None:
    send_once(
        context,
        purpose=f"survey-results:{survey_id}",
        recipient=wish_id,
        build=lambda session: _results_message(context, session, wish_id),
    )
    context.database.run_tx(lambda session: noticing.forget(session, wish_id=wish_id))


def _results_message(context: JobContext, session: Session, wish_id: str) -> Message | None:
    wish = session.get(NoticeWish, wish_id)
    survey = session.get(Survey, wish.survey_id) if wish else None
    if wish is None or survey is None:
        return None
    return emails.results_are_public(
        to=wish.email,
        survey=survey,
        number=numbers.stop_number(context.settings.key, wish.id),
        settings=context.settings,
    )


def make_report(context: JobContext, payload: dict[str, Any]) -> None:
    """Make a report step by step; a file that cannot be made ends it with that word."""
    report_id = payload["report_id"]

    def note(step: int) -> None:
        context.database.run_tx(
            lambda session: reporting.note_step(session, report_id=report_id, step=step)
        )

    with context.database.reading() as session:
        report = session.get(SurveyReport, report_id)
        survey = session.get(Survey, report.survey_id) if report else None
        if report is None or survey is None or report.state in {"done", "failed"}:
            return
        results, outline = making.count(
            session,
            survey,
            report.choices,
            city=context.settings.city_name,
            phase=_phase(survey),
        )
    try:
        files = making.make(results, outline, reports_in(context.settings.data_dir), note)
    except DocumentError:
        log.exception("report %s cannot be written", report_id)
        context.database.run_tx(
            lambda session: reporting.give_up_report(session, report_id=report_id)
        )
        return
    context.database.run_tx(
        lambda session: reporting.finish_report(
            session,
            report_id=report_id,
            outline=outline.model_dump(mode="json"),
            files=files,
            responses=results.frame.responses,
            at=clock.now(),
        )
    )


def _phase(survey: Survey) -> rules.Phase:
    return rules.phase(
        state=survey.state,
        opens_at=survey.opens_at,
        closes_at=survey.closes_at,
        at=clock.now(),
    )
