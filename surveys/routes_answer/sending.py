"""Check the answers, send them once."""

from dataclasses import dataclass

from flask import Response, make_response, render_template, request
from flask.typing import ResponseReturnValue

from engage.core.clock import today
from engage.core.errors import Conflict, Invalid
from engage.core.i18n import reading_language
from engage.core.permissions import Permission
from engage.core.web import database, db, go, requires, settings
from surveys import numbers, operations
from surveys.definition import Questionnaire, text_in
from surveys.drawing import said
from surveys.forms import AnswerForm
from surveys.path import NO_ANSWER
from surveys.queries.answering import Desk, Seat
from surveys.questions import TYPES, Mistake
from surveys.reading import unmended
from surveys.routes_answer.seats import (
    arrived_at,
    at_desk,
    blueprint,
    end_change,
    keep_receipt,
    nonce_for,
    path_of,
    receipt_in,
    seat_in,
    title_for_reader,
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
        survey_title=title_for_reader(document, desk.title),
        lines=_lines(desk, document),
        form=AnswerForm(mistakes),
        nonce=nonce_for(code),
    )


def _lines(desk: Desk, document: Questionnaire) -> list[CheckLine]:
    language, main = reading_language(document.languages), document.language
    path = path_of(desk)
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


@blueprint.get("/surveys/<code>/check.txt")
@requires(Permission.VISIT)
def copy(code: str) -> ResponseReturnValue:
    """Hand respondents their own answers as a text to keep; nobody else can open it."""
    if seat_in(code) is None:
        return go("surveys.introduction", code=code)
    desk = at_desk(code)
    document = desk.questionnaire(db())
    text = render_template(
        "surveys/answer/copy.txt",
        desk=desk,
        survey_title=title_for_reader(document, desk.title),
        lines=_lines(desk, document),
    )
    response = make_response(text)
    response.mimetype = "text/plain"
    response.headers["Content-Disposition"] = f'attachment; filename="{code}-answers.txt"'
    response.headers["Cache-Control"] = "no-store"
    return response


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
                    session,
                    seat=seat,
                    nonce=nonce,
                    key=settings().key,
                    at=arrived_at(),
                    receipt=_receipt_of_before(code, seat),
                )
        except Invalid:
            return go("surveys.check", code=code)
        try:
            is_sent = sending.is_here or _send(sending)
        except Conflict as error:
            if error.code != "quota-full":
                raise
            return _full(code, str(error.values["quota"]))
        if is_sent:
            end_change(code)
            keep_receipt(code, sending.receipt)
            return go("surveys.receipt", code=code)
    raise Conflict("draft-busy")


def _receipt_of_before(code: str, seat: Seat) -> str:
    """Return the receipt of the answer that is being changed, where this browser holds it."""
    kept = receipt_in(code)
    if kept and seat.changes == numbers.receipt_hash(settings().key, kept):
        return kept
    return ""


def _send(sending: operations.Sending) -> bool:
    return database().run_tx(lambda session: operations.submit(session, sending=sending))


def _full(code: str, quota: str) -> Response:
    """End on the page of a quota that is full; what was written stays until the survey closes."""
    desk = at_desk(code)
    document = desk.questionnaire(db())
    message = next((q.message for q in document.quotas if q.code == quota), {})
    page = render_template(
        "surveys/answer/full.html",
        desk=desk,
        survey_title=title_for_reader(document, desk.title),
        message=text_in(message, reading_language(document.languages), document.language),
    )
    return make_response(page, 409)
