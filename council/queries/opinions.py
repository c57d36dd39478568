"""Opinions with the city's answers, as every page shows them; closed ones keep only their frame."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from council.models import (
    AgendaItem,
    CityResponse,
    CityResponseRevision,
    CityResponseTarget,
    Meeting,
    Opinion,
    OpinionRevision,
    Organisation,
)
from council.models.city_response import DISPOSITIONS
from council.queries.meetings import is_visible


@dataclass(frozen=True)
class ResponseView:
    """The city's answer as it stands now."""

    id: str
    seq: int
    disposition: str
    text: str
    due_on: date | None
    department: str
    at: datetime
    is_fictional: bool


@dataclass(frozen=True)
class OpinionView:
    """One opinion as a page shows it; `text` is empty once it is withdrawn or hidden."""

    id: str
    revision_id: str
    seq: int
    number: int
    item_id: str
    item_label: str
    item_title: str
    kind: str
    channel: str
    phase: str
    who: str
    speaker_name: str
    organisation_id: str | None
    text: str
    note: str
    is_summary: bool
    is_written_by_staff: bool
    received_at: datetime | None
    received_on: date
    state: str
    closing_reason: str
    closed_at: datetime | None
    source: str
    is_fictional: bool
    response: ResponseView | None
    meeting_code: str = ""
    meeting_title: str = ""

    @property
    def is_public(self) -> bool:
        """Whether the words are shown."""
        return self.state == "public"

    @property
    def marks_fictional(self) -> bool:
        """Whether 架空 must be printed beside the name, which may say so itself."""
        return self.is_fictional and "架空" not in self.who


def of_meeting(session: Session, meeting: Meeting) -> list[OpinionView]:
    """Return every opinion of a meeting in order, closed ones as frames."""
    return _views(session, Opinion.meeting_id == meeting.id)


def of_public_meetings(session: Session, meeting_ids: list[str]) -> list[OpinionView]:
    """Return every opinion of several meetings, as far as those are open to all."""
    return _views(
        session, and_(Opinion.meeting_id.in_(meeting_ids), Meeting.is_public, *is_visible())
    )


def of_item(session: Session, item_id: str) -> list[OpinionView]:
    """Return every opinion of an item, the newest first."""
    return list(reversed(_views(session, Opinion.agenda_item_id == item_id)))


def public_opinion(session: Session, opinion_id: str) -> OpinionView | None:
    """Return one opinion of a public meeting."""
    found = _views(
        session,
        and_(Opinion.id == opinion_id, Meeting.is_public, *is_visible()),
    )
    return found[0] if found else None


def any_opinion(session: Session, opinion_id: str) -> OpinionView | None:
    """Return one opinion of whatever meeting, for staff and members."""
    found = _views(session, Opinion.id == opinion_id)
    return found[0] if found else None


def of_organisation(session: Session, organisation_id: str, body_id: str) -> list[OpinionView]:
    """Return an organisation's opinions in a body, the newest first."""
    return list(
        reversed(
            _views(
                session,
                and_(Opinion.organisation_id == organisation_id, Meeting.body_id == body_id),
            )
        )
    )


def unanswered(session: Session) -> list[OpinionView]:
    """Return public opinions that the city has not answered, the oldest first."""
    answered = select(CityResponseTarget.opinion_id)
    return _views(
        session,
        and_(
            Opinion.state == "public",
            Opinion.kind.in_(["opinion", "question"]),
            Opinion.id.not_in(answered),
            Meeting.state != "cancelled",
        ),
    )


def answered(session: Session) -> list[OpinionView]:
    """Return opinions with an answer, the newest answer last."""
    return _views(session, Opinion.id.in_(select(CityResponseTarget.opinion_id)))


def disposition_counts(views: list[OpinionView]) -> list[tuple[str, int]]:
    """Return how many opinions got which answer; answers that nobody got are left out."""
    given = [view.response.disposition for view in views if view.response]
    counts = [(code, given.count(code)) for code in DISPOSITIONS]
    return [(code, count) for code, count in counts if count]


def unanswered_count(session: Session) -> int:
    """Return how many public opinions wait for the city's answer."""
    query = (
        select(func.count())
        .select_from(Opinion)
        .join(Meeting, Meeting.id == Opinion.meeting_id)
        .where(
            Opinion.state == "public",
            Opinion.kind.in_(["opinion", "question"]),
            Opinion.id.not_in(select(CityResponseTarget.opinion_id)),
            Meeting.state != "cancelled",
        )
    )
    return session.scalar(query) or 0


@dataclass(frozen=True)
class Wording:
    """One earlier or present wording of an opinion."""

    seq: int
    text: str
    at: datetime


def wordings(session: Session, opinion_id: str) -> list[Wording]:
    """Return how an opinion was worded over time, the newest first."""
    rows = session.scalars(
        select(OpinionRevision)
        .where(OpinionRevision.opinion_id == opinion_id)
        .order_by(OpinionRevision.seq.desc())
    )
    return [Wording(row.seq, row.text, row.at) for row in rows]


def wordings_of(session: Session, opinion_ids: list[str]) -> dict[str, list[Wording]]:
    """Return how public opinions were worded over time, the oldest first, by opinion."""
    rows = session.scalars(
        select(OpinionRevision)
        .join(Opinion, Opinion.id == OpinionRevision.opinion_id)
        .where(Opinion.id.in_(opinion_ids), Opinion.state == "public")
        .order_by(OpinionRevision.opinion_id, OpinionRevision.seq)
    )
    found: dict[str, list[Wording]] = {}
    for row in rows:
        found.setdefault(row.opinion_id, []).append(Wording(row.seq, row.text, row.at))
    return found


def earlier_responses(session: Session, response_id: str) -> list[CityResponseRevision]:
    """Return how an answer was worded before, the newest first."""
    rows = session.scalars(
        select(CityResponseRevision)
        .where(CityResponseRevision.city_response_id == response_id)
        .order_by(CityResponseRevision.seq.desc())
    ).all()
    return list(rows[1:])


def _views(session: Session, condition: Any) -> list[OpinionView]:
    rows = session.execute(
        select(
            Opinion,
            OpinionRevision,
            AgendaItem.number_label,
            AgendaItem.title,
            Meeting.code,
            Meeting.title.label("meeting_title"),
            Organisation.is_fictional,
            CityResponse,
            CityResponseRevision,
        )
        .join(
            OpinionRevision,
            and_(
                OpinionRevision.opinion_id == Opinion.id,
                OpinionRevision.seq == Opinion.current_seq,
            ),
        )
        .join(AgendaItem, AgendaItem.id == Opinion.agenda_item_id)
        .join(Meeting, Meeting.id == Opinion.meeting_id)
        .outerjoin(Organisation, Organisation.id == Opinion.organisation_id)
        .outerjoin(CityResponseTarget, CityResponseTarget.opinion_id == Opinion.id)
        .outerjoin(CityResponse, CityResponse.id == CityResponseTarget.city_response_id)
        .outerjoin(
            CityResponseRevision,
            and_(
                CityResponseRevision.city_response_id == CityResponse.id,
                CityResponseRevision.seq == CityResponse.current_seq,
            ),
        )
        .where(condition)
        .order_by(Meeting.held_on, Opinion.meeting_id, Opinion.number)
    )
    return [_view(*row) for row in rows]


def _view(
    opinion: Opinion,
    revision: OpinionRevision,
    label: str,
    title: str,
    meeting_code: str,
    meeting_title: str,
    of_fictional: bool | None,
    response: CityResponse | None,
    wording: CityResponseRevision | None,
) -> OpinionView:
    shown = opinion.state == "public"
    return OpinionView(
        id=opinion.id,
        revision_id=revision.id,
        seq=revision.seq,
        number=opinion.number,
        item_id=opinion.agenda_item_id,
        item_label=label,
        item_title=title,
        kind=opinion.kind,
        channel=opinion.channel,
        phase=opinion.phase,
        who=opinion.organisation_name,
        speaker_name=opinion.speaker_name if opinion.attribution == "named" else "",
        organisation_id=opinion.organisation_id,
        text=revision.text if shown else "",
        note=revision.note if shown else "",
        is_summary=revision.is_summary,
        is_written_by_staff=opinion.entered_by is not None,
        received_at=opinion.received_at,
        received_on=opinion.received_on,
        state=opinion.state,
        closing_reason=opinion.closing_reason,
        closed_at=opinion.closed_at,
        source=opinion.source,
        is_fictional=opinion.is_fictional or bool(of_fictional),
        response=_response(response, wording),
        meeting_code=meeting_code,
        meeting_title=meeting_title,
    )


def _response(
    response: CityResponse | None, wording: CityResponseRevision | None
) -> ResponseView | None:
    if response is None or wording is None:
        return None
    return ResponseView(
        id=response.id,
        seq=wording.seq,
        disposition=wording.disposition,
        text=wording.text,
        due_on=wording.due_on,
        department=wording.department,
        at=wording.at,
        is_fictional=response.is_fictional,
    )
