"""What every type of question can do, and how an answer is written down.

A state is one question's place in the response document:
  {"state": "answered", "codes": ["1", "98"], "other": {"98": "…"}, "comment": "…"}
                                  single, multiple, yes_no, scale ("4"), district, consent ("yes")
  {"state": "answered", "rows": {"r1": "4"}}                     matrix; a row left out is open
  {"state": "answered", "rows": {"r1": ["1", "2"]}}              matrix_multiple
  {"state": "answered", "rows": {"r1": {"1": "4", "2": "5"}}}    matrix_dual: first, second scale
  {"state": "answered", "rows": {"r1": {"c1": 3}}}               matrix_number, matrix_text (texts)
  {"state": "answered", "number": 3}                             number; 2.5 with decimals
  {"state": "answered", "numbers": {"r1": 3}}                    numbers
  {"state": "answered", "text": "…"}                             short_text, long_text
  {"state": "answered", "texts": {"r1": "…"}}                    short_texts
  {"state": "answered", "date": "2026-11-23"}                    date; "2026-11", "2026" as asked
  {"state": "answered", "ranks": ["3", "1"]}                     ranking, the first place first
  {"state": "answered", "files": [{"id", "name", "size", "kind"}]}   file
  {"state": "answered", "value": 3}                              computed: a number, text or truth
  {"state": "no-answer"}   shown, and left open; with "on_purpose": true after a soft reminder
  {"state": "not-shown"}   not asked of this respondent
  {"state": "invalid", "raw": {…}}   only in drafts: as typed, still to be mended
"""

import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

from surveys.definition import Option, Question

Raw = Mapping[str, list[str]]
"""What came over the wire: name of the control → everything sent under it."""

State = dict[str, Any]
Value = None | bool | float | str | list[str]
"""What an expression sees of an answer; None is missing."""

LONGEST_OTHER = 200
LONGEST_COMMENT = 1000
NO_ANSWER: State = {"state": "no-answer"}
ANSWERED = "answered"


@dataclass(frozen=True)
class Mistake:
    """One thing to mend: the reason, the control to go to, the values of the sentence."""

    code: str
    control: str
    values: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Reading:
    """What was understood of one question: its state, or what is to be mended."""

    state: State
    mistakes: tuple[Mistake, ...] = ()


@dataclass(frozen=True)
class Item:
    """One thing that a question asks, as statistics count it.

    A plain question has one item; a matrix has one for each row. `of` takes an answered state and
    returns a code, a list of codes, a number or a text as `kind` says; None when left open.
    """

    key: str
    """As "q1", "q1/r1", "q1/r1/c1": unique within the questionnaire."""
    kind: Literal["one", "many", "number", "text"]
    of: Callable[[State], Any]
    label: Mapping[str, str] | None = None
    """The text of the row, by language; None when the item is the whole question."""
    options: tuple[Option, ...] = ()
    scores: Mapping[str, float] = field(default_factory=dict)
    """What each code counts for in a mean, where a mean makes sense."""


class QuestionType(Protocol):
    """Reads what was sent, fills the controls again, says the answer, gives it to be counted."""

    def names(self, question: Question) -> list[str]:
        """Return the names of the controls."""

    def read(self, question: Question, raw: Raw) -> Reading:
        """Return the state, or the mistakes beside the state "invalid"."""

    def entries(self, question: Question, state: State) -> Raw:
        """Return what the controls must hold to show this state again."""

    def words(self, question: Question, state: State, language: str, main: str) -> list[str]:
        """Return the answer as lines that a person reads."""

    def values(self, question: Question, state: State) -> dict[str, Value]:
        """Return what expressions see of an answered state: "" the whole, "r1", "r1.c1" parts."""

    def items(self, question: Question) -> tuple[Item, ...]:
        """Return what statistics count."""


def sent(raw: Raw, name: str) -> list[str]:
    """Return everything sent under a name, blanks left out, each value once."""
    return list(dict.fromkeys(value for value in raw.get(name, []) if value.strip()))


def sent_text(raw: Raw, name: str) -> str:
    """Return one typed text: line ends made equal, control characters out, edges trimmed."""
    typed = (raw.get(name) or [""])[0].replace("\r\n", "\n").replace("\r", "\n")
    return "".join(c for c in typed if c in "\n\t" or unicodedata.category(c) != "Cc").strip()


def is_empty(raw: Raw, names: list[str]) -> bool:
    """Whether nothing was chosen or typed in any of the controls."""
    return not any(sent(raw, name) for name in names)


def invalid(raw: Raw, names: list[str], *mistakes: Mistake) -> Reading:
    """Return a reading that keeps what was typed, so that nothing is lost."""
    kept = {
        name: [value.replace("\0", "") for value in raw[name]] for name in names if raw.get(name)
    }
    return Reading({"state": "invalid", "raw": kept}, tuple(mistakes))


def kept_entries(state: State) -> Raw | None:
    """Return the typed values of a state that is still to be mended."""
    return state.get("raw", {}) if state["state"] == "invalid" else None


def item_key(*parts: str) -> str:
    """Return the key of an item: question, row, column."""
    return "/".join(parts)
