"""What organisations answered to invitations."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from council.models import Membership, Representation, Rsvp
from council.queries.delegates import Seat


def answers_of(session: Session, seats: list[Seat]) -> dict[tuple[str, str], Rsvp]:
    """Return the visitor's own answers, by meeting and organisation."""
    ids = [seat.representation.id for seat in seats]
    rows = session.execute(
        select(Rsvp, Membership.organisation_id)
        .join(Representation, Representation.id == Rsvp.representation_id)
        .join(Membership, Membership.id == Representation.membership_id)
        .where(Rsvp.representation_id.in_(ids))
    )
    return {(rsvp.meeting_id, organisation_id): rsvp for rsvp, organisation_id in rows}
