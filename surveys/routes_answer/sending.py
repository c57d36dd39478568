"""Check the answers, send them once, keep the receipt."""

from dataclasses import dataclass

from flask import Response, make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from engage.core.clock import today
from engage.core.errors import Conflict, Invalid
from engage.core.i18n import reading_language
from engage.core.permissions import Permission
from engage.core.secrets import grouped, normalise_code
from engage.core.web import database, db, go, or_404, registry, requires, settings
from engage.plan.models import PlanElement
from engage.plan.thread import Thread
from engage.plan.trace import trace_of_element
from surveys import operations
from surveys.definition import Questionnaire, text_in
from surveys.drawing import said
from surveys.forms import AnswerForm, ReceiptForm
from surveys.path import NO_ANSWER
from surveys.queries import answering as queries
from surveys.queries.answering import Desk
from surveys.queries.steps import steps
from surveys.questions import TYPES, Mistake
from surveys.reading import unmended
from surveys.routes_answer.browsing import results_url
from surveys.routes_answer.seats import (
    arrived_at,
    at_desk,
    blueprint,
    check_tries,
    count_wrong_receipt,
    keep_receipt,
    nonce_for,
    path_of,
    receipt_in,
    seat_in,
)

TRIES = 4


@dataclass(frozen=True)
class CheckLine:
    """One question on the check page, with the answer in words."""

    code: str
    page: int
    text: str
    words: list[str]


@blueprint.get("/surveys/<code>/check")
@requires(Permission.VISIT)
def check(code: str) -> ResponseReturnValue:
    """Show every answer in words before it is sent."""
    if seat_in(code) is None:
        return go("surveys.introduction", code=code)
    desk = at_desk(code)
    document = desk.questionnaire(db())
    mistakes = {
        question: tuple(Mistake(m.code, f"check-{question}", m.values) for m in found)
        for question, found in unmended(document, desk.answers, today=today(arrived_at())).items()
    }
    return render_template(
        "surveys/answer/check.html",
        desk=desk,
        lines=_lines(desk, document),
        form=AnswerForm(mistakes),
        nonce=nonce_for(code),
    )


def _lines(desk: Desk, document: Questionnaire) -> list[CheckLine]:
    language, main = reading_language(document.languages), document.language
    path = path_of(desk, desk.answers)
    say = said(document, path, desk.answers, language)
    return [
        CheckLine(
            code=question.code,
            page=page.number,
            text=say(text_in(question.text, language, main)),
            words=TYPES[question.type].words(
                question, desk.answers.get(question.code, NO_ANSWER), language, main
            ),
        )
        for page in path.pages
        for question in page.questions
        if question.is_asked
    ]


@blueprint.post("/surveys/<code>/submit")
@requires(Permission.VISIT)
def submit(code: str) -> Response:
    """Send the answers; the same page sent again gets the same receipt."""
    seat, nonce = seat_in(code), request.form.get("nonce", "")
    if seat is None:
        return go("surveys.introduction", code=code)
    for _try in range(TRIES):
        try:
            with database().reading() as session:
                sending = operations.prepare_sending(
                    session, seat=seat, nonce=nonce, key=settings().key, at=arrived_at()
                )
        except Invalid:
            return go("surveys.check", code=code)
        if sending.is_here or _send(sending):
            keep_receipt(code, sending.receipt)
            return go("surveys.receipt", code=code)
    raise Conflict("draft-busy")


def _send(sending: operations.Sending) -> bool:
    return database().run_tx(lambda session: operations.submit(session, sending=sending))


@blueprint.get("/surveys/<code>/receipt")
@requires(Permission.VISIT)
def receipt(code: str) -> ResponseReturnValue:
    """Show the receipt number that this browser holds, and what happens with the answers."""
    number = receipt_in(code)
    if number is None:
        return go("surveys.look_up")
    found = or_404(queries.counted(db(), key=settings().key, receipt=number))
    return render_template(
        "surveys/answer/receipt.html",
        counted=found,
        number=grouped(number),
        steps=steps(_("あなたの回答"), found.next_steps, state="done"),
        results=results_url(code) if found.is_released else None,
        line=_line_of_the_plan(found),
    )


def _line_of_the_plan(found: queries.Counted) -> Thread | None:
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
