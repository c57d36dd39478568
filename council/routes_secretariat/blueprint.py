"""The staff pages of the council hang on this; and how they find what they work on."""

from flask import Blueprint

from council.models import AgendaItem, Meeting, Opinion
from council.queries import meetings
from engage.core.web import db, or_404

blueprint = Blueprint("council_staff", __name__, url_prefix="/staff/council")


def load_meeting(code: str) -> Meeting:
    """Return a meeting in whatever state."""
    return or_404(meetings.any_meeting(db(), code))


def load_item(code: str, item_id: str) -> AgendaItem:
    """Return an item of a meeting."""
    return or_404(meetings.item_of(db(), load_meeting(code), item_id))


def load_opinion(opinion_id: str) -> Opinion:
    """Return an opinion of whatever meeting."""
    return or_404(db().get(Opinion, opinion_id))
