"""The minutes as the editor, the reader and the seal need them."""

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from council.models import (
    AgendaItem,
    Meeting,
    Minutes,
    MinutesBlock,
    MinutesBlockRevision,
    MinutesBlockSource,
    MinutesPublication,
    Opinion,
    OpinionRevision,
)
from council.queries.bodies import body_name
from council.queries.roster import roster
from council.rules.minutes import BlockState


@dataclass(frozen=True)
class SourceView:
    """Words that a passage was written from; closed ones are no longer shown."""

    opinion_id: str
    revision_id: str
    number: int
    text: str
    received_at: datetime | None
    state: str
    is_newer: bool
    """Whether the opinion was reworded after the passage was compiled."""


@dataclass(frozen=True)
class BlockView:
    """One passage beside its sources."""

    block: MinutesBlock
    number: int
    revision_id: str
    text: str
    state: BlockState
    sources: tuple[SourceView, ...]
    item: AgendaItem | None


def of_meeting(session: Session, meeting: Meeting) -> Minutes | None:
    """Return the minutes of a meeting, whatever their state."""
    return session.scalar(select(Minutes).where(Minutes.meeting_id == meeting.id))


def block_of(session: Session, minutes: Minutes, block_id: str) -> MinutesBlock | None:
    """Return a passage if it belongs to the minutes."""
    block = session.get(MinutesBlock, block_id)
    return block if block is not None and block.minutes_id == minutes.id else None


def blocks(session: Session, minutes: Minutes) -> list[BlockView]:
    """Return every passage in order, with its sources."""
    rows = session.execute(
        select(MinutesBlock, MinutesBlockRevision, AgendaItem)
        .join(
            MinutesBlockRevision,
            and_(
                MinutesBlockRevision.minutes_block_id == MinutesBlock.id,
                MinutesBlockRevision.seq == MinutesBlock.current_seq,
            ),
        )
        .outerjoin(AgendaItem, AgendaItem.id == MinutesBlock.agenda_item_id)
        .where(MinutesBlock.minutes_id == minutes.id)
        .order_by(MinutesBlock.position)
    ).all()
    sources = _sources(session, minutes.id)
    return [
        BlockView(
            block=block,
            number=number,
            revision_id=revision.id,
            text=revision.text,
            state=_state(block, sources.get(block.id, [])),
            sources=tuple(sources.get(block.id, ())),
            item=item,
        )
        for number, (block, revision, item) in enumerate(rows, start=1)
    ]


def block_states(session: Session, minutes_id: str) -> list[BlockState]:
    """Return what the rules need to know of every passage."""
    sources = _sources(session, minutes_id)
    rows = session.scalars(select(MinutesBlock).where(MinutesBlock.minutes_id == minutes_id))
    return [_state(block, sources.get(block.id, [])) for block in rows]


def published(session: Session, meeting: Meeting) -> MinutesPublication | None:
    """Return the sealed minutes of a meeting."""
    return session.scalar(
        select(MinutesPublication)
        .join(Minutes, Minutes.id == MinutesPublication.minutes_id)
        .where(Minutes.meeting_id == meeting.id)
    )


def open_count(session: Session) -> int:
    """Return how many passages of minutes in work are still unchecked."""
    query = (
        select(func.count())
        .select_from(MinutesBlock)
        .join(Minutes, Minutes.id == MinutesBlock.minutes_id)
        .where(
            Minutes.state.in_(["draft", "confirming"]),
            MinutesBlock.is_left_out.is_(False),
            (MinutesBlock.checked_seq.is_(None))
            | (MinutesBlock.checked_seq != MinutesBlock.current_seq),
        )
    )
    return session.scalar(query) or 0


def published_document(session: Session, minutes: Minutes) -> dict[str, Any]:
    """Return the minutes as plain values: what is sealed, shown and printed."""
    meeting = minutes.meeting
    body = body_name(session, meeting.body_id, meeting.held_on)
    return {
        "meeting": {
            "code": meeting.code,
            "title": meeting.title,
            "body": body.name if body else "",
            "mode": meeting.mode,
            "held_on": meeting.held_on.isoformat() if meeting.held_on else None,
            "began_at": meeting.opened_at.isoformat() if meeting.opened_at else None,
            "ended_at": meeting.ended_at.isoformat() if meeting.ended_at else None,
            "venue": meeting.venue,
            "is_public": meeting.is_public,
            "closed_reason": meeting.closed_reason,
            "is_fictional": meeting.is_fictional,
        },
        "roster": [
            {"name": line.name, "reading": line.reading, "mode": line.mode}
            for line in roster(session, meeting)
        ],
        "blocks": [_plain(view) for view in blocks(session, minutes) if not view.block.is_left_out],
    }


@dataclass(frozen=True)
class Section:
    """The passages of published minutes that belong together."""

    number: int
    label: str
    title: str
    blocks: tuple[dict[str, Any], ...]


@dataclass(frozen=True)
class Part:
    """The passages of minutes in work that belong together."""

    number: int
    label: str
    title: str
    blocks: tuple[BlockView, ...]


def parts(views: list[BlockView]) -> list[Part]:
    """Return passages item by item; attendance comes first and has no item."""
    runs = groupby(views, key=lambda view: view.item)
    return [
        Part(number, item.number_label if item else "", item.title if item else "", tuple(found))
        for number, (item, found) in enumerate(runs, start=1)
    ]


def sections(document: dict[str, Any]) -> list[Section]:
    """Return sealed minutes item by item; passages before the first item have no title."""
    found: list[Section] = []
    runs = groupby(
        document["blocks"], key=lambda block: block["item"] or {"label": "", "title": ""}
    )
    for number, (item, blocks) in enumerate(runs, start=1):
        found.append(Section(number, item["label"], item["title"], tuple(blocks)))
    return found


def _plain(view: BlockView) -> dict[str, Any]:
    return {
        "revision": view.revision_id,
        "kind": view.block.kind,
        "item": (
            {"label": view.item.number_label, "title": view.item.title} if view.item else None
        ),
        "speaker": view.block.speaker_label,
        "channel": view.block.channel,
        "text": view.text,
        "sources": [
            {"opinion": source.opinion_id, "revision": source.revision_id, "number": source.number}
            for source in view.sources
        ],
    }


def _state(block: MinutesBlock, sources: list[SourceView]) -> BlockState:
    return BlockState(
        seq=block.current_seq,
        checked_seq=block.checked_seq,
        is_left_out=block.is_left_out,
        quotes_closed_opinion=any(source.state != "public" for source in sources),
    )


def _sources(session: Session, minutes_id: str) -> dict[str, list[SourceView]]:
    rows = session.execute(
        select(MinutesBlockSource.minutes_block_id, OpinionRevision, Opinion)
        .join(MinutesBlock, MinutesBlock.id == MinutesBlockSource.minutes_block_id)
        .join(OpinionRevision, OpinionRevision.id == MinutesBlockSource.opinion_revision_id)
        .join(Opinion, Opinion.id == OpinionRevision.opinion_id)
        .where(MinutesBlock.minutes_id == minutes_id)
        .order_by(Opinion.number)
    )
    found: dict[str, list[SourceView]] = {}
    for block_id, revision, opinion in rows:
        found.setdefault(block_id, []).append(
            SourceView(
                opinion_id=opinion.id,
                revision_id=revision.id,
                number=opinion.number,
                text=revision.text if opinion.state == "public" else "",
                received_at=opinion.received_at,
                state=opinion.state,
                is_newer=opinion.current_seq > revision.seq,
            )
        )
    return found
