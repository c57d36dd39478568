"""The secretariat takes a transcript in, says whose voices they are, and makes opinions of it."""

import hashlib
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from council.models import (
    AgendaItem,
    Meeting,
    Opinion,
    Organisation,
    Transcript,
    TranscriptPassage,
    TranscriptVoice,
)
from council.operations.opinions import record_opinion
from council.rules.transcripts import moment, recording_clock
from engage.core import audit
from engage.core.clock import today
from engage.core.errors import Conflict
from engage.core.permissions import Actor
from engage.documents.captions import Captions, merged


def add_transcript(
    session: Session,
    *,
    meeting: Meeting,
    name: str,
    data: bytes,
    captions: Captions,
    begins_at: datetime,
    actor: Actor,
    at: datetime,
) -> Transcript:
    """Keep the passages of a file; the same file again is the one that is there."""
    if meeting.state in {"draft", "convened", "cancelled"}:
        raise Conflict("meeting-not-begun")
    digest = hashlib.sha256(data).hexdigest()
    there = session.scalar(
        select(Transcript).where(Transcript.meeting_id == meeting.id, Transcript.sha256 == digest)
    )
    if there is not None:
        return there
    found = Transcript(
        meeting_id=meeting.id,
        name=" ".join(name.split())[:200],
        sha256=digest,
        begins_at=begins_at,
        added_by=actor.id,
        added_at=at,
    )
    session.add(found)
    session.flush()
    session.add_all(TranscriptVoice(transcript_id=found.id, voice=v) for v in captions.voices)
    session.add_all(
        TranscriptPassage(
            transcript_id=found.id,
            position=position,
            begins_ms=cue.begins,
            ends_ms=cue.ends,
            voice=cue.voice,
            text=cue.text,
        )
        for position, cue in enumerate(merged(captions.cues), start=1)
    )
    session.flush()
    audit.record(
        session,
        actor=actor,
        verb="transcript.added",
        about=found,
        at=at,
        digest=digest,
        passages=len(captions.cues),
        left_out=len(captions.faults),
    )
    return found


def name_voices(
    session: Session,
    *,
    transcript: Transcript,
    organisations: Mapping[str, str | None],
    actor: Actor,
    at: datetime,
) -> None:
    """Say which organisation each name in the captions speaks for."""
    for voice in session.scalars(
        select(TranscriptVoice).where(TranscriptVoice.transcript_id == transcript.id)
    ):
        if voice.voice in organisations:
            voice.organisation_id = organisations[voice.voice]
    session.flush()
    audit.record(session, actor=actor, verb="transcript.voices-named", about=transcript, at=at)


def take_as_opinion(
    session: Session,
    *,
    passage: TranscriptPassage,
    item: AgendaItem,
    organisation: Organisation | None,
    text: str,
    channel: str,
    actor: Actor,
    at: datetime,
) -> Opinion:
    """Make an opinion of a passage, once; the opinion says at which second it was said."""
    if passage.opinion_id is not None:
        return session.get_one(Opinion, passage.opinion_id)
    said = moment(passage.transcript.begins_at, passage.begins_ms)
    opinion = record_opinion(
        session,
        item=item,
        text=text,
        channel=channel,
        actor=actor,
        at=at,
        organisation=organisation,
        is_summary=text.strip() != passage.text.strip(),
        received_on=today(said),
        source=f"録音 {recording_clock(passage.begins_ms)}（{passage.transcript.name}）"[:200],
    )
    taken = session.execute(
        update(TranscriptPassage)
        .where(TranscriptPassage.id == passage.id, TranscriptPassage.opinion_id.is_(None))
        .values(opinion_id=opinion.id)
        .execution_options(synchronize_session=False)
    )
    if taken.rowcount != 1:  # type: ignore[attr-defined]
        raise Conflict("passage-taken-already")
    session.refresh(passage)
    return opinion
