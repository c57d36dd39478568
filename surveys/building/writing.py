"""What pages, questions and the whole say: words, settings, conditions, codes."""

import re
from collections.abc import Mapping
from typing import Any

from surveys.building.finding import (
    Part,
    Refused,
    copied,
    has_question,
    page_at,
    question_at,
)
from surveys.building.recoding import Codes, recoded
from surveys.building.references import renamed
from surveys.building.units import Document
from surveys.definition.checks import RESERVED
from surveys.definition.fields import allowed

_QUESTION = re.compile(r"[a-z][a-z0-9_]{0,29}")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")


def replace_question(
    document: Document, *, question: str, by: Part, codes: Codes | None = None
) -> Document:
    """Write a question anew; what refers to it follows where its code changes.

    `codes` says which of its options, rows and columns got other codes: these are followed too.
    """
    draft = recoded(copied(document), question, codes or {})
    page, place, _old = question_at(draft, question)
    page["questions"][place] = copied(by) | {"code": question}
    return rename_question(draft, question=question, code=by["code"])


def rename_question(document: Document, *, question: str, code: str) -> Document:
    """Give a question another code."""
    question_at(document, question)
    if code == question:
        return document
    if not _QUESTION.fullmatch(code):
        raise Refused("building-code-shape", question, given=code[:40])
    if code in RESERVED:
        raise Refused("definition-reserved-code", question)
    if has_question(document, code):
        raise Refused("definition-code-twice", question, code=code)
    draft = renamed(document, {question: code})
    _page, _place, found = question_at(draft, question)
    found["code"] = code
    return draft


def change_type(document: Document, *, question: str, type_: str) -> Document:
    """Make a question one of another type; what the new type cannot have falls away."""
    draft = copied(document)
    page, place, old = question_at(draft, question)
    may_have = allowed(type_)
    new = {key: value for key, value in old.items() if key in may_have}
    page["questions"][place] = new | {"type": type_}
    return draft


def edit_page(document: Document, *, page: str, changes: Mapping[str, Any]) -> Document:
    """Write what a page says; an empty value takes it away."""
    draft = copied(document)
    _number, found = page_at(draft, page)
    _put(found, changes)
    return draft


def edit_whole(document: Document, *, changes: Mapping[str, Any]) -> Document:
    """Write the title, the first and the last words; a language is there when the title is."""
    draft = copied(document)
    _put(draft, changes)
    if not draft.get("title") or draft["language"] not in draft["title"]:
        raise Refused("definition-text-missing", "head", language=draft["language"])
    for language in draft["title"]:
        if not _LANGUAGE.fullmatch(language):
            raise Refused("building-language-shape", "head", given=language[:20])
    return draft


def set_condition(document: Document, *, unit: str, code: str, condition: str) -> Document:
    """Set when a page or a question is shown; nothing means always."""
    draft = copied(document)
    part = page_at(draft, code)[1] if unit == "page" else question_at(draft, code)[2]
    _put(part, {"show_if": condition.strip()})
    return draft


def set_page_groups(document: Document, *, groups: list[list[str]]) -> Document:
    """Say which pages change places among themselves."""
    draft = copied(document)
    known = {page["code"] for page in draft["pages"]}
    for group in groups:
        for code in group:
            if code not in known:
                raise Refused("building-page-gone", "head", page=code)
    _put(draft, {"shuffled_pages": [group for group in groups if len(group) > 1]})
    return draft


def _put(part: Part, changes: Mapping[str, Any]) -> None:
    for key, value in changes.items():
        if value in (None, "", [], {}, False):
            part.pop(key, None)
        else:
            part[key] = value
