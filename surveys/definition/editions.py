"""Documents of the first edition, whose conditions were objects and not yet expressions."""

from typing import Any

FIRST, SECOND = "engage-questionnaire/1", "engage-questionnaire/2"


def upgraded(document: Any) -> Any:
    """Return a first-edition document as the second edition; anything else as it is."""
    if not isinstance(document, dict) or document.get("schema") != FIRST:
        return document
    return _with_expressions(document) | {"schema": SECOND}


def _with_expressions(part: Any) -> Any:
    if isinstance(part, list):
        return [_with_expressions(item) for item in part]
    if not isinstance(part, dict):
        return part
    return {
        key: _expression(value) if key == "show_if" else _with_expressions(value)
        for key, value in part.items()
    }


def _expression(condition: Any) -> Any:
    """Write {"question": "q1", "any_of": ["1", "2"]} as an expression; keep what is not one."""
    if not isinstance(condition, dict) or not isinstance(condition.get("question"), str):
        return condition
    question = condition["question"]
    if isinstance(condition.get("answered"), bool):
        return f"answered({question})" if condition["answered"] else f"not answered({question})"
    codes = condition.get("any_of")
    if not isinstance(codes, list) or not codes or not all(isinstance(c, str) for c in codes):
        return condition
    quoted = (code.replace("'", "''") for code in codes)
    return " or ".join(f"{question} has '{code}'" for code in quoted)
