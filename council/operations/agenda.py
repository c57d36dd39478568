"""Items come onto the agenda, move, begin, end, or are taken off it."""

from datetime import datetime
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from council.models import AgendaItem, Meeting, Opinion
from council.rules import meetings as rules
from engage.core import audit
from engage.core.errors import Conflict, Invalid
from engage.core.permissions import Actor


def add_item(
    session: Session,
    *,
    meeting: Meeting,
    title: str,
    actor: Actor,
    at: datetime,
    number_label: str = "",
    opinions_open_at: datetime | None = None,
    opinions_close_at: datetime | None = None,
    **facts: Any,
) -> AgendaItem:
    """Put an item at the end of the agenda; `facts` are summary, short_title, planned_minutes, ….

    A meeting of the past, known from a printed record, is completed the same way.
    """
    _require_open_agenda(meeting)
    _refuse_window(opinions_open_at, opinions_close_at)
    _lock(session, meeting)
    last = session.scalar(
        select(func.max(AgendaItem.position)).where(AgendaItem.meeting_id == meeting.id)
    )
    position = (last or 0) + 1
    item = AgendaItem(
        meeting_id=meeting.id,
        position=position,
        number_label=number_label or str(position),
        title=title,
        opinions_open_at=opinions_open_at,
        opinions_close_at=opinions_close_at,
        state="done" if meeting.source else "planned",
        **facts,
    )
    session.add(item)
    session.flush()
    audit.record(
        session, actor=actor, verb="agenda.item-added", about=item, at=at, meeting=meeting.code
    )
    return item


def change_item(
    session: Session,
    *,
    item: AgendaItem,
    title: str,
    actor: Actor,
    at: datetime,
    opinions_open_at: datetime | None,
    opinions_close_at: datetime | None,
    **facts: Any,
) -> None:
    """Change what an item says, what it is about, and its window for opinions."""
    if item.meeting.state in {"closed", "cancelled"} or item.state == "withdrawn":
        raise Conflict("agenda-is-fixed")
    _refuse_window(opinions_open_at, opinions_close_at)
    before = [_text(item.opinions_open_at), _text(item.opinions_close_at)]
    item.title = title
    item.opinions_open_at, item.opinions_close_at = opinions_open_at, opinions_close_at
    for name, value in facts.items():
        setattr(item, name, value)
    _lock(session, item.meeting)
    audit.record(
        session,
        actor=actor,
        verb="agenda.item-changed",
        about=item,
        at=at,
        window_before=before,
        window_after=[_text(opinions_open_at), _text(opinions_close_at)],
    )


def move_item(session: Session, *, item: AgendaItem, up: bool, actor: Actor, at: datetime) -> None:
    """Exchange an item with its neighbour; the first and the last stay where they are."""
    _require_open_agenda(item.meeting)
    _lock(session, item.meeting)
    session.refresh(item)
    other = session.scalar(_neighbour(item, up=up))
    if other is None:
        return
    places = item.position, other.position
    for row, place in ((item, -item.position), (other, places[0]), (item, places[1])):
        row.position = place
        session.flush()
    _renumber(session, item.meeting_id)
    audit.record(session, actor=actor, verb="agenda.item-moved", about=item, at=at, up=up)


def withdraw_item(
    session: Session, *, item: AgendaItem, reason: str, actor: Actor, at: datetime
) -> None:
    """Take an item off the agenda; it stays listed as withdrawn, with the reason."""
    _require_open_agenda(item.meeting)
    if not reason.strip():
        raise Invalid("withdrawing-needs-reason", field="reason")
    if session.scalar(select(Opinion.id).where(Opinion.agenda_item_id == item.id).limit(1)):
        raise Conflict("item-has-opinions")
    _lock(session, item.meeting)
    changed = session.execute(
        update(AgendaItem)
        .where(AgendaItem.id == item.id, AgendaItem.state == "planned")
        .values(state="withdrawn", outcome=reason.strip(), revision=AgendaItem.revision + 1)
        .execution_options(synchronize_session=False)
    )
    if changed.rowcount != 1:  # type: ignore[attr-defined]
        raise Conflict("item-has-begun")
    session.refresh(item)
    _renumber(session, item.meeting_id)
    audit.record(
        session, actor=actor, verb="agenda.item-withdrawn", about=item, at=at, reason=reason
    )


def start_item(session: Session, *, item: AgendaItem, actor: Actor, at: datetime) -> None:
    """Begin an item of a running meeting; the one before it ends at the same moment."""
    if item.meeting.state != "live":
        raise Conflict("meeting-not-live")
    if item.state == "withdrawn":
        raise Conflict("item-is-withdrawn")
    _lock(session, item.meeting)
    if item.state == "ongoing":
        return
    session.execute(
        update(AgendaItem)
        .where(AgendaItem.meeting_id == item.meeting_id, AgendaItem.state == "ongoing")
        .values(state="done", ended_at=at, revision=AgendaItem.revision + 1)
        .execution_options(synchronize_session=False)
    )
    session.execute(
        update(AgendaItem)
        .where(AgendaItem.id == item.id, AgendaItem.state.in_(["planned", "done"]))
        .values(
            state="ongoing",
            started_at=func.coalesce(AgendaItem.started_at, at),
            ended_at=None,
            revision=AgendaItem.revision + 1,
        )
        .execution_options(synchronize_session=False)
    )
    session.expire_all()
    audit.record(session, actor=actor, verb="agenda.item-started", about=item, at=at)


def finish_item(session: Session, *, item: AgendaItem, actor: Actor, at: datetime) -> None:
    """End the item that is on."""
    _lock(session, item.meeting)
    changed = session.execute(
        update(AgendaItem)
        .where(AgendaItem.id == item.id, AgendaItem.state == "ongoing")
        .values(state="done", ended_at=at, revision=AgendaItem.revision + 1)
        .execution_options(synchronize_session=False)
    )
    if changed.rowcount != 1:  # type: ignore[attr-defined]
        raise Conflict("item-not-ongoing")
    session.refresh(item)
    audit.record(session, actor=actor, verb="agenda.item-finished", about=item, at=at)


def record_outcome(
    session: Session, *, item: AgendaItem, outcome: str, actor: Actor, at: datetime
) -> None:
    """Write down what the meeting came to on an item."""
    if item.meeting.state in {"draft", "convened", "closed", "cancelled"}:
        raise Conflict("outcome-belongs-to-meeting")
    item.outcome = outcome.strip()
    session.flush()
    audit.record(session, actor=actor, verb="agenda.outcome-recorded", about=item, at=at)


def _neighbour(item: AgendaItem, *, up: bool) -> Any:
    same = select(AgendaItem).where(AgendaItem.meeting_id == item.meeting_id)
    if up:
        before = same.where(AgendaItem.position < item.position)
        return before.order_by(AgendaItem.position.desc()).limit(1)
    return same.where(AgendaItem.position > item.position).order_by(AgendaItem.position).limit(1)


def _renumber(session: Session, meeting_id: str) -> None:
    """Let labels that are plain numbers follow the order; other labels stay."""
    items = session.scalars(
        select(AgendaItem).where(AgendaItem.meeting_id == meeting_id).order_by(AgendaItem.position)
    )
    number = 0
    for item in items:
        if not item.number_label.isdigit():
            continue
        if item.state != "withdrawn":
            number += 1
            item.number_label = str(number)
    session.flush()


def _lock(session: Session, meeting: Meeting) -> None:
    """Let changes of one agenda come one after another, and the live page see each."""
    session.flush()
    session.execute(
        update(Meeting)
        .where(Meeting.id == meeting.id)
        .values(revision=Meeting.revision + 1)
        .execution_options(synchronize_session=False)
    )


def _require_open_agenda(meeting: Meeting) -> None:
    if meeting.state not in rules.AGENDA_OPEN and not meeting.source:
        raise Conflict("agenda-is-fixed")


def _refuse_window(opens_at: datetime | None, closes_at: datetime | None) -> None:
    if (opens_at is None) != (closes_at is None):
        field = "opinions_open_at" if opens_at is None else "opinions_close_at"
        raise Invalid("window-needs-both-ends", field=field)
    if opens_at is not None and closes_at is not None and closes_at <= opens_at:
        raise Invalid("window-closes-before-opening", field="opinions_close_at")


def _text(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
