"""From a code, a resume number or a sign-in to one's own seat in a survey."""

from flask import Response, render_template
from flask.typing import ResponseReturnValue

from engage.core.errors import Conflict, Invalid
from engage.core.permissions import Permission
from engage.core.web import current_actor, db, go, requires
from surveys import numbers
from surveys.forms import CodeForm
from surveys.queries import answering as queries
from surveys.queries.answering import Entrance
from surveys.routes_answer.browsing import introduction_page
from surveys.routes_answer.seats import (
    blueprint,
    enter,
    opened_by,
    own_seat_in,
    secret_in,
    take_seat,
)


@blueprint.get("/answer")
@requires(Permission.VISIT)
def code() -> str:
    """Ask for the number on the letter, in the mail, or for going on."""
    return render_template("surveys/answer/code.html", form=CodeForm())


@blueprint.post("/answer")
@requires(Permission.VISIT)
def enter_with_code() -> ResponseReturnValue:
    """Open the survey that a number belongs to."""
    form = CodeForm()
    if form.validate() and (entrance := _entrance(form)):
        take_seat(entrance)
        if entrance.page:
            return go("surveys.page", code=entrance.survey_code, number=entrance.page)
        return go("surveys.introduction", code=entrance.survey_code)
    return render_template("surveys/answer/code.html", form=form), 422


@blueprint.post("/surveys/<code>/start")
@requires(Permission.VISIT)
def start(code: str) -> ResponseReturnValue:
    """Begin with the number that was typed on the introduction, or that the mail's link carried."""
    form = CodeForm()
    if form.validate() and (entrance := _entrance(form)):
        take_seat(entrance)
        return _first_page(entrance)
    return introduction_page(code, form), 422


@blueprint.post("/surveys/<code>/start-as-monitor")
@requires(Permission.ANSWER_SURVEYS)
def start_as_monitor(code: str) -> Response:
    """Begin as the monitor who has signed in."""
    account_id = current_actor().id or ""
    entrance = queries.by_account(db(), account_id=account_id, survey_code=code)
    if entrance is None:
        raise Conflict("not-invited")
    own = own_seat_in(code)
    is_mine = own is not None and own.monitor_id == entrance.seat.monitor_id
    secret = secret_in(code) if is_mine else ""
    take_seat(opened_by(entrance, secret or numbers.new_survey_code()))
    return _first_page(entrance)


def _entrance(form: CodeForm) -> Entrance | None:
    found = enter(form.code.data or "")
    if isinstance(found, Entrance):
        return found
    form.refuse(Invalid(found, field="code"))
    return None


def _first_page(entrance: Entrance) -> Response:
    return go("surveys.page", code=entrance.survey_code, number=entrance.page or 1)
