"""All surveys, and what one reads before the first question."""

from flask import current_app, render_template, url_for

from engage.core.permissions import Permission
from engage.core.web import current_actor, db, or_404, requires
from surveys.forms import CodeForm
from surveys.queries import public
from surveys.routes_answer.seats import arrived_at, blueprint, receipt_in, seat_in


@blueprint.get("/surveys")
@requires(Permission.VISIT)
def index() -> str:
    """List what can be answered, what is coming, and what came of earlier surveys."""
    return render_template("surveys/index.html", lists=public.lists(db(), arrived_at()))


@blueprint.get("/surveys/<code>")
@requires(Permission.VISIT)
def introduction(code: str) -> str:
    """Say what a survey is for and what happens with the answers; begin from here."""
    return introduction_page(code, CodeForm())


def introduction_page(code: str, form: CodeForm) -> str:
    """Draw the introduction, with a mistake in the code if there is one."""
    return render_template(
        "surveys/introduction.html",
        page=or_404(public.introduction(db(), code, arrived_at())),
        form=form,
        has_seat=seat_in(code) is not None,
        receipt=receipt_in(code),
        may_answer=current_actor().may(Permission.ANSWER_SURVEYS),
    )


def results_url(code: str) -> str | None:
    """Return where the results of a survey are shown, if this program shows results."""
    endpoint = "surveys_results.survey"
    known = endpoint in current_app.view_functions
    return url_for(endpoint, code=code) if known else None
