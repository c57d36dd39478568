"""Whether the expressions that were typed can be read, and what of the draft they may look at."""

from surveys.building.finding import Part
from surveys.building.typed import Mistake
from surveys.building.units import Document
from surveys.definition.checklist import checklist
from surveys.logic import ExpressionError, parse

ABOUT_EXPRESSIONS = ("expression-", "definition-condition-", "definition-this-")


def unreadable(question: Part) -> list[Mistake]:
    """Return what cannot be read among the expressions of a question, with its control."""
    found = []
    for control, text in _controls(question):
        try:
            parse(text)
        except ExpressionError as error:
            values = {"text": text[:80], **error.values}
            found.append(Mistake(control, error.code, values))
    return found


def _controls(question: Part) -> list[tuple[str, str]]:
    found = [(name, question[name]) for name in ("default", "formula") if question.get(name)]
    for kind in ("options", "second_options", "rows"):
        found += [
            (f"{kind}-{number}-show_if", part["show_if"])
            for number, part in enumerate(question.get(kind, ()))
            if part.get("show_if")
        ]
    checks = enumerate(question.get("checks", ()))
    return found + [(f"checks-{number}-holds", check["holds"]) for number, check in checks]


def condition_mistakes(document: Document, place: str, condition: str) -> list[Mistake]:
    """Return what is wrong with a condition at its place in the draft."""
    if not condition:
        return []
    try:
        parse(condition)
    except ExpressionError as error:
        return [Mistake("show_if", error.code, {"text": condition[:80], **error.values})]
    return [
        Mistake("show_if", hint.code, hint.values)
        for hint in checklist(document)
        if hint.is_problem and hint.place == place and hint.code.startswith(ABOUT_EXPRESSIONS)
    ]
