"""One question: everything that its type can say, in every language of the survey."""

from flask import Response, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from engage.core.clock import now
from engage.core.errors import NotFound
from engage.core.permissions import Permission
from engage.core.web import commits, current_actor, db, go, requires
from surveys import operations
from surveys.building import Refused, writing
from surveys.building.entries import Entries, count_of, entries
from surveys.building.expressions import unreadable
from surveys.building.finding import Part, languages, question_at, questions
from surveys.building.sheet import GROUPS, controls, flags_of
from surveys.building.typed import Mistake, Typed, read_question
from surveys.building.units import Document, question_unit
from surveys.definition.checklist import checklist
from surveys.definition.schema import Type
from surveys.models import Survey
from surveys.operations import ChangedMeanwhile
from surveys.queries import building
from surveys.queries.building import WorkingDraft
from surveys.routes_builder.desk import (
    blueprint,
    conflict_page,
    draft_of,
    make,
    new_token,
    refused,
    survey_of,
)
from surveys.routes_builder.framing import with_frames
from surveys.routes_builder.mending import Mending
from surveys.routes_builder.showing import numbers_of, words_of
from surveys.routes_builder.words import TYPE_NAMES


@blueprint.get("/questions/<question>")
@requires(Permission.MANAGE_SURVEYS)
def question(code: str, question: str) -> Response:
    """Show the form of one question beside how it looks."""
    survey = survey_of(code)
    draft = draft_of(survey)
    found = _found(draft.document, question)
    as_text = frozenset(request.args.getlist("lines"))
    shown = entries(found, languages(draft.document), as_text=as_text)
    return _page(survey, draft, found, shown, Mending())


@blueprint.post("/questions/<question>")
@requires(Permission.MANAGE_SURVEYS)
@commits
def save_question(code: str, question: str) -> ResponseReturnValue:
    """Write a question anew; whoever changed it meanwhile is shown beside it."""
    survey = survey_of(code)
    draft = draft_of(survey)
    try:
        found = question_at(draft.document, question)[2]
    except Refused as error:
        return _gone(survey, draft, question, error)
    typed = read_typed(draft.document, found)
    if typed.mistakes:
        return _again(survey, draft, found, typed.mistakes)
    try:
        make(
            survey,
            lambda d: writing.replace_question(
                d, question=question, by=typed.question, codes=typed.recoded
            ),
            what="question-edited",
            place=typed.question["code"],
            touches=question_unit(question),
        )
    except ChangedMeanwhile as error:
        here = url_for("surveys_builder.question", code=code, question=question)
        return conflict_page(survey, error, mine=typed.question, back=here)
    except Refused as error:
        return _again(survey, draft, found, (Mistake("code", error.code, error.values),))
    return _done(code, typed.question["code"])


def _gone(survey: Survey, draft: WorkingDraft, question: str, error: Refused) -> Response:
    """Show what was typed for a question that somebody took out meanwhile."""
    unit = question_unit(question)
    edits = [e for e in building.edits_since(db(), survey, 0) if unit in e.changes]
    before = edits[-1].changes[unit][0] if edits else None
    if before is None:
        return refused(survey, error)
    typed = read_typed(draft.document, before)
    met = ChangedMeanwhile(draft, unit, before, [building.line_of(edits[-1])])
    here = url_for("surveys_builder.home", code=survey.code)
    return conflict_page(survey, met, mine=typed.question, back=here)


def _done(code: str, question: str) -> Response:
    part = request.form.get("then", "").partition("-")[0]
    anchor = part if part in {"options", "second_options", "rows", "columns"} else None
    return go(
        "surveys_builder.question",
        code=code,
        question=question,
        notice=_("問を保存しました。"),
        _anchor=anchor,
    )


def read_typed(document: Document, found: Part) -> Typed:
    """Return the question as typed, its expressions read too."""
    typed = read_question(found, request.form.to_dict(flat=False), languages(document))
    mistakes = (*typed.mistakes, *unreadable(typed.question))
    return Typed(typed.question, mistakes, typed.recoded)


def _again(
    survey: Survey, draft: WorkingDraft, found: Part, mistakes: tuple[Mistake, ...]
) -> Response:
    shown = request.form.to_dict(flat=False)
    response = _page(survey, draft, found, shown, Mending(mistakes))
    response.status_code = 422
    return response


def _page(
    survey: Survey, draft: WorkingDraft, found: Part, shown: Entries, form: Mending
) -> Response:
    document, type_ = draft.document, found["type"]
    sheet = controls(type_)
    codes = [q["code"] for _page, q in questions(document)]
    place = codes.index(found["code"])
    page = render_template(
        "surveys/builder/question.html",
        survey=survey,
        draft=draft,
        question=found,
        numbers=numbers_of(document),
        groups=[(group, [c for c in sheet if c.group == group]) for group in GROUPS],
        flags={c.name: flags_of(type_, c.name) for c in sheet if c.kind == "parts"},
        counts={c.name: count_of(shown, c.name) for c in sheet if c.kind == "parts"},
        shown=shown,
        form=form,
        languages=languages(document),
        earlier=[q for _page, q in questions(document)][:place],
        neighbours=(codes[place - 1] if place else "", (codes[place + 1 :] or [""])[0]),
        condition=words_of(found.get("show_if"), document),
        hints=[h for h in checklist(document) if h.place == found["code"]],
        types=TYPE_NAMES,
        token=new_token(),
    )
    return with_frames(make_response(page))


@blueprint.post("/questions/<question>/type")
@requires(Permission.MANAGE_SURVEYS)
@commits
def change_type(code: str, question: str) -> Response:
    """Make a question one of another type."""
    survey, type_ = survey_of(code), request.form.get("type", "")
    if type_ not in Type.__args__:  # type: ignore[attr-defined]
        raise NotFound("not-found")
    try:
        make(
            survey,
            lambda d: writing.change_type(d, question=question, type_=type_),
            what="question-type",
            place=question,
            touches=question_unit(question),
        )
    except Refused as error:
        return refused(survey, error)
    except ChangedMeanwhile:
        return refused(survey, Refused("building-changed-before-delete", question))
    notice = _("答え方を変えました。使わなくなった項目は消えています。")
    return go("surveys_builder.question", code=code, question=question, notice=notice)


@blueprint.post("/questions/<question>/keep")
@requires(Permission.MANAGE_SURVEYS)
@commits
def keep(code: str, question: str) -> Response:
    """Keep a question in the bank, to use it in other surveys."""
    survey = survey_of(code)
    found = _found(draft_of(survey).document, question)
    operations.keep_in_bank(db(), survey=survey, question=found, actor=current_actor(), at=now())
    notice = _("問を銀行に入れました。ほかのアンケートからも使えます。")
    return go("surveys_builder.question", code=code, question=question, notice=notice)


def _found(document: Document, question: str) -> Part:
    try:
        return question_at(document, question)[2]
    except Refused as error:
        raise NotFound("not-found") from error
