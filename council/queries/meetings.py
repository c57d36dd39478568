"""Meetings and their agendas as pages need them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session, joinedload

from council.models import AgendaItem, Meeting, Opinion, Paper
from council.queries.subjects import Subject, subjects_of
from council.rules.meetings import PUBLIC, item_times
from council.rules.opinions import Window, revising_obstacles, speaking_obstacles
from engage.core.clock import today
from engage.japanese.fiscal import fiscal_year, fiscal_year_both, fiscal_year_label


def is_visible() -> tuple[Any, ...]:
    """Return the conditions under which citizens see that a meeting exists."""
    shown = Meeting.state.in_(PUBLIC - {"cancelled"})
    called_off = and_(Meeting.state == "cancelled", Meeting.convened_at.is_not(None))
    return (or_(shown, called_off),)


def public_meeting(session: Session, code: str) -> Meeting | None:
    """Return a meeting that citizens may see."""
    return session.scalar(
        select(Meeting).options(joinedload(Meeting.body)).where(Meeting.code == code, *is_visible())
    )


def any_meeting(session: Session, code: str) -> Meeting | None:
    """Return a meeting in whatever state, for staff."""
    return session.scalar(
        select(Meeting).options(joinedload(Meeting.body)).where(Meeting.code == code)
    )


def upcoming(session: Session, body_id: str | None, at: datetime) -> list[Meeting]:
    """Return called and running meetings, the next one first."""
    query = select(Meeting).where(Meeting.state.in_(["convened", "live"]))
    if body_id:
        query = query.where(Meeting.body_id == body_id)
    day = today(at)
    rows = session.scalars(query.order_by(Meeting.held_on, Meeting.starts_at))
    return [m for m in rows if m.state == "live" or m.held_on is None or m.held_on >= day]


def past(session: Session, body_id: str, at: datetime) -> list[Meeting]:
    """Return meetings that are over or were called off, the newest first."""
    coming = {meeting.id for meeting in upcoming(session, body_id, at)}
    rows = session.scalars(
        select(Meeting)
        .where(Meeting.body_id == body_id, *is_visible())
        .order_by(Meeting.held_on.desc(), Meeting.ordinal.desc())
    )
    return [meeting for meeting in rows if meeting.id not in coming]


def all_meetings(session: Session) -> list[Meeting]:
    """Return every meeting for staff, drafts and running ones first, then the newest."""
    rank = {"live": 0, "draft": 1, "convened": 2, "ended": 3, "minutes": 4}
    rows = session.scalars(select(Meeting).options(joinedload(Meeting.body)))
    newest = sorted(rows, key=lambda m: m.held_on or date.max, reverse=True)
    return sorted(newest, key=lambda m: rank.get(m.state, 5))


def years_without_meeting(session: Session, body_id: str, at: datetime) -> str:
    """Return the fiscal years since the first meeting in which none was held, as 令和2～3年度."""
    days = session.scalars(
        select(Meeting.held_on).where(
            Meeting.body_id == body_id,
            Meeting.state.in_(["live", "ended", "minutes", "closed"]),
            Meeting.held_on.is_not(None),
        )
    ).all()
    held = {fiscal_year(day) for day in days if day}
    if not held:
        return ""
    empty = [year for year in range(min(held), fiscal_year(today(at))) if year not in held]
    return "、".join(_period(run) for run in _runs(empty))


def by_fiscal_year(found: list[Meeting]) -> list[tuple[str, list[Meeting]]]:
    """Return meetings under the fiscal year of their day, in the order given."""
    years: dict[str, list[Meeting]] = {}
    for meeting in found:
        label = fiscal_year_both(fiscal_year(meeting.held_on)) if meeting.held_on else ""
        years.setdefault(label, []).append(meeting)
    return list(years.items())


def _runs(years: list[int]) -> list[list[int]]:
    runs: list[list[int]] = []
    for year in years:
        if runs and runs[-1][-1] == year - 1:
            runs[-1].append(year)
        else:
            runs.append([year])
    return runs


def _period(run: list[int]) -> str:
    if len(run) == 1:
        return fiscal_year_label(run[0])
    return f"{fiscal_year_label(run[0])}～{fiscal_year_label(run[-1])}"


def opinion_counts(session: Session, meeting_ids: Iterable[str]) -> dict[str, int]:
    """Return how many public opinions each meeting has."""
    rows = session.execute(
        select(Opinion.meeting_id, func.count())
        .where(Opinion.meeting_id.in_(list(meeting_ids)), Opinion.state == "public")
        .group_by(Opinion.meeting_id)
    )
    return {meeting_id: count for meeting_id, count in rows}  # noqa: C416 - typed rows


@dataclass(frozen=True)
class ItemView:
    """One item of the agenda with everything that lies on its table."""

    item: AgendaItem
    papers: tuple[Paper, ...]
    begins_at: datetime | None
    ends_at: datetime | None
    subject: Subject | None
    obstacles: tuple[str, ...]
    """Why the item takes no opinion now; empty while it does."""

    @property
    def takes_opinions(self) -> bool:
        """Whether delegates may give opinions now."""
        return not self.obstacles

    @property
    def is_numbered(self) -> bool:
        """Whether the label is a number, printed as 議題1."""
        return self.item.number_label.isdigit()


def agenda(session: Session, meeting: Meeting, at: datetime) -> list[ItemView]:
    """Return the agenda in order, with papers and the planned times."""
    items = session.scalars(
        select(AgendaItem).where(AgendaItem.meeting_id == meeting.id).order_by(AgendaItem.position)
    ).all()
    planned = [None if i.state == "withdrawn" else i.planned_minutes for i in items]
    counted = [minutes for i, minutes in zip(items, planned, strict=True) if i.state != "withdrawn"]
    times = iter(item_times(meeting.starts_at, counted))
    papers = _papers(session, [item.id for item in items])
    subjects = subjects_of(session, items)
    views = []
    for item in items:
        span = None if item.state == "withdrawn" else next(times)
        views.append(
            ItemView(
                item=item,
                papers=tuple(papers.get(item.id, ())),
                begins_at=span[0] if span else None,
                ends_at=span[1] if span else None,
                subject=subjects.get(item.id),
                obstacles=tuple(speaking_obstacles(window(meeting, item), at)),
            )
        )
    return views


def window(meeting: Meeting, item: AgendaItem) -> Window:
    """Return what decides whether an item takes opinions."""
    return Window(
        meeting_state=meeting.state,
        mode=meeting.mode,
        item_state=item.state,
        opens_at=item.opinions_open_at,
        closes_at=item.opinions_close_at,
        writing_opens_at=meeting.writing_opens_at,
        writing_closes_at=meeting.writing_closes_at,
    )


def revising(window: Window, opinion_state: str, at: datetime) -> list[str]:
    """Return why an opinion can no longer be reworded."""
    return revising_obstacles(window, opinion_state=opinion_state, at=at)


def item_of(session: Session, meeting: Meeting, item_id: str) -> AgendaItem | None:
    """Return an item if it belongs to the meeting."""
    item = session.get(AgendaItem, item_id)
    return item if item is not None and item.meeting_id == meeting.id else None


def public_paper(session: Session, paper_id: str) -> Paper | None:
    """Return a paper of a meeting that citizens may see."""
    return session.scalar(
        select(Paper)
        .join(AgendaItem, AgendaItem.id == Paper.agenda_item_id)
        .join(Meeting, Meeting.id == AgendaItem.meeting_id)
        .where(Paper.id == paper_id, Meeting.is_public, *is_visible())
    )


def any_paper(session: Session, paper_id: str) -> Paper | None:
    """Return a paper of whatever meeting, for staff and members."""
    return session.get(Paper, paper_id)


def _papers(session: Session, item_ids: list[str]) -> dict[str, list[Paper]]:
    """Return the newest version of each paper, by item."""
    newest: dict[tuple[str, int], Paper] = {}
    rows = session.scalars(
        select(Paper)
        .where(Paper.agenda_item_id.in_(item_ids))
        .order_by(Paper.number, Paper.version)
    )
    for paper in rows:
        newest[paper.agenda_item_id, paper.number] = paper
    by_item: dict[str, list[Paper]] = {}
    for (item_id, _number), paper in sorted(newest.items()):
        by_item.setdefault(item_id, []).append(paper)
    return by_item
