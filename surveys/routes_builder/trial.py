"""A test run: the draft answered as respondents will, page by page; nothing is kept anywhere.

The answers travel in the page itself, signed, so that nobody can slip others in.
"""

import json
import zlib
from typing import Any

from flask import make_response, render_template, request
from flask.typing import ResponseReturnValue
from itsdangerous import BadSignature, URLSafeSerializer

from engage.core.clock import now, today
from engage.core.digest import digest
from engage.core.permissions import Permission
from engage.core.web import requires, settings
from surveys.definition import Questionnaire, UnusableDefinition, parse, text_in
from surveys.drawing import drawn_page, said
from surveys.forms import AnswerForm
from surveys.models import Survey
from surveys.path import NO_ANSWER, Path, VisiblePage, progress, visible_path
from surveys.questions import TYPES, Raw
from surveys.reading import read_page
from surveys.routes_builder.desk import blueprint, draft_of, survey_of

LONGEST_STATE = 400_000


@blueprint.get("/trial")
@requires(Permission.MANAGE_SURVEYS)
def trial(code: str) -> ResponseReturnValue:
    """Begin a test run at the first page."""
    return _run(code, {})


@blueprint.post("/trial")
@requires(Permission.MANAGE_SURVEYS)
def go_on(code: str) -> ResponseReturnValue:
    """Go on, or back, with what was answered; the page is made from what it was sent."""
    return _run(code, _unpacked(code, request.form.get("state", "")))


def _run(code: str, answers: dict[str, Any]) -> ResponseReturnValue:
    survey = survey_of(code)
    try:
        document = parse(draft_of(survey).document)
    except UnusableDefinition:
        return render_template("surveys/builder/trial_not_yet.html", survey=survey)
    at, typed = today(now()), request.form.get("number", "")
    path = visible_path(document, answers, today=at)
    number = int(typed) if typed.isdecimal() and len(typed) < 4 else 0
    if not 1 <= number <= len(document.pages):
        first = path.after(0)
        return _page(survey, document, answers, path, first.number if first else 1)
    raw, move = request.form.to_dict(flat=False), request.form.get("move", "next")
    reading = read_page(document, document.pages[number - 1], raw, answers, today=at)
    answers = answers | reading.states
    path = visible_path(document, answers, today=at)
    here = path.at(number)
    shown = {question.code for question in here.questions if question.is_asked} if here else set()
    mistakes = {c: found for c, found in reading.mistakes.items() if c in shown}
    if mistakes and move == "next":
        page = _page(survey, document, answers, path, number, raw=raw, form=AnswerForm(mistakes))
        return make_response(page, 422)
    following = path.before(number) if move == "back" else path.after(number)
    if following is None and move != "back":
        return _end(survey, document, answers, path)
    return _page(survey, document, answers, path, following.number if following else number)


def _page(
    survey: Survey,
    document: Questionnaire,
    answers: dict[str, Any],
    path: Path,
    number: int,
    *,
    raw: Raw | None = None,
    form: AnswerForm | None = None,
) -> str:
    language, plain = _language(document), document.as_document()
    drawn = drawn_page(
        document, digest(plain), path, number, answers, raw, language, today=today(now())
    )
    return render_template(
        "surveys/builder/trial.html",
        survey=survey,
        drawn=drawn,
        questions=drawn.questions,
        entered=drawn.entered,
        form=form or AnswerForm({}),
        number=number,
        progress=progress(path, number) if path.at(number) else None,
        language=language,
        languages=document.languages,
        state=_packed(survey.code, answers),
    )


def _end(survey: Survey, document: Questionnaire, answers: dict[str, Any], path: Path) -> str:
    language, main = _language(document), document.language
    say = said(document, path, answers, language)
    return render_template(
        "surveys/builder/trial_end.html",
        survey=survey,
        state=_packed(survey.code, answers),
        last=path.pages[-1].number if path.pages else 1,
        language=language,
        thanks=say(text_in(document.thanks, language, main)),
        lines=[
            (
                question.code,
                say(text_in(question.text, language, main)),
                _words(page, question.code, answers, language, main),
            )
            for page in path.pages
            for question in page.questions
            if question.is_asked
        ],
        skipped=[code for code in document.asked if code not in path.codes],
    )


def _words(
    page: VisiblePage, code: str, answers: dict[str, Any], language: str, main: str
) -> list[str]:
    question = next(q for q in page.questions if q.code == code)
    return TYPES[question.type].words(question, answers.get(code, NO_ANSWER), language, main)


def _language(document: Questionnaire) -> str:
    asked = request.values.get("language", "")
    return asked if asked in document.languages else document.language


def _serializer(code: str) -> URLSafeSerializer:
    return URLSafeSerializer(settings().secret_key, salt=f"trial-{code}")


def _packed(code: str, answers: dict[str, Any]) -> str:
    return str(_serializer(code).dumps(answers))


def _unpacked(code: str, state: str) -> dict[str, Any]:
    """Return the answers that a page carried; none when the page was tampered with."""
    try:
        found = _serializer(code).loads(state[:LONGEST_STATE])
    except (BadSignature, json.JSONDecodeError, zlib.error):
        return {}
    return found if isinstance(found, dict) else {}
