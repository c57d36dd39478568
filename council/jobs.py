"""Work for later: one mail per person who acts for a member."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from council import emails
from council.calendars import Guest, Method, Office, event_file
from council.models import AgendaItem, Meeting
from council.operations.meetings import CANCELLED_MAIL, CHANGED_MAIL, CONVENED_MAIL
from council.operations.minutes import CONFIRM_MAIL
from council.queries.minutes import of_meeting
from council.rules.meetings import IN_WRITING
from engage.accounts.models import Account
from engage.core.clock import now
from engage.core.config import Settings
from engage.core.jobs import Handlers, JobContext
from engage.core.mail import CalendarPart, Message, send_once


def register(handlers: Handlers) -> None:
    """Offer the handlers of this feature."""
    handlers.add(CONVENED_MAIL, tell_convened)
    handlers.add(CANCELLED_MAIL, tell_cancelled)
    handlers.add(CHANGED_MAIL, tell_changed)
    handlers.add(CONFIRM_MAIL, tell_minutes)


def tell_convened(context: JobContext, payload: dict[str, Any]) -> None:
    """Call one delegate to a meeting, unless it was called off in between."""
    _send(context, payload, "meeting-convened", _convened)


def tell_cancelled(context: JobContext, payload: dict[str, Any]) -> None:
    """Tell one delegate that a meeting is called off."""
    _send(context, payload, "meeting-cancelled", _cancelled)


def tell_changed(context: JobContext, payload: dict[str, Any]) -> None:
    """Tell one delegate that time or place changed; a mail overtaken by a later change stays."""
    _send(context, payload, "meeting-changed", _changed)


def tell_minutes(context: JobContext, payload: dict[str, Any]) -> None:
    """Ask one delegate to confirm the minutes for their organisation."""
    _send(context, payload, "minutes-to-confirm", _minutes)


Build = Callable[[Session, Meeting, Account, Settings], Message | None]


def _send(context: JobContext, payload: dict[str, Any], purpose: str, build: Build) -> None:
    meeting_id, account_id = payload["meeting_id"], payload["account_id"]

    def message(session: Session) -> Message | None:
        meeting, account = session.get(Meeting, meeting_id), session.get(Account, account_id)
        if meeting is None or account is None or not account.email or not account.is_open:
            return None
        if purpose == "meeting-changed" and payload["sequence"] != meeting.calendar_sequence:
            return None  # a later change has a mail of its own
        return build(session, meeting, account, context.settings)

    sequence = payload.get("sequence") or 0
    about = f"{purpose}:{meeting_id}" + (f":{sequence}" if sequence else "")
    send_once(context, purpose=about, recipient=account_id, build=message)


def _convened(
    session: Session, meeting: Meeting, account: Account, settings: Settings
) -> Message | None:
    return _call(session, meeting, account, settings, is_change=False)


def _changed(
    session: Session, meeting: Meeting, account: Account, settings: Settings
) -> Message | None:
    return _call(session, meeting, account, settings, is_change=True)


def _call(
    session: Session, meeting: Meeting, account: Account, settings: Settings, *, is_change: bool
) -> Message | None:
    if meeting.state != "convened":
        return None
    items = session.scalars(
        select(AgendaItem.title)
        .where(AgendaItem.meeting_id == meeting.id, AgendaItem.state != "withdrawn")
        .order_by(AgendaItem.position)
    ).all()
    return emails.convened(
        to=account.email or "",
        name=account.name,
        title=meeting.title,
        code=meeting.code,
        mode=meeting.mode or "",
        when=_when(meeting),
        venue=meeting.venue,
        items=list(items),
        base_url=settings.base_url,
        city_name=settings.city_name,
        office_name=settings.office_name,
        is_change=is_change,
        calendar=_calendar(meeting, account, settings, "REQUEST"),
    )


def _cancelled(
    _session: Session, meeting: Meeting, account: Account, settings: Settings
) -> Message | None:
    return emails.cancelled(
        to=account.email or "",
        name=account.name,
        title=meeting.title,
        code=meeting.code,
        reason=meeting.cancel_reason,
        base_url=settings.base_url,
        city_name=settings.city_name,
        office_name=settings.office_name,
        calendar=_calendar(meeting, account, settings, "CANCEL"),
    )


def _minutes(
    session: Session, meeting: Meeting, account: Account, settings: Settings
) -> Message | None:
    minutes = of_meeting(session, meeting)
    if minutes is None or minutes.state != "confirming" or minutes.confirm_by is None:
        return None
    return emails.minutes_to_confirm(
        to=account.email or "",
        name=account.name,
        title=meeting.title,
        code=meeting.code,
        until=minutes.confirm_by,
        base_url=settings.base_url,
        city_name=settings.city_name,
        office_name=settings.office_name,
    )


def _calendar(
    meeting: Meeting, account: Account, settings: Settings, method: Method
) -> CalendarPart:
    office = Office(settings.office_name, settings.mail_from, settings.base_url)
    guest = Guest(account.name, account.email or "")
    content = event_file(meeting, office, method=method, at=now(), guest=guest)
    return CalendarPart(method, content.decode())


def _when(meeting: Meeting) -> str:
    if meeting.mode == IN_WRITING and meeting.writing_opens_at and meeting.writing_closes_at:
        return emails.writing_window(meeting.writing_opens_at, meeting.writing_closes_at)
    return emails.day_and_clock(meeting.starts_at, meeting.ends_at) if meeting.starts_at else ""
