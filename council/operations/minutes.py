"""Minutes are compiled from the meeting, edited, checked, confirmed, and published once."""

import hashlib
from datetime import date, datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from council.models import (
    AgendaItem,
    Meeting,
    MeetingNote,
    Minutes,
    MinutesBlock,
    MinutesBlockRevision,
    MinutesBlockSource,
    MinutesPublication,
    Opinion,
    OpinionRevision,
)
from council.operations.meetings import take_step
from council.queries import confirming, polls
from council.queries.delegates import accounts_of_body
from council.queries.minutes import block_states, published_document
from council.queries.roster import attendance_sentence
from council.queries.speaking import notes_of
from council.rules import minutes as rules
from council.rules.confirming import approving_obstacles
from council.rules.meetings import HAS_HAPPENED
from engage.core import audit, jobs
from engage.core.clock import today
from engage.core.digest import digest
from engage.core.errors import Conflict, Invalid
from engage.core.permissions import Actor

CONFIRM_MAIL = "council.minutes-to-confirm"


def compile_minutes(session: Session, *, meeting: Meeting, actor: Actor, at: datetime) -> Minutes:
    """Write a first draft from attendance, opinions and outcomes; again: add what came since."""
    if meeting.state not in HAS_HAPPENED:
        raise Conflict("meeting-not-ended")
    minutes = session.scalar(select(Minutes).where(Minutes.meeting_id == meeting.id))
    if minutes is None:
        minutes = _begin(session, meeting, at)
    _lock(session, minutes)
    for code in rules.editing_obstacles(minutes.state):
        raise Conflict(code)
    if meeting.state == "ended":
        take_step(session, meeting, "compile", otherwise="meeting-not-ended")
    known = set(
        session.scalars(select(MinutesBlock.position).where(MinutesBlock.minutes_id == minutes.id))
    )
    added = 0
    for block, text, sources in _passages(session, meeting):
        if block.position not in known:
            block.minutes_id = minutes.id
            _add_block(session, block, text, sources, actor, at)
            added += 1
    audit.record(session, actor=actor, verb="minutes.compiled", about=minutes, at=at, added=added)
    return minutes


def edit_block(
    session: Session,
    *,
    block: MinutesBlock,
    text: str,
    expected_seq: int,
    actor: Actor,
    at: datetime,
) -> None:
    """Reword one passage; when somebody else was faster, nothing is overwritten."""
    _require_editable(session, block.minutes)
    if not text.strip():
        raise Invalid("block-is-empty", field="text")
    if len(text) > rules.MAX_BLOCK:
        raise Invalid("text-too-long", field="text")
    newest = current_words(session, block)
    if newest.text == text.strip():
        return
    moved = session.execute(
        update(MinutesBlock)
        .where(MinutesBlock.id == block.id, MinutesBlock.current_seq == expected_seq)
        .values(current_seq=expected_seq + 1)
        .execution_options(synchronize_session=False)
    )
    if moved.rowcount != 1:  # type: ignore[attr-defined]
        raise Conflict("block-changed-meanwhile")
    session.add(_words(block.id, expected_seq + 1, text, actor, at))
    session.flush()
    session.refresh(block)
    audit.record(
        session,
        actor=actor,
        verb="minutes.block-edited",
        about=block,
        at=at,
        seq=block.current_seq,
    )


def check_block(
    session: Session, *, block: MinutesBlock, is_checked: bool, actor: Actor, at: datetime
) -> None:
    """Mark the words as they stand as checked, or take the mark back."""
    _require_editable(session, block.minutes)
    block.checked_seq = block.current_seq if is_checked else None
    block.checked_at = at if is_checked else None
    block.checked_by = actor.name if is_checked else None
    session.flush()
    verb = "minutes.block-checked" if is_checked else "minutes.block-unchecked"
    audit.record(session, actor=actor, verb=verb, about=block, at=at, seq=block.current_seq)


def leave_out_block(
    session: Session, *, block: MinutesBlock, is_left_out: bool, actor: Actor, at: datetime
) -> None:
    """Keep a passage out of what is published, or take it back in."""
    _require_editable(session, block.minutes)
    block.is_left_out = is_left_out
    session.flush()
    verb = "minutes.block-left-out" if is_left_out else "minutes.block-taken-in"
    audit.record(session, actor=actor, verb=verb, about=block, at=at)


def ask_for_confirmation(
    session: Session, *, minutes: Minutes, confirm_by: date, actor: Actor, at: datetime
) -> None:
    """Begin the check of the whole text, with a last day."""
    _lock(session, minutes)
    _move(session, minutes, "ask", otherwise="minutes-already-confirmed", confirm_by=confirm_by)
    for account_id in accounts_of_body(session, minutes.meeting.body_id, today(at)):
        jobs.enqueue(
            session,
            kind=CONFIRM_MAIL,
            payload={"meeting_id": minutes.meeting_id, "account_id": account_id},
            at=at,
            key=f"{CONFIRM_MAIL}:{minutes.id}:{confirm_by}:{account_id}",
        )
    audit.record(
        session,
        actor=actor,
        verb="minutes.confirmation-asked",
        about=minutes,
        at=at,
        until=confirm_by.isoformat(),
    )


def confirm_minutes(session: Session, *, minutes: Minutes, actor: Actor, at: datetime) -> None:
    """Confirm the whole text once every passage is checked; then nothing can be edited."""
    _lock(session, minutes)
    for code in rules.confirming_obstacles(minutes.state, block_states(session, minutes.id)):
        raise Conflict(code)
    said = confirming.answering(session, minutes, today(at))
    waiting = [each.state == "open" for each in confirming.requests_of(session, minutes)]
    for code in approving_obstacles(minutes.state, [each.standing for each in said], sum(waiting)):
        raise Conflict(code)
    _move(session, minutes, "confirm", otherwise="minutes-already-confirmed")
    audit.record(session, actor=actor, verb="minutes.confirmed", about=minutes, at=at)


def reopen_minutes(session: Session, *, minutes: Minutes, actor: Actor, at: datetime) -> None:
    """Take the confirmation back, as long as nothing is published."""
    _move(session, minutes, "reopen", otherwise="minutes-not-confirmed")
    audit.record(session, actor=actor, verb="minutes.reopened", about=minutes, at=at)


def publish_minutes(
    session: Session, *, minutes: Minutes, actor: Actor, at: datetime
) -> MinutesPublication:
    """Publish the confirmed text as one sealed document, for good."""
    _lock(session, minutes)
    for code in rules.publishing_obstacles(minutes.state, block_states(session, minutes.id)):
        raise Conflict(code)
    _move(session, minutes, "publish", otherwise="minutes-not-confirmed")
    document = published_document(session, minutes)
    document["confirmations"] = [
        {"name": each.name, "standing": each.standing}
        for each in confirming.answering(session, minutes, today(at))
        if minutes.confirm_by is not None
    ]
    publication = MinutesPublication(
        minutes_id=minutes.id, document=document, digest=digest(document), at=at
    )
    session.add(publication)
    session.flush()
    take_step(session, minutes.meeting, "publish", otherwise="meeting-not-ended")
    audit.record(
        session,
        actor=actor,
        verb="minutes.published",
        about=minutes,
        at=at,
        digest=publication.digest,
    )
    return publication


def current_words(session: Session, block: MinutesBlock) -> MinutesBlockRevision:
    """Return a passage as it stands now."""
    return session.scalars(
        select(MinutesBlockRevision).where(
            MinutesBlockRevision.minutes_block_id == block.id,
            MinutesBlockRevision.seq == block.current_seq,
        )
    ).one()


def _begin(session: Session, meeting: Meeting, at: datetime) -> Minutes:
    minutes = Minutes(meeting_id=meeting.id, compiled_at=at)
    try:
        with session.begin_nested():
            session.add(minutes)
    except IntegrityError as error:
        raise Conflict("block-changed-meanwhile") from error
    return minutes


Passage = tuple[MinutesBlock, str, list[OpinionRevision]]


def _passages(session: Session, meeting: Meeting) -> list[Passage]:
    """Return attendance, then each item's opinions and outcome, in the order of the agenda."""
    found: list[Passage] = []
    if sentence := attendance_sentence(session, meeting):
        block = MinutesBlock(position=rules.ATTENDANCE_POSITION, kind="attendance")
        found.append((block, sentence, []))
    items = session.scalars(
        select(AgendaItem)
        .where(AgendaItem.meeting_id == meeting.id, AgendaItem.state != "withdrawn")
        .order_by(AgendaItem.position)
    )
    notes = [note for note, _title in notes_of(session, meeting)]
    found += _note_passages(None, notes)
    for item in items:
        found += [_opinion_passage(item, row) for row in _opinions(session, item)]
        found += _note_passages(item, notes)
        found += [_poll_passage(item, view) for view in polls.closed_of(session, item)]
        if item.outcome:
            block = MinutesBlock(
                position=rules.block_position(
                    item_position=item.position, number=rules.OUTCOME_NUMBER
                ),
                kind="outcome",
                agenda_item_id=item.id,
            )
            found.append((block, item.outcome, []))
    return found


def _opinions(session: Session, item: AgendaItem) -> list[Any]:
    return list(
        session.execute(
            select(Opinion, OpinionRevision)
            .join(OpinionRevision, OpinionRevision.opinion_id == Opinion.id)
            .where(
                Opinion.agenda_item_id == item.id,
                Opinion.state == "public",
                OpinionRevision.seq == Opinion.current_seq,
            )
            .order_by(Opinion.number)
        )
    )


def _opinion_passage(item: AgendaItem, row: Any) -> Passage:
    opinion, revision = row
    block = MinutesBlock(
        position=rules.block_position(item_position=item.position, number=opinion.number),
        kind="opinion",
        agenda_item_id=item.id,
        speaker_label=opinion.organisation_name,
        channel=opinion.channel,
    )
    return block, revision.text, [revision]


def _note_passages(item: AgendaItem | None, notes: list[MeetingNote]) -> list[Passage]:
    """Return the notes of an item, or those that were taken between items."""
    item_id = item.id if item else None
    first = rules.FIRST_NOTE_NUMBER
    if item is not None:
        first = rules.block_position(item_position=item.position, number=first)
    mine = [note for note in notes if note.agenda_item_id == item_id]
    return [
        (_note_block(first + number, item_id), note.text, []) for number, note in enumerate(mine)
    ]


def _note_block(position: int, item_id: str | None) -> MinutesBlock:
    return MinutesBlock(
        position=position, kind="note", agenda_item_id=item_id, speaker_label="記録"
    )


def _poll_passage(item: AgendaItem, view: polls.PollView) -> Passage:
    block = MinutesBlock(
        position=rules.block_position(
            item_position=item.position, number=rules.FIRST_POLL_NUMBER + view.poll.number
        ),
        kind="note",
        agenda_item_id=item.id,
        speaker_label="投票",
        poll_id=view.poll.id,
    )
    return block, polls.in_words(view), []


def _add_block(
    session: Session,
    block: MinutesBlock,
    text: str,
    sources: list[OpinionRevision],
    actor: Actor,
    at: datetime,
) -> None:
    session.add(block)
    session.flush()
    session.add(_words(block.id, 1, text, actor, at))
    session.add_all(
        MinutesBlockSource(minutes_block_id=block.id, opinion_revision_id=revision.id)
        for revision in sources
    )
    session.flush()


def _words(block_id: str, seq: int, text: str, actor: Actor, at: datetime) -> MinutesBlockRevision:
    words = text.strip()
    return MinutesBlockRevision(
        minutes_block_id=block_id,
        seq=seq,
        text=words,
        author_id=actor.id,
        sha256=hashlib.sha256(words.encode()).hexdigest(),
        at=at,
    )


def _lock(session: Session, minutes: Minutes) -> None:
    """Hold the minutes until the transaction ends, so that no edit slips in beside it."""
    session.flush()
    session.refresh(minutes, with_for_update=True)


def _require_editable(session: Session, minutes: Minutes) -> None:
    _lock(session, minutes)
    for code in rules.editing_obstacles(minutes.state):
        raise Conflict(code)


def _move(session: Session, minutes: Minutes, step: str, *, otherwise: str, **values: Any) -> None:
    leads = rules.TRANSITIONS[step]
    target = next(iter(leads.values()))
    moved = session.execute(
        update(Minutes)
        .where(Minutes.id == minutes.id, Minutes.state.in_(leads))
        .values(state=target, **values)
        .execution_options(synchronize_session=False)
    )
    if moved.rowcount != 1:  # type: ignore[attr-defined]
        code = "minutes-are-published" if minutes.state == "published" else otherwise
        raise Conflict(code)
    session.refresh(minutes)
