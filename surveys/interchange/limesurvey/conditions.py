"""Conditions of old surveys: rows that compare a field with a value, put together by scenario."""

from surveys.interchange.limesurvey.naming import Naming, Variable
from surveys.interchange.limesurvey.source import Condition, Question, Source

_METHODS = {"==": "==", "!=": "!=", "<": "<", "<=": "<=", ">": ">", ">=": ">=", "": "=="}


def script_of(source: Source, naming: Naming, question: Question) -> str:
    """Return the relevance of a question; where it has none, its old conditions say the same.

    Conditions on one question are alternatives, those on several must all hold; scenarios are
    alternatives. A "not equal" must hold as well as the others.
    """
    if question.relevance not in {"", "1"}:
        return question.relevance
    scenarios: dict[str, list[Condition]] = {}
    for condition in source.conditions_of(question.id):
        scenarios.setdefault(condition.scenario, []).append(condition)
    parts = [_all_of(naming, conditions) for _n, conditions in sorted(scenarios.items())]
    return " or ".join(f"({part})" for part in parts if part)


def _all_of(naming: Naming, conditions: list[Condition]) -> str:
    by_field: dict[tuple[str, bool], list[str]] = {}
    for condition in conditions:
        key = (condition.field, condition.method in {"==", ""})
        by_field.setdefault(key, []).append(_script(naming, condition))
    parts = [
        f"({(' or ' if alternatives else ' and ').join(scripts)})"
        for (_field, alternatives), scripts in by_field.items()
    ]
    return " and ".join(parts)


def _script(naming: Naming, condition: Condition) -> str:
    field, value = condition.field.lstrip("+"), condition.value
    variable = _variable(naming, field, value)
    name = variable.name if variable else field
    if variable is not None and variable.kind == "box" and field != variable.column:
        value = "Y"
    if condition.method == "RX":
        return f'regexMatch("{_quoted(value)}", {name})'
    if value.startswith("@") and value.endswith("@"):
        other = naming.by_field.get(value.strip("@"))
        return (
            f"{name} {_METHODS.get(condition.method, '==')} {other.name if other else value[1:-1]}"
        )
    if not value.strip():
        return f"is_empty({name})" if condition.method in {"==", ""} else f"!is_empty({name})"
    return f'{name} {_METHODS.get(condition.method, "==")} "{_quoted(value)}"'


def _variable(naming: Naming, field: str, value: str) -> Variable | None:
    """Return what a field means; that of a multiple choice with the code of a box is the box."""
    found = naming.by_field.get(field)
    return found or naming.by_field.get(f"{field}{value}")


def _quoted(value: str) -> str:
    return value.replace('"', '\\"')
