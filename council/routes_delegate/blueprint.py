"""The delegates' pages hang on this; and how they find the meeting that they take part in."""

from dataclasses import dataclass

from flask import Blueprint
from wtforms import SelectChoice

from council.models import Meeting
from council.queries import meetings
from council.queries.delegates import Seat, seats_at
from engage.core.clock import now
from engage.core.errors import NotFound
from engage.core.web import current_actor, db, or_404

blueprint = Blueprint("council_delegate", __name__, url_prefix="/delegate")


@dataclass(frozen=True)
class Place:
    """A meeting, and the organisations that the visitor acts for in it."""

    meeting: Meeting
    seats: list[Seat]

    def seat(self, organisation_id: str | None) -> Seat:
        """Return the seat of the organisation that was chosen."""
        for seat in self.seats:
            if seat.organisation_id == organisation_id:
                return seat
        raise NotFound("not-found")


def place_of(code: str) -> Place:
    """Return a meeting that the visitor's organisation is a member of; 404 for all others."""
    found = or_404(meetings.public_meeting(db(), code))
    seats = seats_at(db(), current_actor().id, found, now())
    if not seats:
        raise NotFound("not-found")
    return Place(found, seats)


def organisations_of(place: Place) -> list[SelectChoice]:
    """Return the organisations that the visitor may choose between."""
    return [SelectChoice(seat.organisation_id, seat.organisation_name) for seat in place.seats]
