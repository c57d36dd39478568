"""Opinions are given by delegates, or written down by staff for those who spoke or wrote."""

import hashlib
from datetime import date, datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from council.models import (
    AgendaItem,
    Meeting,
    Opinion,
    OpinionRevision,
    Organisation,
    Representation,
)
from council.queries.bodies import organisation_name
from council.queries.delegates import acts_for
from council.rules import meetings as meeting_rules
from council.rules import opinions as rules
from engage.core import audit
from engage.core.clock import today
from engage.core.errors import Conflict, Invalid, NotAllowed
from engage.core.permissions import Actor


def post_opinion(
    session: Session,
    *,
    item: AgendaItem,
    representation: Representation,
    text: str,
    channel: str,
    nonce: str,
    actor: Actor,
    at: datetime,
    kind: str = "opinion",
    is_fictional: bool = False,
) -> Opinion:
    """Give an opinion for one's organisation; the same form sent twice gives one opinion."""
    if not acts_for(session, representation, account_id=actor.id, meeting=item.meeting, at=at):
        raise NotAllowed("not-your-organisation")
    if earlier := _of_nonce(session, nonce, representation):
        return earlier
    for code in rules.speaking_obstacles(window_of(item), at):
        raise Conflict(code)
    refuse_words(text)
    organisation_id = representation.membership.organisation_id
    opinion = Opinion(
        kind=kind,
        channel=channel,
        attribution="organisation",
        organisation_id=organisation_id,
        organisation_name=organisation_name(session, organisation_id, today(at)).name,
        representation_id=representation.id,
        received_at=at,
        received_on=today(at),
        nonce=nonce,
        is_fictional=is_fictional,
    )
    try:
        with session.begin_nested():
            _add(session, item, opinion, text=text, author_id=actor.id, at=at)
    except IntegrityError as error:
        if earlier := _of_nonce(session, nonce, representation):
            return earlier
        raise Conflict("opinion-changed-meanwhile") from error
    audit.record(
        session,
        actor=actor,
        verb="opinion.posted",
        about=opinion,
        at=at,
        organisation=organisation_id,
        number=opinion.number,
    )
    return opinion


def record_opinion(  # noqa: PLR0913 - everything that is written down
    session: Session,
    *,
    item: AgendaItem,
    text: str,
    channel: str,
    actor: Actor,
    at: datetime,
    organisation: Organisation | None = None,
    kind: str = "opinion",
    speaker_name: str = "",
    is_summary: bool = False,
    note: str = "",
    nonce: str | None = None,
    received_on: date | None = None,
    source: str = "",
    is_fictional: bool = False,
) -> Opinion:
    """Write down what somebody said, wrote or phoned; the page says that staff wrote it."""
    if item.meeting.state in {"draft", "cancelled"}:
        raise Conflict("meeting-not-convened")
    if nonce and (earlier := session.scalar(select(Opinion).where(Opinion.nonce == nonce))):
        if earlier.entered_by != actor.id:
            raise Conflict("form-used-already")
        return earlier
    refuse_words(text)
    day = received_on or today(at)
    opinion = Opinion(
        kind=kind,
        channel=channel,
        attribution=_attribution(organisation, speaker_name),
        organisation_id=organisation.id if organisation else None,
        organisation_name=(
            organisation_name(session, organisation.id, day).name if organisation else ""
        ),
        speaker_name=speaker_name.strip(),
        entered_by=actor.id,
        received_at=None if received_on else at,
        received_on=day,
        nonce=nonce,
        source=source,
        is_fictional=is_fictional,
    )
    words: dict[str, Any] = {"text": text, "is_summary": is_summary, "note": note}
    try:
        with session.begin_nested():
            _add(session, item, opinion, author_id=actor.id, at=at, **words)
    except IntegrityError as error:
        earlier = session.scalar(select(Opinion).where(Opinion.nonce == nonce)) if nonce else None
        if earlier is None or earlier.entered_by != actor.id:
            raise Conflict("form-used-already") from error
        return earlier
    audit.record(
        session,
        actor=actor,
        verb="opinion.recorded",
        about=opinion,
        at=at,
        channel=channel,
        number=opinion.number,
    )
    return opinion


def current_revision(session: Session, opinion: Opinion) -> OpinionRevision:
    """Return the words as they stand now."""
    return session.scalars(
        select(OpinionRevision).where(
            OpinionRevision.opinion_id == opinion.id, OpinionRevision.seq == opinion.current_seq
        )
    ).one()


def window_of(item: AgendaItem) -> rules.Window:
    """Return what decides whether an item takes opinions, as a plain value."""
    meeting = item.meeting
    return rules.Window(
        meeting_state=meeting.state,
        mode=meeting.mode,
        item_state=item.state,
        opens_at=item.opinions_open_at,
        closes_at=item.opinions_close_at,
        writing_opens_at=meeting.writing_opens_at,
        writing_closes_at=meeting.writing_closes_at,
    )


def _add(
    session: Session,
    item: AgendaItem,
    opinion: Opinion,
    *,
    text: str,
    author_id: str | None,
    at: datetime,
    **facts: Any,
) -> None:
    """Take the next number of the meeting and bring the item one revision further."""
    meeting = item.meeting
    opinion.number = session.execute(
        update(Meeting)
        .where(Meeting.id == meeting.id)
        .values(opinion_count=Meeting.opinion_count + 1)
        .returning(Meeting.opinion_count)
        .execution_options(synchronize_session=False)
    ).scalar_one()
    touch(session, item.id)
    opinion.meeting_id, opinion.agenda_item_id = meeting.id, item.id
    opinion.phase = (
        "during"
        if opinion.received_at is None
        else meeting_rules.phase(
            opened_at=meeting.opened_at, ended_at=meeting.ended_at, at=opinion.received_at
        )
    )
    session.add(opinion)
    session.flush()
    session.add(wording(opinion.id, 1, text, author_id=author_id, at=at, **facts))
    session.flush()


def wording(
    opinion_id: str, seq: int, text: str, *, author_id: str | None, at: datetime, **facts: Any
) -> OpinionRevision:
    """Return one wording with its fingerprint."""
    words = text.strip()
    return OpinionRevision(
        opinion_id=opinion_id,
        seq=seq,
        text=words,
        author_id=author_id,
        sha256=hashlib.sha256(words.encode()).hexdigest(),
        at=at,
        **facts,
    )


def touch(session: Session, item_id: str) -> None:
    """Tell the live page that the item has changed."""
    session.execute(
        update(AgendaItem)
        .where(AgendaItem.id == item_id)
        .values(revision=AgendaItem.revision + 1)
        .execution_options(synchronize_session=False)
    )


def _of_nonce(session: Session, nonce: str, representation: Representation) -> Opinion | None:
    earlier = session.scalar(select(Opinion).where(Opinion.nonce == nonce))
    if earlier is not None and earlier.representation_id != representation.id:
        raise Conflict("form-used-already")
    return earlier


def _attribution(organisation: Organisation | None, speaker_name: str) -> str:
    if organisation is None:
        return "unattributed"
    return "named" if speaker_name.strip() else "organisation"


def refuse_words(text: str) -> None:
    """Raise when there are no words, or too many."""
    for code in rules.text_faults(text):
        raise Invalid(code, field="text", most=rules.MAX_OPINION, length=len(text))
