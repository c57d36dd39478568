"""What one can do with a receipt number: see what follows, change, withdraw, check the list."""

from flask import Response, current_app, make_response, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from engage.core.errors import Conflict, Invalid
from engage.core.i18n import reading_language
from engage.core.permissions import Permission
from engage.core.secrets import grouped, normalise_code
from engage.core.web import commits, db, go, or_404, registry, requires, settings
from engage.plan.models import PlanElement
from engage.plan.thread import Thread
from engage.plan.trace import trace_of_element
from surveys import numbers, operations
from surveys.definition import text_in
from surveys.forms import NoticeForm, ReceiptForm
from surveys.queries import public
from surveys.queries import receipts as queries
from surveys.queries.answering import Seat
from surveys.queries.receipts import Counted
from surveys.queries.steps import steps
from surveys.routes_answer.browsing import results_url
from surveys.routes_answer.seats import (
    arrived_at,
    blueprint,
    check_tries,
    count_wrong_receipt,
    forget_receipt,
    keep_change,
    keep_receipt,
    notice_in,
    own_seat_in,
    receipt_in,
    renew_nonce,
    title_for_reader,
)

SHOWN_AT_MOST = 2000
"""Leaves on the page; the text file has all."""


@blueprint.get("/surveys/<code>/receipt")
@requires(Permission.VISIT)
def receipt(code: str) -> ResponseReturnValue:
    """Show the receipt number that this browser holds, and what happens with the answers."""
    number = receipt_in(code)
    if number is None:
        return go("surveys.look_up")
    found = or_404(queries.counted(db(), key=settings().key, receipt=number))
    return receipt_page(found, number, NoticeForm(formdata=None))


def receipt_page(found: Counted, number: str, form: NoticeForm) -> str:
    """Draw the page of a receipt, with a mistake in the address if there is one."""
    ledger = queries.ledger(db(), found.code, arrived_at())
    document = or_404(public.introduction(db(), found.code, arrived_at())).document
    language = reading_language(document.languages)
    return render_template(
        "surveys/answer/receipt.html",
        counted=found,
        survey_title=title_for_reader(document, found.title),
        thanks=text_in(document.thanks, language, document.language),
        number=grouped(number),
        steps=steps(_("あなたの回答"), found.next_steps, state="done"),
        results=results_url(found.code) if found.is_released else None,
        line=_line_of_the_plan(found),
        may_change=found.may_change(arrived_at()),
        entry=ledger.entry if ledger else None,
        form=form,
        stop=notice_in(found.code),
    )


def _line_of_the_plan(found: Counted) -> Thread | None:
    """Return how the line of the plan stands that this survey is about; None before anything."""
    element = db().get(PlanElement, found.plan_element_id) if found.plan_element_id else None
    trace = trace_of_element(db(), registry(), element) if element else None
    return trace.thread if trace and trace.items else None


@blueprint.get("/receipt")
@requires(Permission.VISIT)
def look_up() -> str:
    """Ask for a receipt number."""
    return render_template("surveys/answer/look_up.html", form=ReceiptForm())


@blueprint.post("/receipt")
@requires(Permission.VISIT)
def find_receipt() -> ResponseReturnValue:
    """Say in which survey the answer of a receipt number is counted."""
    form = ReceiptForm()
    if form.validate():
        check_tries()
        number = normalise_code(form.receipt.data or "")
        found = queries.counted(db(), key=settings().key, receipt=number) if number else None
        if found and number:
            keep_receipt(found.code, number)
            return go("surveys.receipt", code=found.code)
        count_wrong_receipt()
        form.refuse(Invalid("receipt-unknown", field="receipt"))
    return make_response(render_template("surveys/answer/look_up.html", form=form), 422)


@blueprint.post("/surveys/<code>/receipt/change")
@requires(Permission.VISIT)
@commits
def change(code: str) -> Response:
    """Lay out a sent answer to be changed: with the receipt, or as the person who is named."""
    seat, secret = _sent_answer(code)
    operations.begin_change(db(), seat=seat, at=arrived_at())
    keep_change(code, seat, secret)
    if seat.monitor_id:
        renew_nonce(code)
    return go("surveys.page", code=code, number=1)


@blueprint.get("/surveys/<code>/receipt/withdraw")
@requires(Permission.VISIT)
def withdrawing(code: str) -> ResponseReturnValue:
    """Ask once more before an answer is taken back."""
    number = receipt_in(code)
    if number is None:
        return go("surveys.look_up")
    found = or_404(queries.counted(db(), key=settings().key, receipt=number))
    if not found.may_change(arrived_at()):
        raise Conflict("survey-closed")
    return render_template("surveys/answer/withdraw.html", counted=found, number=grouped(number))


@blueprint.post("/surveys/<code>/receipt/withdraw")
@requires(Permission.VISIT)
@commits
def withdraw(code: str) -> Response:
    """Take an answer back for good."""
    seat, _secret = _sent_answer(code)
    operations.withdraw(db(), seat=seat, at=arrived_at())
    forget_receipt(code)
    return go("surveys.withdrawn", code=code)


@blueprint.get("/surveys/<code>/withdrawn")
@requires(Permission.VISIT)
def withdrawn(code: str) -> str:
    """Say that an answer was taken back."""
    return render_template("surveys/answer/withdrawn.html", code=code)


def _sent_answer(code: str) -> tuple[Seat, str]:
    """Return the seat of the sent answer that this browser may change, and what opens its draft."""
    key, number = settings().key, receipt_in(code)
    if number is not None:
        found = queries.counted(db(), key=key, receipt=number)
        if found is None or found.code != code:
            raise Conflict("receipt-unknown")
        return operations.seat_of_receipt(
            survey_id=found.survey_id, receipt=number, key=key
        ), number
    own = own_seat_in(code)
    seat = operations.seat_of_own_answer(db(), seat=own, key=key) if own else None
    if seat is None:
        raise Conflict("receipt-needed")
    return seat, numbers.own_secret(key, seat.survey_id, seat.monitor_id)


@blueprint.get("/surveys/<code>/receipts")
@requires(Permission.VISIT)
def receipts(code: str) -> str:
    """Publish the marks of all counted answers, so that everyone can look for their own."""
    found = or_404(queries.ledger(db(), code, arrived_at()))
    is_short = found.entry is not None and found.entry.leaves <= SHOWN_AT_MOST
    number = receipt_in(code)
    own = queries.counted(db(), key=settings().key, receipt=number) if number else None
    return render_template(
        "surveys/receipts.html",
        found=found,
        leaves=list(queries.leaves(db(), found.survey_id)) if is_short else None,
        own=own.leaf if own else None,
    )


@blueprint.get("/surveys/<code>/receipts.txt")
@requires(Permission.VISIT)
def receipts_text(code: str) -> Response:
    """Publish the same as a text file: one mark a line, sorted."""
    found = or_404(queries.ledger(db(), code, arrived_at()))
    entry = or_404(found.entry)
    head = (
        f"# {found.title}\n# root {entry.root}\n"
        f"# answered {entry.used}, counted {entry.answers}, withdrawn {entry.withdrawn}\n"
    )
    lines = head + "".join(f"{leaf}\n" for leaf in queries.leaves(db(), found.survey_id))
    return current_app.response_class(lines, mimetype="text/plain")
