"""The city answers opinions."""

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from wtforms import SelectChoice

from council import operations
from council.forms import ResponseForm
from council.models import CityResponse, Opinion
from council.queries import opinions
from council.queries.opinions import OpinionView
from council.routes_secretariat.blueprint import blueprint, load_opinion
from engage.core.clock import now
from engage.core.errors import Conflict, Invalid
from engage.core.permissions import Permission
from engage.core.web import commits, current_actor, db, go, or_404, requires


@blueprint.get("/opinions")
@requires(Permission.ANSWER_OPINIONS)
def opinion_list() -> str:
    """List opinions that wait for an answer, then those that have one."""
    return render_template(
        "council/staff/opinions.html",
        waiting=opinions.unanswered(db()),
        answered=list(reversed(opinions.answered(db()))),
    )


@blueprint.get("/opinions/<opinion_id>")
@requires(Permission.ANSWER_OPINIONS)
def opinion(opinion_id: str) -> str:
    """Show an opinion with the form for the city's answer."""
    view = or_404(opinions.any_opinion(db(), opinion_id))
    return _page(view, _form(view))


@blueprint.post("/opinions/<opinion_id>")
@requires(Permission.ANSWER_OPINIONS)
@commits
def respond(opinion_id: str) -> ResponseReturnValue:
    """Answer an opinion, and others that say the same; or reword the answer."""
    found = load_opinion(opinion_id)
    view = or_404(opinions.any_opinion(db(), opinion_id))
    form = _form(view)
    if form.validate():
        try:
            _answer(found, view, form)
            return go("council_staff.opinion_list", notice=_("市の考え方を公開しました。"))
        except Invalid as error:
            form.refuse(error)
        except Conflict as error:
            form.refuse(Invalid(error.code, field="text", **error.values))
            return _page(view, form), error.status
    return _page(view, form), 422


def _answer(found: Opinion, view: OpinionView, form: ResponseForm) -> None:
    words = {
        "disposition": form.disposition.data,
        "text": form.text.data or "",
        "due_on": form.due_on.data,
        "department": form.department.data or "",
        "actor": current_actor(),
        "at": now(),
    }
    if view.response is None:
        others = [load_opinion(other) for other in form.also.data or []]
        operations.respond(db(), opinions=[found, *others], **words)
        return
    operations.revise_response(
        db(),
        response=or_404(db().get(CityResponse, view.response.id)),
        expected_seq=int(form.seq.data or "0"),
        **words,
    )


def _form(view: OpinionView) -> ResponseForm:
    given = view.response
    form = ResponseForm(
        disposition=given.disposition if given else None,
        text=given.text if given else "",
        due_on=given.due_on if given else None,
        department=given.department if given else "",
        seq=str(given.seq) if given else "0",
    )
    form.also.choices = [
        SelectChoice(other.id, f"意見{other.number}　{other.text[:60]}")
        for other in opinions.unanswered(db())
        if other.id != view.id and other.meeting_code == view.meeting_code
    ]
    return form


def _page(view: OpinionView, form: ResponseForm) -> str:
    response = view.response
    return render_template(
        "council/staff/opinion.html",
        opinion=view,
        form=form,
        earlier=opinions.earlier_responses(db(), response.id) if response else [],
    )
