"""The outline: pages and questions in their order, and every edit that is one button."""

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from engage.core.errors import Invalid
from engage.core.forms import Form
from engage.core.permissions import Permission
from engage.core.web import commits, go, requires
from surveys.building import Document, Refused, arranging
from surveys.building.finding import page_at
from surveys.building.units import page_unit, question_unit
from surveys.operations import ChangedMeanwhile
from surveys.routes_builder.desk import (
    blueprint,
    draft_of,
    make,
    new_token,
    outline_page,
    refused,
    survey_of,
)
from surveys.routes_builder.forms import NewQuestionForm

PAGE_EDITS = "move, copy, join, delete"
QUESTION_EDITS = "move, copy, split, delete"


@blueprint.get("/")
@requires(Permission.MANAGE_SURVEYS)
def home(code: str) -> Response:
    """Show the draft: its outline, what is still to be mended, what can be done."""
    return outline_page(survey_of(code))


@blueprint.get("/questions/new")
@requires(Permission.MANAGE_SURVEYS)
def new_question(code: str) -> str:
    """Ask for the type and the words of a new question."""
    return _new_question(code, NewQuestionForm(formdata=None))


def _new_question(code: str, form: Form) -> str:
    survey = survey_of(code)
    draft, values = draft_of(survey), request.values
    codes = [page["code"] for page in draft.document["pages"]]
    page = values.get("page", "")
    return render_template(
        "surveys/builder/new_question.html",
        survey=survey,
        draft=draft,
        form=form,
        page=page if page in codes else codes[-1],
        after=values.get("after", ""),
        token=new_token(),
    )


@blueprint.post("/questions/new")
@requires(Permission.MANAGE_SURVEYS)
@commits
def add_question(code: str) -> ResponseReturnValue:
    """Put a new question on a page, and open its form."""
    survey, form = survey_of(code), NewQuestionForm()
    if not form.validate():
        return _new_question(code, form), 422
    made: list[str] = []

    def edit(document: Document) -> Document:
        new, question = arranging.add_question(
            document,
            page=request.form.get("page", ""),
            after=_after(document),
            type_=form.type.data,
            text=(form.text.data or "").strip(),
        )
        made.append(question)
        return new

    try:
        make(survey, edit, what="question-added")
    except Refused as error:
        form.refuse(Invalid(error.code, **error.values))
        return _new_question(code, form), 422
    if not made:
        return go("surveys_builder.home", code=code)
    return go("surveys_builder.question", code=code, question=made[0], notice=_("問を足しました。"))


def _after(document: Document) -> str:
    """Return after which question the new one comes; last when that one has moved away."""
    _number, page = page_at(document, request.form.get("page", ""))
    codes = [question["code"] for question in page["questions"]]
    asked = request.form.get("after", "")
    if asked in codes or asked == "first":
        return "" if asked == "first" else asked
    return codes[-1] if codes else ""


@blueprint.post("/pages/new")
@requires(Permission.MANAGE_SURVEYS)
@commits
def add_page(code: str) -> Response:
    """Put an empty page after another."""
    after = request.form.get("to", "")
    return _do(
        code,
        lambda document: arranging.add_page(document, after=after)[0],
        what="page-added",
        notice=_("ページを足しました。"),
    )


@blueprint.post(f"/pages/<page>/<any({PAGE_EDITS}):do>")
@requires(Permission.MANAGE_SURVEYS)
@commits
def arrange_page(code: str, page: str, do: str) -> Response:
    """Move, copy, join or take out a page."""
    to = request.form.get("to", "")
    edits = {
        "move": lambda d: arranging.move_page(d, page=page, after=to),
        "copy": lambda d: arranging.copy_page(d, page=page)[0],
        "join": lambda d: arranging.join_page(d, page=page),
        "delete": lambda d: arranging.delete_page(d, page=page),
    }
    touches = page_unit(page) if do == "delete" else ""
    return _do(code, edits[do], what=f"page-{do}", place=page, touches=touches)


@blueprint.post(f"/questions/<question>/<any({QUESTION_EDITS}):do>")
@requires(Permission.MANAGE_SURVEYS)
@commits
def arrange_question(code: str, question: str, do: str) -> Response:
    """Move, copy or take out a question, or begin a page with it."""
    to, _colon, after = request.form.get("to", "").partition(":")
    edits = {
        "move": lambda d: arranging.move_question(d, question=question, page=to, after=after),
        "copy": lambda d: arranging.copy_question(d, question=question)[0],
        "split": lambda d: arranging.split_page(d, question=question)[0],
        "delete": lambda d: arranging.delete_question(d, question=question),
    }
    touches = question_unit(question) if do == "delete" else ""
    return _do(code, edits[do], what=f"question-{do}", place=question, touches=touches)


def _do(
    code: str,
    edit: object,
    *,
    what: str,
    place: str = "",
    touches: str = "",
    notice: str | None = None,
) -> Response:
    survey = survey_of(code)
    try:
        make(survey, edit, what=what, place=place, touches=touches)  # type: ignore[arg-type]
    except Refused as error:
        return refused(survey, error)
    except ChangedMeanwhile:
        return refused(survey, Refused("building-changed-before-delete", place))
    return go(
        "surveys_builder.home", code=code, notice=notice, _anchor=f"at-{place}" if place else None
    )
