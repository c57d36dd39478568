"""A wish to be told when results appear: apart from every answer, taken back with one button."""

from flask import Response, make_response, render_template
from flask.typing import ResponseReturnValue

from engage.core import limits
from engage.core.permissions import Permission
from engage.core.web import commits, database, db, go, or_404, requires, settings
from surveys import numbers, operations
from surveys.forms import NoticeForm, StopForm
from surveys.queries import receipts
from surveys.queries.staff import survey_by_code
from surveys.routes_answer.receipts import receipt_page
from surveys.routes_answer.seats import (
    arrived_at,
    blueprint,
    keep_notice,
    network_bucket,
    receipt_in,
)

WISHES, WINDOW_SECONDS = 20, 3600


@blueprint.post("/surveys/<code>/notice")
@requires(Permission.VISIT)
def wish(code: str) -> ResponseReturnValue:
    """Keep a mail address until the results of a survey are public."""
    bucket, at = network_bucket("survey-notice"), arrived_at()
    limits.check(db(), bucket=bucket, allowed=WISHES, seconds=WINDOW_SECONDS, at=at)
    form, number = NoticeForm(), receipt_in(code)
    if number is None:
        return go("surveys.look_up")
    if not form.validate():
        found = or_404(receipts.counted(db(), key=settings().key, receipt=number))
        return make_response(receipt_page(found, number, form), 422)
    limits.count(database(), bucket=bucket, seconds=WINDOW_SECONDS, at=at)
    wish_id = database().run_tx(
        lambda session: operations.ask_to_be_told(
            session,
            survey=or_404(survey_by_code(session, code)),
            email=form.email.data or "",
            at=at,
        )
    )
    keep_notice(code, numbers.stop_number(settings().key, wish_id))
    return go("surveys.receipt", code=code)


@blueprint.get("/notices/stop")
@requires(Permission.VISIT)
def stop_notice() -> str:
    """Ask for the number of a wish that is to be taken back; the mail's link carries it."""
    return render_template("surveys/answer/stop_notice.html", form=StopForm())


@blueprint.post("/notices/stop")
@requires(Permission.VISIT)
@commits
def stop_notice_now() -> Response:
    """Erase the address; says the same whether it was still here or not."""
    form = StopForm()
    if form.validate():
        operations.stop_telling(db(), number=(form.code.data or "").strip(), key=settings().key)
        return go("surveys.notice_stopped")
    return make_response(render_template("surveys/answer/stop_notice.html", form=form), 422)


@blueprint.get("/notices/stopped")
@requires(Permission.VISIT)
def notice_stopped() -> str:
    """Say that no mail will come."""
    return render_template("surveys/answer/notice_stopped.html")
