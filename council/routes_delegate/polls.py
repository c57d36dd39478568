"""A delegate votes for the organisation's seat."""

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from council import operations
from council.forms_polls import VoteForm, labels_of, vote_form
from council.models import Poll
from council.queries import polls
from council.routes_delegate.blueprint import Place, blueprint, organisations_of, place_of
from engage.core.clock import now
from engage.core.errors import Conflict, Invalid, NotAllowed
from engage.core.permissions import Permission
from engage.core.web import commits, current_actor, db, go, or_404, requires


@blueprint.get("/meetings/<code>/polls/<int:number>")
@requires(Permission.SPEAK_IN_COUNCIL)
def poll(code: str, number: int) -> str:
    """Show what is asked, and the form or the result."""
    place = place_of(code)
    found = _poll(place, number)
    return _page(place, found, _form(place, found))


@blueprint.post("/meetings/<code>/polls/<int:number>")
@requires(Permission.SPEAK_IN_COUNCIL)
@commits
def vote(code: str, number: int) -> ResponseReturnValue:
    """Vote, or change an open vote; the same form sent twice counts once."""
    place = place_of(code)
    found = _poll(place, number)
    form = _form(place, found)
    if not form.validate():
        return _page(place, found, form), 422
    if form.is_blank:
        form.refuse(Invalid("vote-is-blank", field="abstains"))
        return _page(place, found, form), 422
    try:
        operations.vote(
            db(),
            poll=found,
            representation=place.seat(form.organisation.data).representation,
            marks=form.marks(),
            nonce=form.nonce.data or "",
            actor=current_actor(),
            at=now(),
        )
    except (Conflict, Invalid, NotAllowed) as error:
        form.refuse(Invalid(error.code, field="abstains"))
        return _page(place, found, form), error.status
    return go("council_delegate.poll", code=code, number=number, notice=_("投票を受け取りました。"))


def _poll(place: Place, number: int) -> Poll:
    found = or_404(polls.poll_of(db(), place.meeting, number))
    return or_404(found if found.state in polls.SHOWN else None)


def _form(place: Place, found: Poll) -> VoteForm:
    first = place.seats[0].organisation_id
    given = polls.vote_of(db(), found, first)
    form = vote_form(polls.view(found), given.marks if given else None, organisation=first)
    form.organisation.choices = organisations_of(place)
    return form


def _page(place: Place, found: Poll, form: VoteForm) -> str:
    view = polls.view(found)
    votes = [(seat, polls.vote_of(db(), found, seat.organisation_id)) for seat in place.seats]
    return render_template(
        "council/delegate/poll.html",
        meeting=place.meeting,
        view=view,
        labels=dict(labels_of(view)),
        votes=[(seat, vote) for seat, vote in votes if vote is not None],
        may_vote=found.state == "open"
        and (not found.is_secret or any(vote is None for _seat, vote in votes)),
        seats=place.seats,
        form=form,
    )
