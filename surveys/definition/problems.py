"""What is wrong with a questionnaire, and where."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Problem:
    """One thing to mend: where in the document, which rule, and the rule's values."""

    place: str
    code: str
    values: dict[str, Any] = field(default_factory=dict)


class UnusableDefinition(ValueError):
    """The document cannot be used; `problems` says why, line by line."""

    def __init__(self, problems: list[Problem]) -> None:
        """Take everything that was found."""
        super().__init__("; ".join(f"{p.place}: {p.code}" for p in problems[:5]))
        self.problems = problems
