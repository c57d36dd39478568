"""Whether a document that came in a file can become a working draft."""

from typing import Any

from surveys.definition import Problem, problems
from surveys.definition.editions import upgraded

_LATER = frozenset(
    {
        "definition-too-few-options",
        "definition-no-rows",
        "definition-no-columns",
        "definition-asks-nothing",
        "definition-no-formula",
        "definition-no-picture",
        "definition-choice-limits",
        "definition-min-above-max",
        "definition-text-missing",
        "definition-dropdown-other",
    }
)
"""What an officer can mend in the builder; everything else is refused with the file."""


def ready(document: Any, code: str) -> dict[str, Any]:
    """Return a document as a draft of the survey with this code."""
    plain = upgraded(document)
    return (plain if isinstance(plain, dict) else {}) | {"code": code}


def unusable(document: dict[str, Any]) -> list[Problem]:
    """Return the problems with which a document cannot even be a draft."""
    return [
        problem
        for problem in problems(document)
        if problem.code not in _LATER
        and not problem.code.startswith(("expression-", "definition-condition"))
    ]
