"""When a page or a question is shown: chosen in rows, or written as an expression."""

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from engage.core.errors import NotFound
from engage.core.permissions import Permission
from engage.core.web import commits, go, requires
from surveys.building import Refused, writing
from surveys.building.conditions import (
    MOST_ROWS,
    RELATIONS,
    Row,
    Rows,
    earlier,
    expression,
    rows_of,
)
from surveys.building.expressions import condition_mistakes
from surveys.building.finding import Part, page_at, question_at
from surveys.building.typed import Mistake
from surveys.building.units import Document, page_unit, question_unit
from surveys.operations import ChangedMeanwhile
from surveys.routes_builder.desk import (
    blueprint,
    conflict_page,
    draft_of,
    make,
    new_token,
    refused,
    survey_of,
)
from surveys.routes_builder.mending import Mending
from surveys.routes_builder.showing import numbers_of, words_of

UNITS = "page, question"
RULE = f"/conditions/<any({UNITS}):unit>/<part>"


@blueprint.get(RULE)
@requires(Permission.MANAGE_SURVEYS)
def condition(code: str, unit: str, part: str) -> str:
    """Show a condition in rows; choosing a question shows its options."""
    text = _part(draft_of(survey_of(code)).document, unit, part).get("show_if", "")
    rows = _asked() if "about-0" in request.args else rows_of(text)
    return _page(code, unit, part, rows, text)


@blueprint.post(RULE)
@requires(Permission.MANAGE_SURVEYS)
@commits
def save_condition(code: str, unit: str, part: str) -> ResponseReturnValue:
    """Set the condition from the rows, or as it was written."""
    survey = survey_of(code)
    document = draft_of(survey).document
    written = request.form.get("by") == "text"
    rows = None if written else _asked()
    try:
        text = _typed() if rows is None else expression(rows)
        new = writing.set_condition(document, unit=unit, code=part, condition=text)
        mistakes = condition_mistakes(new, part, text)
    except Refused as error:
        text, mistakes = "", [Mistake("about-0", error.code, error.values)]
    if mistakes:
        shown = _typed() if written else text
        return _page(code, unit, part, rows, shown, Mending(mistakes)), 422
    touched = page_unit(part) if unit == "page" else question_unit(part)
    try:
        make(
            survey,
            lambda d: writing.set_condition(d, unit=unit, code=part, condition=text),
            what="condition-set",
            place=part,
            touches=touched,
        )
    except ChangedMeanwhile as error:
        return conflict_page(survey, error, mine={"show_if": text}, back=request.path)
    except Refused as error:
        return refused(survey, error)
    notice = _("条件を決めました。") if text else _("条件をなくしました。いつも出ます。")
    return go("surveys_builder.home", code=code, notice=notice, _anchor=f"at-{part}")


def _typed() -> str:
    return request.form.get("show_if", "").replace("\r\n", "\n").strip()


def _asked() -> Rows:
    """Return the rows as they stand in the form, unfinished ones too."""
    sent, rows = request.values, []
    for number in range(MOST_ROWS):
        about = sent.get(f"about-{number}", "")
        if about and f"remove-{number}" not in sent:
            relation = sent.get(f"relation-{number}", "")
            rows.append(
                Row(
                    about,
                    relation if relation in RELATIONS else "chosen",
                    tuple(sent.getlist(f"option-{number}")),
                    sent.get(f"number-{number}", "").strip(),
                )
            )
    return Rows(tuple(rows), all_of=sent.get("join", "all") != "any")


def _page(
    code: str,
    unit: str,
    part: str,
    rows: Rows | None,
    text: str,
    form: Mending | None = None,
) -> str:
    survey = survey_of(code)
    draft = draft_of(survey)
    sources = earlier(draft.document, unit=unit, code=part)
    shown = list(rows.rows) if rows else []
    if not shown or "more" in request.args:
        shown.append(Row("", "chosen"))
    return render_template(
        "surveys/builder/condition.html",
        survey=survey,
        draft=draft,
        unit=unit,
        part=part,
        subject=_part(draft.document, unit, part),
        sources=sources,
        by_about={source.about: source for source in sources},
        numbers=numbers_of(draft.document),
        rows=shown[:MOST_ROWS],
        all_of=rows.all_of if rows else True,
        says_more=rows is None,
        text=text,
        words=words_of(text, draft.document),
        form=form or Mending(),
        token=new_token(),
    )


def _part(document: Document, unit: str, part: str) -> Part:
    try:
        return page_at(document, part)[1] if unit == "page" else question_at(document, part)[2]
    except Refused as error:
        raise NotFound("not-found") from error
