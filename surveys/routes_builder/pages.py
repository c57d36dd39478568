"""What a page says above its questions, and what the whole questionnaire says."""

import re
from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from engage.core.errors import NotFound
from engage.core.permissions import Permission
from engage.core.web import commits, go, requires
from surveys.building import Refused, writing
from surveys.building.finding import Part, languages, page_at
from surveys.building.typed import Mistake, Reader
from surveys.building.units import HEAD, Document, page_unit
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
from surveys.routes_builder.showing import words_of

WHOLE_TEXTS = ("title", "intro", "thanks")
PAGE_TEXTS = ("title", "intro")
MOST_QUOTAS = 20


@blueprint.get("/pages/<page>")
@requires(Permission.MANAGE_SURVEYS)
def page(code: str, page: str) -> str:
    """Show what a page says."""
    found = _found(draft_of(survey_of(code)).document, page)
    return _page(code, found, _entries(found, PAGE_TEXTS), Mending())


@blueprint.post("/pages/<page>")
@requires(Permission.MANAGE_SURVEYS)
@commits
def save_page(code: str, page: str) -> ResponseReturnValue:
    """Write what a page says."""
    survey = survey_of(code)
    document = draft_of(survey).document
    reader = Reader(request.form.to_dict(flat=False), languages(document))
    changes: dict[str, Any] = {name: reader.texts(name) for name in PAGE_TEXTS}
    changes["shuffle"] = bool(reader.one("shuffle"))
    if reader.mistakes:
        found, shown = _found(document, page), request.form.to_dict(flat=False)
        return _page(code, found, shown, Mending(reader.mistakes)), 422
    try:
        make(
            survey,
            lambda d: writing.edit_page(d, page=page, changes=changes),
            what="page-edited",
            place=page,
            touches=page_unit(page),
        )
    except ChangedMeanwhile as error:
        here = url_for("surveys_builder.page", code=code, page=page)
        mine = {key: value for key, value in changes.items() if value}
        return conflict_page(survey, error, mine=mine, back=here)
    except Refused as error:
        return refused(survey, error)
    notice = _("ページを保存しました。")
    return go("surveys_builder.home", code=code, notice=notice, _anchor=f"at-{page}")


def _page(code: str, found: Part, shown: dict[str, list[str]], form: Mending) -> str:
    survey = survey_of(code)
    draft = draft_of(survey)
    return render_template(
        "surveys/builder/page.html",
        survey=survey,
        draft=draft,
        page=found,
        number=page_at(draft.document, found["code"])[0] + 1,
        shown=shown,
        form=form,
        languages=languages(draft.document),
        condition=words_of(found.get("show_if"), draft.document),
        token=new_token(),
    )


def _entries(part: Part, names: tuple[str, ...]) -> dict[str, list[str]]:
    found = {
        f"{name}-{language}": [text]
        for name in names
        for language, text in (part.get(name) or {}).items()
    }
    return found | ({"shuffle": ["1"]} if part.get("shuffle") else {})


def _found(document: Document, page: str) -> Part:
    try:
        return page_at(document, page)[1]
    except Refused as error:
        raise NotFound("not-found") from error


@blueprint.get("/whole")
@requires(Permission.MANAGE_SURVEYS)
def whole(code: str) -> str:
    """Show title, first and last words, languages, groups of pages, limits of answers."""
    document = draft_of(survey_of(code)).document
    shown = _entries(document, WHOLE_TEXTS)
    for number, group in enumerate(document.get("shuffled_pages", ())):
        shown[f"group-{number}"] = list(group)
    for number, quota in enumerate(document.get("quotas", ())):
        shown |= {
            f"quota-{number}-code": [quota["code"]],
            f"quota-{number}-when": [quota["when"]],
            f"quota-{number}-limit": [str(quota["limit"])],
        }
        for language, text in quota["message"].items():
            shown[f"quota-{number}-message-{language}"] = [text]
    return _whole(code, shown, Mending())


@blueprint.post("/whole")
@requires(Permission.MANAGE_SURVEYS)
@commits
def save_whole(code: str) -> ResponseReturnValue:
    """Write what the whole questionnaire says; a new language begins with its title."""
    survey = survey_of(code)
    document = draft_of(survey).document
    reader = Reader(request.form.to_dict(flat=False), _languages_typed(document))
    changes = _whole_changes(reader)
    if reader.mistakes:
        return _whole(code, request.form.to_dict(flat=False), Mending(reader.mistakes)), 422
    try:
        make(
            survey,
            lambda d: writing.edit_whole(d, changes=changes),
            what="whole-edited",
            touches=HEAD,
        )
    except ChangedMeanwhile as error:
        here = url_for("surveys_builder.whole", code=code)
        mine = {key: value for key, value in changes.items() if value}
        return conflict_page(survey, error, mine=mine, back=here)
    except Refused as error:
        mistake = Mistake("new-language", error.code, error.values)
        return _whole(code, request.form.to_dict(flat=False), Mending([mistake])), 422
    return go("surveys_builder.whole", code=code, notice=_("保存しました。"))


def _languages_typed(document: Document) -> list[str]:
    """Return the languages of the form: those of the draft and the one that is added."""
    found = languages(document)
    new = request.form.get("new-language", "").strip()
    return [*found, new] if new and new not in found else found


def _whole_changes(reader: Reader) -> dict[str, Any]:
    changes: dict[str, Any] = {name: reader.texts(name) for name in WHOLE_TEXTS}
    new = reader.one("new-language")
    if new:
        if not re.fullmatch(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*", new):
            reader.mend("new-language", "building-language-shape", given=new[:20])
        elif title := reader.one("new-title"):
            changes["title"] = (changes["title"] or {}) | {new: title}
        else:
            reader.mend("new-title", "building-title-for-language")
    if not changes["title"]:
        reader.mend(f"title-{reader.languages[0]}", "building-write-main-language")
    groups = [reader.raw.get(f"group-{number}", []) for number in range(5)]
    changes["shuffled_pages"] = [list(group) for group in groups if len(group) > 1]
    doubles = [code for group in groups for code in group]
    if len(doubles) != len(set(doubles)):
        reader.mend("group-0", "building-page-in-two-groups")
    changes["quotas"] = _quotas(reader)
    return changes


def _quotas(reader: Reader) -> list[Part]:
    found: list[Part] = []
    for number in range(MOST_QUOTAS):
        name = f"quota-{number}"
        when, limit = reader.one(f"{name}-when"), reader.whole(f"{name}-limit")
        if not when and limit is None:
            continue
        message = reader.texts(f"{name}-message")
        if not when or limit is None or limit < 0 or not message:
            reader.mend(f"{name}-when", "building-quota-incomplete")
            continue
        code = reader.one(f"{name}-code") or f"k{number + 1}"
        found.append({"code": code, "when": when, "limit": limit, "message": message})
    return found


def _whole(code: str, shown: dict[str, list[str]], form: Mending) -> str:
    survey = survey_of(code)
    draft = draft_of(survey)
    quotas = len(draft.document.get("quotas", ()))
    return render_template(
        "surveys/builder/whole.html",
        survey=survey,
        draft=draft,
        shown=shown,
        form=form,
        languages=languages(draft.document),
        quotas=min(MOST_QUOTAS, quotas + 1),
        groups=min(5, len(draft.document.get("shuffled_pages", ())) + 1),
        token=new_token(),
    )
