"""What the controls of a question's form must hold to show it: the other side of `typed`."""

from typing import Any

from surveys.building.finding import Part
from surveys.building.lines import as_lines
from surveys.building.sheet import controls, flags_of

Entries = dict[str, list[str]]
EASY_TO_SEE = 40
"""With more options than this the form shows lines instead of boxes."""


def entries(
    question: Part, languages: list[str], *, as_text: frozenset[str] = frozenset()
) -> Entries:
    """Return name of control → values; the parts named in `as_text` are shown as lines."""
    found: Entries = {"code": [question["code"]]}
    for control in controls(question["type"]):
        value = question.get(control.name)
        if control.kind == "parts":
            lines = control.name in as_text or len(value or ()) > EASY_TO_SEE
            found |= _parts(control.name, value or [], question["type"], languages, lines=lines)
        elif value not in (None, [], {}) and not (control.kind == "flag" and not value):
            found |= _values(control.name, control.kind, value)
    return found


def _values(name: str, kind: str, value: Any) -> Entries:
    if kind in {"texts", "area"}:
        return _texts(name, value)
    if kind == "several":
        return {name: list(value)}
    if kind == "carry":
        return {f"{name}-question": [value["question"]], f"{name}-which": [value.get("which", "")]}
    if kind == "sum":
        return {f"{name}-{key}": [amount(number)] for key, number in value.items()}
    if kind == "ends":
        found: Entries = {}
        for end, texts in value.items():
            found |= _texts(f"{name}-{end}", texts or {})
        return found
    if kind == "checks":
        found = {}
        for number, check in enumerate(value):
            found[f"{name}-{number}-holds"] = [check["holds"]]
            found |= _texts(f"{name}-{number}-message", check["message"])
        return found
    return {name: [amount(value)]}


def amount(value: Any) -> str:
    """Return a value as it is typed: true, false, 5, 2.5, a text."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _texts(name: str, texts: dict[str, str]) -> Entries:
    return {f"{name}-{language}": [text] for language, text in texts.items()}


def _parts(
    name: str, parts: list[Part], type_: str, languages: list[str], *, lines: bool
) -> Entries:
    flags = flags_of(type_, name)
    if lines:
        text = as_lines(parts, languages, flags=bool(flags))
        return {f"{name}-as": ["lines"], f"{name}-lines": [text]}
    found: Entries = {}
    for number, part in enumerate(parts):
        prefix = f"{name}-{number}"
        found |= {f"{prefix}-code": [part["code"]], f"{prefix}-was": [part["code"]]}
        found |= _texts(f"{prefix}-text", part["text"])
        found[f"{prefix}-flag"] = [flag for flag in flags if part.get(flag)]
        for key in ("role", "value", "yomi", "show_if"):
            if part.get(key) is not None:
                found[f"{prefix}-{key}"] = [amount(part[key])]
    return found


def count_of(shown: Entries, name: str) -> int:
    """Return how many parts a form holds."""
    number = 0
    while f"{name}-{number}-code" in shown:
        number += 1
    return number
