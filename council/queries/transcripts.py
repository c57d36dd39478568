"""The passages of a meeting's recording: which item and which organisation each belongs to."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from council.models import (
    AgendaItem,
    Meeting,
    Transcript,
    TranscriptPassage,
    TranscriptVoice,
)
from council.rules.transcripts import Span, item_at, moment, recording_clock

PASSAGES_A_PAGE = 100


@dataclass(frozen=True)
class PassageView:
    """One passage: at which second, for whom, and to which item."""

    passage: TranscriptPassage
    clock: str
    item_id: str | None
    organisation_id: str | None


def transcripts_of(session: Session, meeting: Meeting) -> list[Transcript]:
    """Return the files of a meeting, the earliest recording first."""
    return list(
        session.scalars(
            select(Transcript)
            .where(Transcript.meeting_id == meeting.id)
            .order_by(Transcript.begins_at, Transcript.id)
        )
    )


def transcript(session: Session, meeting: Meeting, transcript_id: str) -> Transcript | None:
    """Return one file if it belongs to the meeting."""
    found = session.get(Transcript, transcript_id)
    return found if found is not None and found.meeting_id == meeting.id else None


def voices_of(session: Session, found: Transcript) -> list[TranscriptVoice]:
    """Return the names that speak, in the order of characters."""
    return list(
        session.scalars(
            select(TranscriptVoice)
            .where(TranscriptVoice.transcript_id == found.id)
            .order_by(TranscriptVoice.voice)
        )
    )


def passage_count(session: Session, found: Transcript) -> int:
    """Return how many passages a file has."""
    return (
        session.scalar(
            select(func.count())
            .select_from(TranscriptPassage)
            .where(TranscriptPassage.transcript_id == found.id)
        )
        or 0
    )


def passages_of(
    session: Session, found: Transcript, *, page: int = 1, size: int | None = PASSAGES_A_PAGE
) -> list[PassageView]:
    """Return the passages of one page in order; all of them without a size."""
    wanted = (
        select(TranscriptPassage)
        .where(TranscriptPassage.transcript_id == found.id)
        .order_by(TranscriptPassage.position)
    )
    if size is not None:
        wanted = wanted.limit(size).offset((page - 1) * size)
    spans = _spans(session, found.meeting_id)
    speaks_for = {voice.voice: voice.organisation_id for voice in voices_of(session, found)}
    return [
        PassageView(
            each,
            recording_clock(each.begins_ms),
            item_at(spans, moment(found.begins_at, each.begins_ms)),
            speaks_for.get(each.voice),
        )
        for each in session.scalars(wanted)
    ]


def passage(session: Session, meeting: Meeting, passage_id: str) -> TranscriptPassage | None:
    """Return one passage if it belongs to the meeting."""
    found = session.get(TranscriptPassage, passage_id)
    return found if found is not None and found.transcript.meeting_id == meeting.id else None


def _spans(session: Session, meeting_id: str) -> list[Span]:
    items = session.scalars(
        select(AgendaItem)
        .where(AgendaItem.meeting_id == meeting_id, AgendaItem.started_at.is_not(None))
        .order_by(AgendaItem.started_at)
    )
    return [
        Span(item.id, item.started_at, item.ended_at)
        for item in items
        if item.started_at is not None
    ]
