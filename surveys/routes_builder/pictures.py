"""Pictures of the options of one question."""

from collections.abc import Iterator
from typing import Any

from flask import Response, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from engage.core.errors import Invalid, NotFound
from engage.core.permissions import Permission
from engage.core.web import commits, go, requires, settings
from surveys import files
from surveys.building import Refused
from surveys.building.finding import Part, languages, question_at
from surveys.building.illustrating import set_pictures
from surveys.building.typed import Mistake
from surveys.building.units import question_unit
from surveys.models import Survey
from surveys.operations import ChangedMeanwhile
from surveys.routes_builder.desk import (
    blueprint,
    conflict_page,
    draft_of,
    make,
    new_token,
    survey_of,
)
from surveys.routes_builder.mending import Mending

ILLUSTRATED = {"single", "multiple"}
LONGEST_WORDS = 200


@blueprint.get("/questions/<question>/pictures")
@requires(Permission.MANAGE_SURVEYS)
def pictures(code: str, question: str) -> Response:
    """Show the options of a question with their pictures and the words that stand for them."""
    return _page(survey_of(code), question, Mending())


@blueprint.post("/questions/<question>/pictures")
@requires(Permission.MANAGE_SURVEYS)
@commits
def save_pictures(code: str, question: str) -> ResponseReturnValue:
    """Give options their pictures."""
    survey = survey_of(code)
    found = _found(survey, question)
    mistakes: list[Mistake] = []
    typed = dict(_typed(survey, found, mistakes))
    if mistakes:
        page = _page(survey, question, Mending(mistakes))
        page.status_code = 422
        return page
    try:
        make(
            survey,
            lambda d: set_pictures(d, question=question, pictures=typed),
            what="question-edited",
            place=question,
            touches=question_unit(question),
        )
    except ChangedMeanwhile as error:
        here = url_for("surveys_builder.pictures", code=code, question=question)
        return conflict_page(survey, error, mine=found, back=here)
    notice = _("絵を保存しました。")
    return go("surveys_builder.pictures", code=code, question=question, notice=notice)


def _typed(
    survey: Survey, found: Part, mistakes: list[Mistake]
) -> Iterator[tuple[str, dict[str, Any] | None]]:
    """Yield what was sent for each option: its picture, or None to take it away."""
    document = draft_of(survey).document
    storage = files.pictures_in(settings().data_dir)
    for option in found["options"]:
        code = option["code"]
        alt = {
            language: words
            for language in languages(document)
            if (words := request.form.get(f"alt-{code}-{language}", "").strip()[:LONGEST_WORDS])
        }
        upload = request.files.get(f"picture-{code}")
        name = option.get("picture", {}).get("name")
        if upload and upload.filename:
            try:
                name = files.keep_picture(storage, upload)
            except Invalid as error:
                mistakes.append(Mistake(f"picture-{code}", error.code, error.values))
                continue
        if request.form.get(f"remove-{code}"):
            yield code, None
        elif name and document["language"] not in alt:
            field = f"alt-{code}-{document['language']}"
            mistakes.append(Mistake(field, "picture-without-words"))
        elif name:
            yield code, {"name": name, "alt": alt}


def _page(survey: Survey, question: str, form: Mending) -> Response:
    draft = draft_of(survey)
    found = _found(survey, question)
    page = render_template(
        "surveys/builder/pictures.html",
        survey=survey,
        draft=draft,
        question=found,
        languages=languages(draft.document),
        typed=request.form,
        form=form,
        token=new_token(),
    )
    return make_response(page)


def _found(survey: Survey, question: str) -> Part:
    try:
        found = question_at(draft_of(survey).document, question)[2]
    except Refused as error:
        raise NotFound("not-found") from error
    if found["type"] not in ILLUSTRATED:
        raise NotFound("not-found")
    return found
