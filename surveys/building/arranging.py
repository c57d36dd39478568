"""Where pages and questions stand: add, move, copy, take out, split and join.

Every edit takes a draft and returns a new one, or raises Refused. Moves say where a thing shall
stand afterwards, so that the same move made twice is the same as made once.
"""

from typing import Any

from surveys.building.finding import (
    Part,
    Refused,
    copied,
    free_code,
    free_page_code,
    free_question_code,
    page_at,
    question_at,
    question_codes,
)
from surveys.building.references import renamed, users_of
from surveys.building.units import Document
from surveys.definition.fields import NEEDS_COLUMNS, NEEDS_OPTIONS, NEEDS_ROWS
from surveys.definition.schema import MOST_PAGES, MOST_QUESTIONS

FIRST = ""
"""Stands for the place before everything else."""


def new_question(type_: str, code: str, language: str, text: str) -> Part:
    """Return a question with the least that its type needs."""
    question: Part = {"code": code, "type": type_, "text": {language: text}}
    if type_ in NEEDS_OPTIONS:
        question["options"] = []
    if type_ in NEEDS_ROWS:
        question["rows"] = []
    if type_ in NEEDS_COLUMNS:
        question["columns"] = []
    if type_ == "matrix_dual":
        question["second_options"] = []
    if type_ == "computed":
        question |= {"formula": "missing", "hidden": True}
    return question


def add_page(document: Document, *, after: str, title: Part | None = None) -> tuple[Document, str]:
    """Put an empty page after another."""
    draft = copied(document)
    if len(draft["pages"]) >= MOST_PAGES:
        raise Refused("building-too-many-pages", most=MOST_PAGES)
    page: Part = {"code": free_page_code(draft), "questions": []}
    if title:
        page["title"] = title
    place = 0 if after == FIRST else page_at(draft, after)[0] + 1
    draft["pages"].insert(place, page)
    return draft, page["code"]


def move_page(document: Document, *, page: str, after: str) -> Document:
    """Put a page after another, or first."""
    draft = copied(document)
    number, moved = page_at(draft, page)
    if after == page:
        return draft
    del draft["pages"][number]
    place = 0 if after == FIRST else page_at(draft, after)[0] + 1
    draft["pages"].insert(place, moved)
    return draft


def delete_page(document: Document, *, page: str) -> Document:
    """Take out a page with its questions."""
    draft = copied(document)
    number, gone = page_at(draft, page)
    if len(draft["pages"]) == 1:
        raise Refused("building-last-page", page)
    codes = {question["code"] for question in gone["questions"]}
    _refuse_if_used(draft, codes, within=page)
    del draft["pages"][number]
    _leave_groups(draft, page)
    return draft


def copy_page(document: Document, *, page: str) -> tuple[Document, str]:
    """Put a copy of a page after it; references inside the copy point to the copies."""
    draft = copied(document)
    number, source = page_at(draft, page)
    copy_, _codes = with_new_codes(draft, source)
    _refuse_too_many(draft, len(copy_["questions"]))
    draft["pages"].insert(number + 1, copy_)
    return draft, copy_["code"]


def split_page(document: Document, *, question: str) -> tuple[Document, str]:
    """Begin a new page with a question; what comes after it on the page comes along."""
    draft = copied(document)
    page, place, _question = question_at(draft, question)
    if place == 0:
        raise Refused("building-nothing-before", question)
    number, _page = page_at(draft, page["code"])
    new: Part = {"code": free_page_code(draft), "questions": page["questions"][place:]}
    if page.get("show_if"):
        new["show_if"] = page["show_if"]
    page["questions"] = page["questions"][:place]
    draft["pages"].insert(number + 1, new)
    return draft, new["code"]


def join_page(document: Document, *, page: str) -> Document:
    """Join a page to the one before it; a condition that both do not share would be lost."""
    draft = copied(document)
    number, joined = page_at(draft, page)
    if number == 0:
        raise Refused("building-nothing-before", page)
    before = draft["pages"][number - 1]
    if before.get("show_if") != joined.get("show_if"):
        raise Refused("building-conditions-differ", page)
    before["questions"] += joined["questions"]
    del draft["pages"][number]
    _leave_groups(draft, page)
    return draft


def add_question(
    document: Document, *, page: str, after: str, type_: str, text: str
) -> tuple[Document, str]:
    """Put a new question on a page, after another or first."""
    draft = copied(document)
    _refuse_too_many(draft, 1)
    code = free_question_code(draft)
    question = new_question(type_, code, draft["language"], text)
    _insert(draft, question, page, after)
    return draft, code


def move_question(document: Document, *, question: str, page: str, after: str) -> Document:
    """Put a question on a page, after another or first."""
    draft = copied(document)
    if after == question:
        return draft
    home, place, moved = question_at(draft, question)
    del home["questions"][place]
    _insert(draft, moved, page, after)
    return draft


def copy_question(document: Document, *, question: str) -> tuple[Document, str]:
    """Put a copy after a question, with a code of its own; conditions on earlier ones stay."""
    draft = copied(document)
    _refuse_too_many(draft, 1)
    page, place, source = question_at(draft, question)
    code = free_question_code(draft)
    twin = renamed(copied(source), {question: code}) | {"code": code}
    page["questions"].insert(place + 1, twin)
    return draft, code


def delete_question(document: Document, *, question: str) -> Document:
    """Take out a question that nothing else refers to."""
    draft = copied(document)
    page, place, _question = question_at(draft, question)
    _refuse_if_used(draft, {question}, within=question)
    del page["questions"][place]
    return draft


def with_new_codes(document: Document, page: Part) -> tuple[Part, dict[str, str]]:
    """Return a copy of a page whose codes are free here; its own references follow."""
    taken = set(question_codes(document))
    codes: dict[str, str] = {}
    for question in page["questions"]:
        code = question["code"]
        codes[code] = _free(code, taken)
        taken.add(codes[code])
    changed_codes = {old: new for old, new in codes.items() if old != new}
    new = renamed(copied(page), changed_codes)
    for question in new["questions"]:
        question["code"] = codes.get(question["code"], question["code"])
    pages = {p["code"] for p in document["pages"]}
    new["code"] = page["code"] if page["code"] not in pages else free_page_code(document)
    return new, codes


def _free(code: str, taken: set[str]) -> str:
    if code not in taken:
        return code
    stem = code.rstrip("0123456789") or "q"
    numbers = [int(c[len(stem) :]) for c in taken if _is_numbered(c, stem)]
    return f"{stem[:24]}{max(numbers, default=1) + 1}" if numbers else free_code(stem, taken)


def _is_numbered(code: str, stem: str) -> bool:
    rest = code[len(stem) :]
    return code.startswith(stem) and rest.isascii() and rest.isdigit() and len(rest) < 6


def _insert(draft: Document, question: Part, page: str, after: str) -> None:
    _number, target = page_at(draft, page)
    if after == FIRST:
        target["questions"].insert(0, question)
        return
    codes = [q["code"] for q in target["questions"]]
    if after not in codes:
        raise Refused("building-question-gone", after, question=after)
    target["questions"].insert(codes.index(after) + 1, question)


def _refuse_too_many(draft: Document, more: int) -> None:
    if len(question_codes(draft)) + more > MOST_QUESTIONS:
        raise Refused("definition-too-many-questions", most=MOST_QUESTIONS)


def _refuse_if_used(draft: Document, codes: set[str], *, within: str) -> None:
    places: dict[str, Any] = {}
    for code in sorted(codes):
        for place in users_of(draft, code):
            if place not in codes and place != within:
                places[place] = True
    if places:
        raise Refused("building-still-used", within, places="、".join(places))


def _leave_groups(draft: Document, page: str) -> None:
    """Take a page out of the groups that change places."""
    if "shuffled_pages" in draft:
        groups = [[c for c in group if c != page] for group in draft["shuffled_pages"]]
        draft["shuffled_pages"] = [group for group in groups if len(group) > 1]
