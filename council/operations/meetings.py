"""A meeting is planned, called, begun, ended or called off."""

from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from council.models import AgendaItem, Body, Meeting
from council.operations.polls import close_open_poll
from council.operations.speaking import lower_all
from council.queries.delegates import accounts_of_body
from council.rules import meetings as rules
from engage.core import audit, jobs
from engage.core.clock import today
from engage.core.errors import Conflict, Invalid
from engage.core.permissions import Actor

CONVENED_MAIL = "council.meeting-convened"
CANCELLED_MAIL = "council.meeting-cancelled"
CHANGED_MAIL = "council.meeting-changed"
IN_CALENDAR = ("mode", "starts_at", "ends_at", "venue", "join_link")
IN_CALENDAR_IN_WRITING = ("writing_opens_at", "writing_closes_at")
"""What a calendar shows: when it changes, those who were called are told."""


def draft_meeting(  # noqa: PLR0913 - everything that is written down
    session: Session,
    *,
    body: Body,
    code: str,
    title: str,
    plan: rules.Plan,
    actor: Actor,
    at: datetime,
    ordinal: int | None = None,
    summary: str = "",
    observer_seats: int | None = None,
    is_fictional: bool = False,
) -> Meeting:
    """Begin a meeting as a draft that only staff see."""
    _refuse_faults(plan)
    meeting = Meeting(
        body_id=body.id,
        code=code,
        title=title,
        ordinal=ordinal,
        summary=summary,
        observer_seats=observer_seats,
        is_fictional=is_fictional,
        held_on=_day_of(plan),
        **_columns(plan),
    )
    _insert(session, meeting)
    audit.record(session, actor=actor, verb="meeting.drafted", about=meeting, at=at, code=code)
    return meeting


def record_past_meeting(  # noqa: PLR0913 - everything that is written down
    session: Session,
    *,
    body: Body,
    code: str,
    title: str,
    held_on: date,
    source: str,
    actor: Actor,
    at: datetime,
    ordinal: int | None = None,
    mode: str | None = None,
    summary: str = "",
) -> Meeting:
    """Write down a meeting of the past that is known only from a printed record."""
    meeting = Meeting(
        body_id=body.id,
        code=code,
        title=title,
        ordinal=ordinal,
        mode=mode,
        state="closed",
        held_on=held_on,
        source=source,
        summary=summary,
    )
    _insert(session, meeting)
    audit.record(session, actor=actor, verb="meeting.recorded", about=meeting, at=at, source=source)
    return meeting


def change_meeting(
    session: Session,
    *,
    meeting: Meeting,
    title: str,
    plan: rules.Plan,
    actor: Actor,
    at: datetime,
    summary: str = "",
    observer_seats: int | None = None,
) -> None:
    """Change when, where and how a meeting will be, until it begins."""
    if meeting.state not in rules.CHANGEABLE:
        raise Conflict("meeting-has-begun")
    _refuse_faults(plan)
    before = {"title": meeting.title, **_plain(_columns(plan_of(meeting)))}
    was = _shown(meeting)
    for name, value in _columns(plan).items():
        setattr(meeting, name, value)
    meeting.title, meeting.summary = title, summary
    meeting.observer_seats, meeting.held_on = observer_seats, _day_of(plan)
    meeting.revision = Meeting.revision + 1
    is_told = meeting.state == "convened" and _shown(meeting) != was
    if is_told:
        meeting.calendar_sequence = Meeting.calendar_sequence + 1
    session.flush()
    session.refresh(meeting)
    if is_told:
        _write_to_delegates(session, meeting, CHANGED_MAIL, at)
    audit.record(
        session,
        actor=actor,
        verb="meeting.changed",
        about=meeting,
        at=at,
        before=before,
        after={"title": title, **_plain(_columns(plan))},
    )


def convene_meeting(session: Session, *, meeting: Meeting, actor: Actor, at: datetime) -> None:
    """Call the members: the meeting becomes public and every delegate gets one mail."""
    items = session.scalar(
        select(func.count())
        .select_from(AgendaItem)
        .where(AgendaItem.meeting_id == meeting.id, AgendaItem.state != "withdrawn")
    )
    obstacles = rules.convening_obstacles(
        plan_of(meeting), state=meeting.state, item_count=items or 0, at=at
    )
    for code in obstacles:
        raise Conflict(code)
    _take_step(session, meeting, "convene", otherwise="meeting-already-convened", convened_at=at)
    _write_to_delegates(session, meeting, CONVENED_MAIL, at)
    audit.record(session, actor=actor, verb="meeting.convened", about=meeting, at=at)


def cancel_meeting(
    session: Session, *, meeting: Meeting, reason: str, actor: Actor, at: datetime
) -> None:
    """Call a meeting off before it begins; its page stays and says why."""
    if not reason.strip():
        raise Invalid("cancelling-needs-reason", field="reason")
    was_convened = meeting.state == "convened"
    _take_step(
        session,
        meeting,
        "cancel",
        otherwise="meeting-has-begun",
        cancel_reason=reason.strip(),
        calendar_sequence=Meeting.calendar_sequence + 1,
    )
    if was_convened:
        _write_to_delegates(session, meeting, CANCELLED_MAIL, at)
    audit.record(
        session, actor=actor, verb="meeting.cancelled", about=meeting, at=at, reason=reason
    )


def open_meeting(session: Session, *, meeting: Meeting, actor: Actor, at: datetime) -> None:
    """Begin: from now on the live page runs."""
    for code in rules.opening_obstacles(state=meeting.state, mode=meeting.mode):
        raise Conflict(code)
    _take_step(session, meeting, "open", otherwise="meeting-not-convened", opened_at=at)
    audit.record(session, actor=actor, verb="meeting.opened", about=meeting, at=at)


def end_meeting(session: Session, *, meeting: Meeting, actor: Actor, at: datetime) -> None:
    """End the meeting and the item that was on; a meeting in writing ends after its window."""
    obstacles = rules.ending_obstacles(
        state=meeting.state,
        mode=meeting.mode,
        writing_closes_at=meeting.writing_closes_at,
        at=at,
    )
    for code in obstacles:
        raise Conflict(code)
    close_open_poll(session, meeting=meeting, actor=actor, at=at)
    lower_all(session, meeting=meeting, at=at)
    step = "end-writing" if meeting.mode == rules.IN_WRITING else "end"
    _take_step(session, meeting, step, otherwise="meeting-not-live", ended_at=at)
    session.execute(
        update(AgendaItem)
        .where(AgendaItem.meeting_id == meeting.id, AgendaItem.state == "ongoing")
        .values(state="done", ended_at=at, revision=AgendaItem.revision + 1)
    )
    audit.record(session, actor=actor, verb="meeting.ended", about=meeting, at=at)


def plan_of(meeting: Meeting) -> rules.Plan:
    """Return when and where a meeting is to be, as a plain value."""
    return rules.Plan(
        mode=meeting.mode,
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        venue=meeting.venue,
        join_link=meeting.join_link,
        writing_opens_at=meeting.writing_opens_at,
        writing_closes_at=meeting.writing_closes_at,
        is_public=meeting.is_public,
        closed_reason=meeting.closed_reason,
    )


def take_step(session: Session, meeting: Meeting, step: str, *, otherwise: str) -> None:
    """Move the meeting on its way once, whoever else is trying; minutes use it too."""
    _take_step(session, meeting, step, otherwise=otherwise)


def _take_step(
    session: Session, meeting: Meeting, step: str, *, otherwise: str, **values: Any
) -> None:
    session.flush()
    leads = rules.TRANSITIONS[step]
    target = next(iter(leads.values()))
    moved = session.execute(
        update(Meeting)
        .where(Meeting.id == meeting.id, Meeting.state.in_(leads))
        .values(state=target, revision=Meeting.revision + 1, **values)
        .execution_options(synchronize_session=False)
    )
    if moved.rowcount != 1:  # type: ignore[attr-defined]
        raise Conflict(otherwise)
    session.refresh(meeting)


def _refuse_faults(plan: rules.Plan) -> None:
    for field, code in rules.plan_faults(plan):
        raise Invalid(code, field=field)


def _columns(plan: rules.Plan) -> dict[str, Any]:
    """Keep only what the mode uses, so that an old link does not survive a change of mode."""
    values = asdict(plan)
    in_writing = plan.mode == rules.IN_WRITING
    for name in ("starts_at", "ends_at"):
        values[name] = None if in_writing else values[name]
    for name in ("writing_opens_at", "writing_closes_at"):
        values[name] = values[name] if in_writing else None
    values["venue"] = plan.venue.strip() if plan.mode in rules.NEEDS_VENUE else ""
    values["join_link"] = plan.join_link.strip() if plan.mode in rules.NEEDS_LINK else ""
    values["closed_reason"] = "" if plan.is_public else plan.closed_reason.strip()
    return values


def _shown(meeting: Meeting) -> list[Any]:
    names = ("title", *IN_CALENDAR, *IN_CALENDAR_IN_WRITING)
    return [getattr(meeting, name) for name in names]


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    """Make values fit for the audit log; the join link stays out of it."""
    return {
        name: value.isoformat() if isinstance(value, datetime) else value
        for name, value in values.items()
        if name != "join_link"
    }


def _day_of(plan: rules.Plan) -> date | None:
    moment = plan.writing_closes_at if plan.mode == rules.IN_WRITING else plan.starts_at
    return today(moment) if moment else None


def _insert(session: Session, meeting: Meeting) -> None:
    try:
        with session.begin_nested():
            session.add(meeting)
    except IntegrityError as error:
        taken = "ordinal" if "number_within_body" in str(error.orig) else "code"
        taken = "ordinal" if "meeting.ordinal" in str(error.orig) else taken
        raise Invalid(f"meeting-{taken}-taken", field=taken) from error


def _write_to_delegates(session: Session, meeting: Meeting, kind: str, at: datetime) -> None:
    for account_id in accounts_of_body(session, meeting.body_id, today(at)):
        jobs.enqueue(
            session,
            kind=kind,
            payload={
                "meeting_id": meeting.id,
                "account_id": account_id,
                "sequence": meeting.calendar_sequence,
            },
            at=at,
            key=f"{kind}:{meeting.id}:{meeting.calendar_sequence}:{account_id}",
        )
