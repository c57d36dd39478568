"""Papers are laid on the table: text to read on the page, a checked file, or both."""

from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from council.models import AgendaItem, Meeting, Paper
from engage.core import audit
from engage.core.errors import Conflict, Invalid
from engage.core.permissions import Actor
from engage.core.storage import StoredFile


def add_paper(
    session: Session,
    *,
    item: AgendaItem,
    title: str,
    actor: Actor,
    at: datetime,
    text: str = "",
    file: StoredFile | None = None,
    replaces: Paper | None = None,
    is_fictional: bool = False,
) -> Paper:
    """Add a paper, or a new version of one; the older version stays stored."""
    if item.meeting.state == "cancelled":
        raise Conflict("meeting-is-cancelled")
    if not text.strip() and file is None:
        raise Invalid("paper-needs-content", field="file")
    session.scalar(select(Meeting.id).where(Meeting.id == item.meeting_id).with_for_update())
    paper = Paper(
        agenda_item_id=item.id,
        number=replaces.number if replaces else _next(session, item, Paper.number, None),
        version=_next(session, item, Paper.version, replaces.number) if replaces else 1,
        title=title,
        text=text.strip(),
        file_digest=file.digest if file else None,
        file_size=file.size if file else None,
        media_type=file.media_type if file else None,
        extension=file.extension if file else None,
        added_at=at,
        is_fictional=is_fictional,
    )
    session.add(paper)
    session.flush()
    audit.record(
        session,
        actor=actor,
        verb="agenda.paper-added",
        about=paper,
        at=at,
        title=title,
        version=paper.version,
        digest=paper.file_digest,
    )
    return paper


def _next(session: Session, item: AgendaItem, column: Any, number: int | None) -> int:
    query = select(func.max(column)).where(Paper.agenda_item_id == item.id)
    if number is not None:
        query = query.where(Paper.number == number)
    return int(session.scalar(query) or 0) + 1
