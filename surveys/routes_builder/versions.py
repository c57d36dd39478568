"""From the draft to the questionnaire that people answer; versions compared for people."""

from typing import Any

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import select

from engage.core.clock import now
from engage.core.errors import Conflict
from engage.core.messages import sentence
from engage.core.permissions import Permission
from engage.core.web import commits, current_actor, db, go, or_404, requires
from surveys import operations
from surveys.definition import Questionnaire, UnusableDefinition, problems
from surveys.definition.checklist import checklist
from surveys.definition.mapping import PARTS, lost
from surveys.definition.structure import structure
from surveys.models import DefinitionVersion, Survey
from surveys.queries import building
from surveys.queries.answering import has_answers
from surveys.routes_builder.comparing import compared, texts_by_code
from surveys.routes_builder.desk import (
    blueprint,
    draft_of,
    new_token,
    outline_page,
    seen_revision,
    survey_of,
)


@blueprint.get("/versions")
@requires(Permission.MANAGE_SURVEYS)
def versions(code: str) -> str:
    """Show how the draft differs from the version in use, and what using it would mean."""
    return _page(survey_of(code))


def _page(survey: Survey, refusal: str = "") -> str:
    draft = draft_of(survey)
    old = building.version_document(db(), survey, survey.current_version)
    gone = lost(old, draft.document) if old else {}
    return render_template(
        "surveys/builder/versions.html",
        survey=survey,
        draft=draft,
        refusal=refusal,
        problems=[hint for hint in checklist(draft.document) if hint.is_problem],
        changes=compared(old, draft.document) if old else [],
        is_structural=_is_structural(old, draft.document),
        has_answers=has_answers(db(), survey.id),
        gone=gone,
        old_texts=texts_by_code(old) if old else {},
        choices=_choices(draft.document, gone),
        numbers=_numbers(survey),
        token=new_token(),
    )


def _is_structural(old: dict[str, Any] | None, new: dict[str, Any]) -> bool:
    if old is None or problems(new):
        return old is not None
    return bool(
        structure(Questionnaire.model_validate(old)) != structure(Questionnaire.model_validate(new))
    )


def _numbers(survey: Survey) -> list[int]:
    return list(
        db().scalars(
            select(DefinitionVersion.number)
            .where(DefinitionVersion.survey_id == survey.id)
            .order_by(DefinitionVersion.number.desc())
        )
    )


def _choices(
    new: dict[str, Any], gone: dict[str, dict[str, list[str]]]
) -> dict[str, list[tuple[str, str]]]:
    """Return for every place that a mapping must name what it can have become."""
    main = new["language"]
    there = {q["code"]: q for page in new["pages"] for q in page["questions"]}
    asked = [(c, q["text"].get(main, "")) for c, q in there.items() if q["type"] != "note"]
    found: dict[str, list[tuple[str, str]]] = {}
    for code, parts in gone.items():
        found[code] = asked
        for part in parts:
            if part:
                found[f"{code}.{part}"] = [
                    (one["code"], one["text"].get(main, "")) for one in there[code].get(part, [])
                ]
    return found


@blueprint.post("/versions")
@requires(Permission.MANAGE_SURVEYS)
@commits
def adopt(code: str) -> ResponseReturnValue:
    """Make the draft the questionnaire in use."""
    survey = survey_of(code)
    try:
        version = operations.adopt_draft(
            db(),
            survey=survey,
            revision=seen_revision(),
            mapping=_mapping(survey),
            actor=current_actor(),
            at=now(),
        )
    except UnusableDefinition:
        refusal = sentence("building-not-usable-yet")
        return outline_page(survey, refusal=refusal, status=422)
    except Conflict as error:
        if error.code == "definition-unchanged":  # the same button, pressed twice
            return go("surveys_staff.survey", code=code, notice=_("いまの版と同じ内容です。"))
        return _page(survey, sentence(error.code, **error.values)), 409
    notice = _("第%(n)s版にしました。", n=version.number)
    return go("surveys_staff.survey", code=code, notice=notice)


def _mapping(survey: Survey) -> dict[str, Any] | None:
    """Return what the officer said has become of what is gone; None where nothing must be said."""
    old = building.version_document(db(), survey, survey.current_version)
    if old is None or not has_answers(db(), survey.id):
        return None
    new = draft_of(survey).document
    if not _is_structural(old, new):
        return None
    found: dict[str, Any] = {}
    for code, parts in lost(old, new).items():
        becomes: dict[str, Any] = {}
        if "" in parts:
            becomes["to"] = request.form.get(f"to:{code}") or None
        for part in PARTS:
            if part in parts:
                becomes[part] = {
                    one: request.form.get(f"{part}:{code}:{one}") or None for one in parts[part]
                }
        found[code] = becomes
    return {"questions": found}


@blueprint.get("/versions/<int:before>/<int:after>")
@requires(Permission.MANAGE_SURVEYS)
def compare(code: str, before: int, after: int) -> Response | str:
    """Show what changed between two versions, word by word."""
    survey = survey_of(code)
    old = or_404(building.version_document(db(), survey, before))
    new = or_404(building.version_document(db(), survey, after))
    return render_template(
        "surveys/builder/compare.html",
        survey=survey,
        before=before,
        after=after,
        changes=compared(old, new),
        is_structural=_is_structural(old, new),
        numbers=_numbers(survey),
    )
