"""What refers to what: conditions, checks, formulas, piping, options carried along.

Renaming works on the words of an expression, so that what an officer wrote keeps its spaces, and
an expression that is still faulty is renamed too.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from surveys.building.finding import Part, questions
from surveys.building.units import Document

EXPRESSIONS = frozenset({"show_if", "holds", "default", "formula", "when"})
CARRIED = frozenset({"options_from", "rows_from"})
_WORD = re.compile(
    r"'(?:[^']|'')*'"  # texts stay as they are
    r'|"(?:[^"]|"")*"'
    r"|(?P<dot>\.\s*)?(?P<name>[A-Za-z_][A-Za-z0-9_]*)(?P<call>\s*\()?"
)
_PIPE = re.compile(r"\{\{([^{}]*)\}\}")


def renamed(part: Any, codes: Mapping[str, str]) -> Any:
    """Return a part of a document in which every reference to a question has its new code."""
    if not codes:
        return part
    if isinstance(part, list):
        return [renamed(item, codes) for item in part]
    if not isinstance(part, dict):
        return part
    return {key: _renamed_value(key, value, codes) for key, value in part.items()}


def _renamed_value(key: str, value: Any, codes: Mapping[str, str]) -> Any:
    if isinstance(value, str):
        return rename_in_expression(value, codes) if key in EXPRESSIONS else value
    if key in CARRIED and isinstance(value, dict):
        return value | {"question": codes.get(value["question"], value["question"])}
    if is_texts(value):
        return {language: rename_in_text(text, codes) for language, text in value.items()}
    return renamed(value, codes)


def is_texts(value: Any) -> bool:
    """Whether a value is one text in several languages."""
    return (
        isinstance(value, dict)
        and bool(value)
        and all(isinstance(text, str) for text in value.values())
        and all(re.fullmatch(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*", key) for key in value)
    )


def rename_in_expression(expression: str, codes: Mapping[str, str]) -> str:
    """Return an expression with new codes; names of rows and functions stay."""

    def replaced(match: re.Match[str]) -> str:
        name = match["name"]
        if name is None or match["dot"] is not None or match["call"] is not None:
            return match[0]
        return codes.get(name, name)

    return _WORD.sub(replaced, expression)


def rename_in_text(text: str, codes: Mapping[str, str]) -> str:
    """Return a text whose piped answers have new codes."""
    return _PIPE.sub(lambda m: "{{" + rename_in_expression(m[1], codes) + "}}", text)


def referred(part: Any) -> set[str]:
    """Return the names that a part of a document mentions: codes of questions among them."""
    return set(_referred(part))


def _referred(part: Any, key: str = "") -> Iterator[str]:
    if isinstance(part, str):
        if key in EXPRESSIONS:
            yield from names_in(part)
        for piped in _PIPE.findall(part):
            yield from names_in(piped)
    elif isinstance(part, list):
        for item in part:
            yield from _referred(item, key)
    elif isinstance(part, dict):
        if key in CARRIED:
            yield part["question"]
        for inner, value in part.items():
            yield from _referred(value, inner)


def names_in(expression: str) -> Iterator[str]:
    """Return the names in an expression that are neither rows nor functions."""
    for match in _WORD.finditer(expression):
        if match["name"] and match["dot"] is None and match["call"] is None:
            yield match["name"]


def users_of(document: Document, code: str) -> list[str]:
    """Return the places that refer to a question: codes of pages and questions, or "head"."""
    head = {key: value for key, value in document.items() if key != "pages"}
    places = ["head"] if code in referred(head) else []
    places += [
        page["code"]
        for page in document["pages"]
        if code in referred({k: v for k, v in page.items() if k != "questions"})
    ]
    places += [q["code"] for _page, q in questions(document) if code in referred(q)]
    return places


def without_absent(part: Part, present: set[str]) -> tuple[Part, list[str]]:
    """Return a part without conditions on questions that are absent, and what was left out."""
    left_out: list[str] = []

    def kept(value: Any) -> Any:
        if isinstance(value, list):
            return [kept(item) for item in value]
        if not isinstance(value, dict):
            return value
        found = {}
        for key, inner in value.items():
            if key in EXPRESSIONS | CARRIED and not referred({key: inner}) - _WORDS <= present:
                left_out.append(key)
            elif key == "checks":
                found[key] = [c for c in inner if referred(c) - _WORDS <= present]
                left_out.extend(["checks"] * (len(inner) - len(found[key])))
            else:
                found[key] = kept(inner)
        return found

    return kept(part), left_out


_WORDS = frozenset({"and", "or", "not", "in", "has", "mod", "true", "false", "missing", "this"})
