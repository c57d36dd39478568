"""How the draft looks on a phone, on a desktop and on paper: our own pages in frames."""

from flask import Response, current_app, make_response, render_template, request, url_for
from flask_babel import gettext as _
from pydantic import ValidationError
from werkzeug.routing import BuildError

from engage.core.errors import NotFound
from engage.core.headers import FRAMED_POLICY, FRAMING_POLICY
from engage.core.permissions import Permission
from engage.core.web import requires
from surveys.building import Document, Refused
from surveys.building.finding import Part, languages, question_at
from surveys.building.typed import read_question
from surveys.definition import Question, text_in
from surveys.forms import AnswerForm
from surveys.models import Survey
from surveys.questions import QuestionView, view_of
from surveys.routes_builder.desk import blueprint, draft_of, survey_of
from surveys.routes_builder.showing import numbers_of

KINDS = "phone, desk, paper"


def with_frames(response: Response) -> Response:
    """Let a page show frames of ours, and nothing else."""
    response.headers["Content-Security-Policy"] = FRAMING_POLICY
    return response


def _framed(page: str) -> Response:
    """Let a page stand in a frame of ours."""
    response = make_response(page)
    response.headers["Content-Security-Policy"] = FRAMED_POLICY
    response.headers["X-Frame-Options"] = "SAMEORIGIN"
    return response


@blueprint.get("/preview")
@requires(Permission.MANAGE_SURVEYS)
def preview(code: str) -> Response:
    """Show the whole draft side by side as a phone, a desktop and paper show it."""
    survey = survey_of(code)
    draft = draft_of(survey)
    language = _language(draft.document)
    page = render_template(
        "surveys/builder/preview.html",
        survey=survey,
        draft=draft,
        language=language,
        languages=languages(draft.document),
        paper=_paper(code),
    )
    return with_frames(make_response(page))


def _paper(code: str) -> str | None:
    """Return where the printed questionnaire is made, where the program can."""
    if "surveys_paper.questionnaire" not in current_app.view_functions:
        return None
    try:
        return url_for("surveys_paper.questionnaire", code=code)
    except BuildError:
        return None


@blueprint.get(f"/frame/<any({KINDS}):kind>")
@requires(Permission.MANAGE_SURVEYS)
def frame(code: str, kind: str) -> Response:
    """Show the draft, or one question of it, as respondents see it; there is nothing to send."""
    survey = survey_of(code)
    document = draft_of(survey).document
    wanted = request.args.get("question")
    if wanted:
        found = _found(document, wanted)
        pages = [{"code": "", "questions": [found]}]
    else:
        pages = document["pages"]
    return _framed(_drawn(survey, document, pages, kind))


@blueprint.post("/questions/<question>/look")
@requires(Permission.MANAGE_SURVEYS)
def look(code: str, question: str) -> Response:
    """Show a question as it is being typed; nothing is kept."""
    survey = survey_of(code)
    document = draft_of(survey).document
    found = _found(document, question)
    typed = read_question(found, request.form.to_dict(flat=False), languages(document))
    pages = [{"code": "", "questions": [typed.question]}]
    return _framed(_drawn(survey, document, pages, request.args.get("kind", "phone")))


def _drawn(survey: Survey, document: Document, pages: list[Part], kind: str) -> str:
    language, main = _language(document), document["language"]
    return render_template(
        "surveys/builder/frame.html",
        survey=survey,
        kind=kind,
        language=language,
        numbers=numbers_of(document),
        title=text_in(document["title"], language, main),
        intro=text_in(document.get("intro"), language, main),
        whole=bool(pages and pages[0]["code"]),
        pages=[
            {
                "code": page["code"],
                "number": number,
                "title": text_in(page.get("title"), language, main),
                "intro": text_in(page.get("intro"), language, main),
                "questions": [_view(q, language, main) for q in page["questions"]],
            }
            for number, page in enumerate(pages, start=1)
        ],
        form=AnswerForm({}),
        entered={},
    )


def _view(question: Part, language: str, main: str) -> tuple[Part, QuestionView | None]:
    """Return the question as pages draw it; None while it is not finished."""
    try:
        read = Question.model_validate(question)
    except ValidationError:
        return question, None
    return question, view_of(read, language, main, _piped)


def _piped(text: str) -> str:
    """Show where an earlier answer will stand."""
    return text.replace("{{", "［").replace("}}", _("の回答］"))


def _language(document: Document) -> str:
    asked = request.args.get("language", "")
    return asked if asked in document["title"] else document["language"]


def _found(document: Document, question: str) -> Part:
    try:
        return question_at(document, question)[2]
    except Refused as error:
        raise NotFound("not-found") from error
