"""The desk leads the queue of those who want to speak, and keeps quick notes."""

from flask import Response, request
from flask_babel import gettext as _

from council import operations
from council.models import RaisedHand
from council.queries import bodies, speaking
from council.routes_secretariat.blueprint import blueprint, load_item, load_meeting
from engage.core.clock import now
from engage.core.permissions import Permission
from engage.core.web import commits, current_actor, db, go, or_404, requires


@blueprint.post("/meetings/<code>/hands")
@requires(Permission.RUN_MEETINGS)
@commits
def raise_hand_for(code: str) -> Response:
    """Put somebody in the room into the queue."""
    operations.raise_hand_for(
        db(),
        meeting=load_meeting(code),
        organisation=or_404(bodies.organisation(db(), request.form.get("organisation"))),
        actor=current_actor(),
        at=now(),
    )
    return go("council_staff.run", code=code, _anchor="queue")


@blueprint.post("/meetings/<code>/hands/<hand_id>/call")
@requires(Permission.RUN_MEETINGS)
@commits
def call_hand(code: str, hand_id: str) -> Response:
    """Give the floor."""
    operations.call_hand(db(), hand=_hand(code, hand_id), actor=current_actor(), at=now())
    return go("council_staff.run", code=code, _anchor="queue")


@blueprint.post("/meetings/<code>/hands/<hand_id>/finish")
@requires(Permission.RUN_MEETINGS)
@commits
def finish_hand(code: str, hand_id: str) -> Response:
    """Note that somebody has spoken, or take a hand out of the queue."""
    operations.finish_hand(db(), hand=_hand(code, hand_id), actor=current_actor(), at=now())
    return go("council_staff.run", code=code, _anchor="queue")


@blueprint.post("/meetings/<code>/notes")
@requires(Permission.RUN_MEETINGS)
@commits
def take_note(code: str) -> Response:
    """Keep a quick note for the minutes."""
    item_id = request.form.get("item", "")
    operations.take_note(
        db(),
        meeting=load_meeting(code),
        item=load_item(code, item_id) if item_id else None,
        text=request.form.get("note", ""),
        nonce=request.form.get("nonce", "")[:64],
        actor=current_actor(),
        at=now(),
    )
    return go("council_staff.run", code=code, _anchor="notes", notice=_("メモを残しました。"))


def _hand(code: str, hand_id: str) -> RaisedHand:
    return or_404(speaking.hand(db(), load_meeting(code), hand_id))
