"""Who has said what of the minutes in work."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from council.models import Meeting, Minutes, MinutesConfirmation, MinutesRequest
from council.queries.minutes import blocks
from council.queries.roster import roster
from council.rules import confirming as rules
from engage.core.digest import digest

PRESENT = {"room", "online", "writing"}


@dataclass(frozen=True)
class Answering:
    """One organisation that took part, and how it stands to the text."""

    organisation_id: str
    name: str
    standing: str
    is_of_older_text: bool
    """Whether the text was changed after the organisation confirmed it."""


def answering(session: Session, minutes: Minutes, today: date) -> list[Answering]:
    """Return the organisations that took part, in the order of the roster."""
    confirmed = {
        each.organisation_id: each.text_digest
        for each in session.scalars(
            select(MinutesConfirmation).where(MinutesConfirmation.minutes_id == minutes.id)
        )
    }
    requests = requests_of(session, minutes)
    now = text_digest(session, minutes)
    found = []
    for line in roster(session, minutes.meeting):
        if line.mode not in PRESENT:
            continue
        mine = [each for each in requests if each.organisation_id == line.organisation_id]
        said = rules.Said(
            line.organisation_id in confirmed,
            sum(each.state == "open" and each.minutes_block_id is not None for each in mine),
            sum(each.state != "done" and each.minutes_block_id is None for each in mine),
        )
        found.append(
            Answering(
                line.organisation_id,
                line.name,
                rules.standing(said, minutes.confirm_by, today),
                confirmed.get(line.organisation_id, now) != now,
            )
        )
    return found


def requests_of(session: Session, minutes: Minutes) -> list[MinutesRequest]:
    """Return every request, the earliest first."""
    return list(
        session.scalars(
            select(MinutesRequest)
            .where(MinutesRequest.minutes_id == minutes.id)
            .order_by(MinutesRequest.at, MinutesRequest.id)
        )
    )


def request(session: Session, minutes: Minutes, request_id: str) -> MinutesRequest | None:
    """Return one request if it belongs to the minutes."""
    found = session.get(MinutesRequest, request_id)
    return found if found is not None and found.minutes_id == minutes.id else None


def text_digest(session: Session, minutes: Minutes) -> str:
    """Return the fingerprint of the text that would be published now."""
    shown = [view for view in blocks(session, minutes) if not view.block.is_left_out]
    return digest({"blocks": [[view.block.id, view.text] for view in shown]})


def open_minutes(session: Session, meeting: Meeting) -> Minutes | None:
    """Return the minutes of a meeting while its organisations may read them before all others."""
    found = session.scalar(select(Minutes).where(Minutes.meeting_id == meeting.id))
    return found if found is not None and found.state in {"confirming", "confirmed"} else None
