"""What every page of the builder shares: the survey, its draft, one edit, and its refusal."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, make_response, render_template, request
from flask.blueprints import BlueprintSetupState

from engage.core.clock import now
from engage.core.digest import digest
from engage.core.ids import new_id
from engage.core.messages import sentence
from engage.core.web import current_actor, db, or_404
from surveys import operations
from surveys.building import Document, Refused
from surveys.definition import text_in
from surveys.definition.checklist import checklist, minutes
from surveys.models import Survey
from surveys.operations import ChangedMeanwhile
from surveys.queries import building, staff
from surveys.queries.building import WorkingDraft
from surveys.routes_builder.showing import outline, part_lines
from surveys.routes_builder.words import TYPE_NAMES

blueprint = Blueprint("surveys_builder", __name__, url_prefix="/staff/surveys/<code>/builder")


@blueprint.record_once
def name_types(state: BlueprintSetupState) -> None:
    """Let templates call every type by its name, and choose one text of several languages."""
    state.app.jinja_env.globals["type_names"] = TYPE_NAMES
    state.app.jinja_env.filters["words_in"] = lambda texts, main: text_in(texts, main, main)


Edit = Callable[[Document], Document]
NOT_TYPED = {"csrf_token", "revision", "token"}


def survey_of(code: str) -> Survey:
    """Return the survey, or say that there is none."""
    return or_404(staff.survey_by_code(db(), code))


def draft_of(survey: Survey) -> WorkingDraft:
    """Return its working draft."""
    return building.draft_of(db(), survey)


def new_token() -> str:
    """Return what makes the forms of one page unlike those of any other."""
    return new_id()


def seen_revision() -> int:
    """Return the revision that the officer saw."""
    typed = request.form.get("revision", "")
    return int(typed) if typed.isdecimal() and len(typed) < 9 else 0


def form_token() -> str:
    """Return what is the same only when the same form is sent twice with the same content."""
    typed = sorted((k, v) for k, v in request.form.items(multi=True) if k != "csrf_token")
    return digest([request.path, typed])


def make(
    survey: Survey,
    edit: Edit,
    *,
    what: str,
    place: str = "",
    touches: str = "",
    exact: bool = False,
) -> int:
    """Make one edit of the draft in the name of the officer."""
    return operations.edit_draft(
        db(),
        survey=survey,
        edit=operations.Edit(edit, what, place[:40], touches, exact),
        revision=seen_revision(),
        token=form_token(),
        actor=current_actor(),
        at=now(),
    )


def outline_page(survey: Survey, *, refusal: str = "", status: int = 200) -> Response:
    """Draw the outline with what can be done; on top why something was not done."""
    draft = draft_of(survey)
    page = render_template(
        "surveys/builder/outline.html",
        survey=survey,
        draft=draft,
        pages=outline(draft.document),
        hints=checklist(draft.document),
        minutes=minutes(draft.document),
        steps=building.steps(db(), survey),
        token=new_token(),
        refusal=refusal,
    )
    return make_response(page, status)


def refused(survey: Survey, error: Refused) -> Response:
    """Show the outline again with the reason why the edit was not made."""
    return outline_page(survey, refusal=sentence(error.code, **error.values), status=422)


def conflict_page(
    survey: Survey, error: ChangedMeanwhile, *, mine: dict[str, Any], back: str
) -> Response:
    """Show both versions of the part, theirs and mine as typed, to choose."""
    carried = [(k, v) for k, v in request.form.items(multi=True) if k not in NOT_TYPED]
    document = error.draft.document
    theirs = part_lines(error.theirs, document) if error.theirs else []
    ours = part_lines(mine, document)
    page = render_template(
        "surveys/builder/conflict.html",
        survey=survey,
        edits=error.edits,
        is_gone=error.theirs is None,
        theirs=[line for line in theirs if line not in ours],
        mine=[line for line in ours if line not in theirs],
        before=part_lines(error.before, document) if error.before else None,
        carried=carried,
        revision=error.draft.revision,
        token=new_token(),
        back=back,
    )
    return make_response(page, 409)
