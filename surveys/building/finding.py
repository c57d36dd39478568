"""Where things are in a working draft, and codes that are still free.

A draft is a plain document that need not be complete: a page may be empty, a new question may
have no options yet. `surveys.definition.problems` says what is still to be mended.
"""

import copy
import re
from collections.abc import Iterator
from typing import Any

from surveys.building.units import Document

Part = dict[str, Any]


class Refused(ValueError):
    """An edit that cannot be made: the reason as a code, the place, the sentence's values."""

    def __init__(self, code: str, place: str = "", /, **values: Any) -> None:
        """Take the reason."""
        super().__init__(code)
        self.code, self.place, self.values = code, place, values


def copied(document: Document) -> Document:
    """Return a copy to change."""
    return copy.deepcopy(document)


def questions(document: Document) -> Iterator[tuple[Part, Part]]:
    """Return every question with its page, in order."""
    return ((page, question) for page in document["pages"] for question in page["questions"])


def question_codes(document: Document) -> list[str]:
    """Return the codes of all questions, in order."""
    return [question["code"] for _page, question in questions(document)]


def page_at(document: Document, code: str) -> tuple[int, Part]:
    """Return a page and its place in the order."""
    for number, page in enumerate(document["pages"]):
        if page["code"] == code:
            return number, page
    raise Refused("building-page-gone", code, page=code)


def question_at(document: Document, code: str) -> tuple[Part, int, Part]:
    """Return a question's page, its place on it, and the question."""
    for page in document["pages"]:
        for number, question in enumerate(page["questions"]):
            if question["code"] == code:
                return page, number, question
    raise Refused("building-question-gone", code, question=code)


def has_question(document: Document, code: str) -> bool:
    """Whether the draft has a question with this code."""
    return code in question_codes(document)


def free_code(stem: str, taken: set[str], longest: int = 30) -> str:
    """Return the first free code of the row q1, q2, q3 … for a stem "q"."""
    number = 1
    while f"{stem[: longest - len(str(number))]}{number}" in taken:
        number += 1
    return f"{stem[: longest - len(str(number))]}{number}"


def free_question_code(document: Document) -> str:
    """Return a code for a new question: one more than the highest of q1, q2."""
    numbers = [int(m[1]) for c in question_codes(document) if (m := re.fullmatch(r"q(\d{1,6})", c))]
    return f"q{max(numbers, default=0) + 1}"


def free_page_code(document: Document) -> str:
    """Return a code for a new page: one more than the highest of p1, p2."""
    codes = [page["code"] for page in document["pages"]]
    numbers = [int(m[1]) for code in codes if (m := re.fullmatch(r"p(\d{1,6})", code))]
    return f"p{max(numbers, default=0) + 1}"


def free_part_code(parts: list[Part]) -> str:
    """Return a code for a new option, row or column: the first free number."""
    taken = {part["code"] for part in parts}
    number = 1
    while str(number) in taken:
        number += 1
    return str(number)


def languages(document: Document) -> list[str]:
    """Return the languages of the draft, the main one first."""
    main = document["language"]
    return sorted(document["title"], key=lambda language: (language != main, language))
