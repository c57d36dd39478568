"""One variable of a file of responses: its name, its labels, its codes, and how its cells are read.

What is no answer has a code of its own, so that 無回答 and 非該当 are never the same empty cell.
Texts are the exception: they are empty, and a variable beside each says whether one was written.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from surveys.queries.responses import CHANNEL
from surveys.questions.base import ANSWERED, State

Kind = Literal["code", "number", "text", "date"]
Measure = Literal["nominal", "ordinal", "scale"]
Code = int | str
Cell = int | float | str | None
"""A code, a number, a text, or a day as "2026-11-23"; None is an empty cell."""

__all__ = [
    "CHANNEL",
    "UNASKED",
    "WEIGHT",
    "Cell",
    "Code",
    "Codebook",
    "Kind",
    "Measure",
    "MultipleSet",
    "Variable",
]

PERSON = "$person"
"""Where an answer document of a named survey says whose it is."""
WEIGHT = "$weight"
"""Where an answer document says how much it counts, when the survey has weights."""
UNASKED: State = {"state": "not-shown"}


@dataclass(frozen=True)
class Variable:
    """One column."""

    name: str
    label: str
    kind: Kind
    question: str
    """Code of the question it comes from."""
    key: str
    """As statistics call it: the question, the row, the column or the option."""
    read: Callable[[State], Any]
    """What an answered state says; None when it was left open."""
    measure: Measure = "nominal"
    labels: Mapping[Code, str] = field(default_factory=dict)
    """What every code means, those of missing answers included."""
    origins: Mapping[Code, str] = field(default_factory=dict)
    """Code → the questionnaire's code of that option."""
    missing: Mapping[str, Code] = field(default_factory=dict)
    """State → the code that stands for it."""
    declared: tuple[Code, ...] = ()
    """The codes that statistics programs leave out of valid answers."""
    decimals: int = 0
    longest: int = 0
    """How many characters a text may have."""
    is_free_text: bool = False
    """Whether it holds what people wrote, which can tell who they are."""

    def value(self, state: State) -> Cell:
        """Return the cell of one response."""
        kind = str(state.get("state"))
        if kind == ANSWERED:
            found: Cell = self.read(state)
            if found is not None:
                return found
            kind = "no-answer"
        if kind in self.missing:
            return self.missing[kind]
        return self.missing.get("invalid")

    @property
    def is_numeric(self) -> bool:
        """Whether its cells are numbers in a statistics program; days are, there."""
        if self.kind == "code":
            return not any(isinstance(code, str) for code in self.labels)
        return self.kind != "text"


@dataclass(frozen=True)
class MultipleSet:
    """Variables that are one question: boxes ticked or not, or places of a ranking."""

    name: str
    label: str
    variables: tuple[str, ...]
    is_dichotomous: bool
    """True: one variable an option, 1 is counted. False: each variable holds an option's code."""
    question: str


@dataclass(frozen=True)
class Codebook:
    """Every variable of a questionnaire in the order of the questions."""

    title: str
    language: str
    variables: tuple[Variable, ...]
    sets: tuple[MultipleSet, ...] = ()
    weight: str | None = None
    """Name of the variable by which each response counts; None while the survey has no weights."""

    def row(self, answers: Mapping[str, State]) -> list[Cell]:
        """Return the cells of one response."""
        of = answers.get
        return [variable.value(of(variable.question) or UNASKED) for variable in self.variables]
