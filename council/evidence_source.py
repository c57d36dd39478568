"""What a plan may cite of a council: an opinion's wording, a passage of published minutes."""

from datetime import date

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from council.models import (
    AgendaItem,
    Meeting,
    Minutes,
    MinutesBlock,
    MinutesBlockRevision,
    MinutesPublication,
    Opinion,
    OpinionRevision,
    Organisation,
)
from council.queries.meetings import is_visible
from engage.core.errors import NotFound
from engage.japanese import era
from engage.japanese.text import search_copy
from engage.plan.evidence import Candidate, EvidenceRef, Snapshot
from engage.plan.thread import Page

LIMIT = 50
HEADLINE = 60
UNATTRIBUTED = "団体の記載なし"


class OpinionSource:
    """Opinions of public meetings; the key is one wording, so a later one changes nothing."""

    kind = "opinion"
    label = "意見"
    group = "会議"

    def search(self, session: Session, words: str) -> list[Candidate]:
        """Return opinions that contain every word, the newest first; kana and width alike."""
        wanted = search_copy(words).split()
        found = []
        for opinion, revision, item, meeting, of_fictional in session.execute(_opinions()):
            haystack = search_copy(f"{revision.text} {opinion.organisation_name} {item.title}")
            if all(word in haystack for word in wanted):
                found.append(_candidate(opinion, revision, item, meeting, bool(of_fictional)))
            if len(found) == LIMIT:
                break
        return found

    def voices(self, session: Session) -> list[Candidate]:
        """Return every public opinion, the newest first."""
        return [
            _candidate(opinion, revision, item, meeting, bool(of_fictional))
            for opinion, revision, item, meeting, of_fictional in session.execute(_opinions())
        ]

    def resolve(self, session: Session, key: str) -> Snapshot:
        """Return a wording with its frame; a withdrawn or hidden opinion can no longer be cited."""
        row = session.execute(
            _opinions(newest_only=False).where(OpinionRevision.id == key)
        ).one_or_none()
        if row is None:
            raise NotFound("not-found")
        opinion, revision, item, meeting, of_fictional = row
        return Snapshot(
            kind=self.kind,
            key=key,
            title=f"「{_shortened(revision.text)}」",
            statement=_statement(revision, item),
            source=f"{meeting.title}　意見{opinion.number}　{_who(opinion)}",
            figures={},
            page=Page.of("council.opinion", opinion_id=opinion.id),
            at_text=_day(opinion.received_on),
            notes=_notes(revision) + (f"出典は{opinion.source}。" if opinion.source else ""),
            is_fictional=opinion.is_fictional or meeting.is_fictional or bool(of_fictional),
        )


class MinutesSource:
    """Passages of published minutes; the key is one wording of one passage."""

    kind = "minutes"
    label = "議事要旨"
    group = "会議"

    def search(self, session: Session, words: str) -> list[Candidate]:
        """Return passages that contain every word, the newest meeting first."""
        wanted = search_copy(words).split()
        found = []
        for block, revision, meeting in session.execute(_passages()):
            if not all(word in search_copy(revision.text) for word in wanted):
                continue
            found.append(
                Candidate(
                    ref=EvidenceRef(self.kind, revision.id),
                    label=revision.text,
                    detail=_passage_title(meeting, block),
                    group=self.group,
                    is_fictional=meeting.is_fictional,
                )
            )
            if len(found) == LIMIT:
                break
        return found

    def resolve(self, session: Session, key: str) -> Snapshot:
        """Return a passage as it was published."""
        row = session.execute(_passages().where(MinutesBlockRevision.id == key)).one_or_none()
        if row is None:
            raise NotFound("not-found")
        block, revision, meeting = row
        return Snapshot(
            kind=self.kind,
            key=key,
            title=f"「{_shortened(revision.text)}」",
            statement="" if len(revision.text) <= HEADLINE else revision.text,
            source=_passage_title(meeting, block),
            figures={},
            page=Page.of("council.minutes", f"b-{revision.id}", code=meeting.code),
            at_text=_day(meeting.held_on),
            is_fictional=meeting.is_fictional,
        )


def _opinions(*, newest_only: bool = True):
    """Select public opinions of public meetings with everything a snapshot says."""
    joined = OpinionRevision.opinion_id == Opinion.id
    if newest_only:
        joined = and_(joined, OpinionRevision.seq == Opinion.current_seq)
    return (
        select(Opinion, OpinionRevision, AgendaItem, Meeting, Organisation.is_fictional)
        .join(OpinionRevision, joined)
        .join(AgendaItem, AgendaItem.id == Opinion.agenda_item_id)
        .join(Meeting, Meeting.id == Opinion.meeting_id)
        .outerjoin(Organisation, Organisation.id == Opinion.organisation_id)
        .where(Opinion.state == "public", Meeting.is_public, *is_visible())
        .order_by(Opinion.received_on.desc(), Opinion.number.desc())
    )


def _passages():
    """Select the passages of published minutes as they were sealed."""
    return (
        select(MinutesBlock, MinutesBlockRevision, Meeting)
        .join(
            MinutesBlockRevision,
            and_(
                MinutesBlockRevision.minutes_block_id == MinutesBlock.id,
                MinutesBlockRevision.seq == MinutesBlock.current_seq,
            ),
        )
        .join(Minutes, Minutes.id == MinutesBlock.minutes_id)
        .join(MinutesPublication, MinutesPublication.minutes_id == Minutes.id)
        .join(Meeting, Meeting.id == Minutes.meeting_id)
        .where(func.coalesce(MinutesBlock.is_left_out, False).is_(False), Meeting.is_public)
        .order_by(Meeting.held_on.desc(), MinutesBlock.position)
    )


def _candidate(
    opinion: Opinion,
    revision: OpinionRevision,
    item: AgendaItem,
    meeting: Meeting,
    of_fictional: bool,
) -> Candidate:
    return Candidate(
        ref=EvidenceRef(OpinionSource.kind, revision.id),
        label=revision.text,
        detail=f"{meeting.title}　意見{opinion.number}　{_who(opinion)}　{item.title}",
        group=OpinionSource.group,
        is_fictional=opinion.is_fictional or meeting.is_fictional or of_fictional,
    )


def _shortened(text: str) -> str:
    """Return the words as a headline; the whole text stands in the statement."""
    line = " ".join(text.split())
    return line if len(line) <= HEADLINE else line[: HEADLINE - 1] + "…"


def _statement(revision: OpinionRevision, item: AgendaItem) -> str:
    """Return the agenda item, and the whole text where the headline cuts it short."""
    about = f"議題「{item.title}」での意見。"
    return about if len(revision.text) <= HEADLINE else f"{about}{revision.text}"


def _who(opinion: Opinion) -> str:
    return opinion.organisation_name or UNATTRIBUTED


def _notes(revision: OpinionRevision) -> str:
    return revision.note or ("要旨。" if revision.is_summary else "")


def _passage_title(meeting: Meeting, block: MinutesBlock) -> str:
    return f"{meeting.title}　議事要旨" + (
        f"　{block.speaker_label}" if block.speaker_label else ""
    )


def _day(day: date | None) -> str:
    return era.wareki_date(day) if day else ""
