"""Questions and pages from the bank and from other surveys, put into the draft."""

from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from engage.core.errors import NotFound
from engage.core.permissions import Permission
from engage.core.web import commits, db, go, or_404, requires
from surveys.building import Document, Refused, taking
from surveys.building.taking import Taken
from surveys.models import BankQuestion, Survey
from surveys.queries import building, staff
from surveys.routes_builder.desk import (
    blueprint,
    draft_of,
    make,
    new_token,
    refused,
    survey_of,
)
from surveys.routes_builder.forms import SearchForm
from surveys.routes_builder.showing import outline


@blueprint.get("/bank")
@requires(Permission.MANAGE_SURVEYS)
def bank(code: str) -> str:
    """Look for questions that were asked before, or kept."""
    survey, form = survey_of(code), SearchForm(request.args, meta={"csrf": False})
    words = (form.words.data or "").strip()[:100]
    draft = draft_of(survey)
    return render_template(
        "surveys/builder/bank.html",
        survey=survey,
        draft=draft,
        form=form,
        words=words,
        found=building.bank(db(), words),
        sources=building.sources(db(), but=survey),
        pages=outline(draft.document),
        token=new_token(),
    )


@blueprint.get("/bank/<source>")
@requires(Permission.MANAGE_SURVEYS)
def source(code: str, source: str) -> str:
    """Show an earlier survey's questionnaire, to take all or parts of it."""
    survey, other = survey_of(code), _survey(source)
    draft = draft_of(survey)
    return render_template(
        "surveys/builder/source.html",
        survey=survey,
        draft=draft,
        other=other,
        theirs=outline(_document(other)),
        pages=outline(draft.document),
        token=new_token(),
    )


@blueprint.post("/bank/take")
@requires(Permission.MANAGE_SURVEYS)
@commits
def take(code: str) -> ResponseReturnValue:
    """Put a question, a page or a whole questionnaire into the draft."""
    survey, part = survey_of(code), request.form.get("take", "")
    kind, _colon, rest = part.partition(":")
    taken: list[Taken] = []
    try:
        make(survey, lambda d: _taken(d, kind, rest, taken), what=f"{kind}-taken"[:40])
    except Refused as error:
        return refused(survey, error)
    notice = _("入れました。")
    if taken and taken[0].left_out:
        notice = _(
            "入れました。ここにない問を見る条件などを%(n)sつ外しました。", n=taken[0].left_out
        )
    return go("surveys_builder.home", code=code, notice=notice)


def _taken(document: Document, kind: str, rest: str, noted: list[Taken]) -> Document:
    """Return the draft with what "question:dx-2024:q1", "page:dx-2024:p1", … names."""
    name, _colon, part = rest.partition(":")
    if kind == "kept":
        found = taking.take_part(document, part=_kept(name), **_where(document))
    elif kind == "question":
        found = taking.take_question(
            document, source=_document(_survey(name)), question=part, **_where(document)
        )
    elif kind == "page":
        after = document["pages"][-1]["code"]
        found = taking.take_page(document, source=_document(_survey(name)), page=part, after=after)
    elif kind == "whole":
        return taking.take_whole(document, source=_document(_survey(name)))
    else:
        raise NotFound("not-found")
    noted.append(found)
    return found.document


def _where(document: Document) -> dict[str, str]:
    """Return the end of the page that was chosen, or of the last page."""
    pages = {page["code"]: page for page in document["pages"]}
    page = pages.get(request.form.get("page", ""), document["pages"][-1])
    codes = [question["code"] for question in page["questions"]]
    return {"page": page["code"], "after": codes[-1] if codes else ""}


def _kept(identity: str) -> dict[str, Any]:
    return or_404(db().get(BankQuestion, identity)).question


def _survey(code: str) -> Survey:
    return or_404(staff.survey_by_code(db(), code))


def _document(survey: Survey) -> Document:
    return or_404(building.version_document(db(), survey, survey.current_version))
