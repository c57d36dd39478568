"""A delegate follows the running meeting: one page that asks whether something is new."""

from flask import Response, make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from flask_babel import gettext as _

from council import operations
from council.queries import live as queries
from council.queries import speaking
from council.routes_delegate.blueprint import Place, blueprint, place_of
from engage.core.clock import now
from engage.core.digest import digest
from engage.core.permissions import Permission
from engage.core.web import commits, current_actor, db, go, or_404, requires


@blueprint.get("/meetings/<code>/live")
@requires(Permission.SPEAK_IN_COUNCIL)
def live(code: str) -> str:
    """Show the running meeting with what one's organisation can do now."""
    return render_template("council/delegate/live.html", **_shown(place_of(code)))


@blueprint.get("/meetings/<code>/live/fragment")
@requires(Permission.SPEAK_IN_COUNCIL)
def live_fragment(code: str) -> Response:
    """Answer "nothing new" most of the time; this answer is for one person only."""
    place = place_of(code)
    language = str(get_locale() or "ja")
    mark = digest([queries.mark(db(), place.meeting, now(), language), current_actor().id])
    if mark in request.if_none_match:
        response = make_response("", 304)
    else:
        response = make_response(render_template("council/delegate/_live.html", **_shown(place)))
    response.set_etag(mark)
    response.headers["Cache-Control"] = "private, no-cache"
    return response


@blueprint.post("/meetings/<code>/hand")
@requires(Permission.SPEAK_IN_COUNCIL)
@commits
def raise_hand(code: str) -> ResponseReturnValue:
    """Ask to speak; a second press changes nothing."""
    place = place_of(code)
    operations.raise_hand(
        db(),
        meeting=place.meeting,
        representation=place.seat(request.form.get("organisation")).representation,
        actor=current_actor(),
        at=now(),
    )
    return go("council_delegate.live", code=code, notice=_("手を挙げました。"))


@blueprint.post("/meetings/<code>/hands/<hand_id>/lower")
@requires(Permission.SPEAK_IN_COUNCIL)
@commits
def lower_hand(code: str, hand_id: str) -> ResponseReturnValue:
    """Take the hand down again."""
    place = place_of(code)
    found = or_404(speaking.hand(db(), place.meeting, hand_id))
    operations.lower_hand(
        db(),
        hand=found,
        representation=place.seat(found.organisation_id).representation,
        actor=current_actor(),
        at=now(),
    )
    return go("council_delegate.live", code=code, notice=_("手を下ろしました。"))


def _shown(place: Place) -> dict[str, object]:
    view = queries.live(db(), place.meeting, now())
    up = {hand.organisation_id: hand for hand in view.hands}
    return {
        "meeting": place.meeting,
        "view": view,
        "seats": [(seat, up.get(seat.organisation_id)) for seat in place.seats],
    }
