"""What every type of question can do, and how an answer is written down.

A state is one question's place in the response document:
  {"state": "answered", "codes": ["1", "98"], "other": {"98": "…"}}   single, multiple
  {"state": "answered", "rows": {"r1": "4"}}           matrix; a row left out has no answer
  {"state": "answered", "number": 3}                                  number
  {"state": "answered", "text": "…"}                                  short and long text
  {"state": "no-answer"}   shown, and left open
  {"state": "not-shown"}   not asked of this respondent
  {"state": "invalid", "raw": {…}}   only in drafts: as typed, still to be mended
"""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from surveys.definition import Question

Raw = Mapping[str, list[str]]
"""What came over the wire: name of the control → everything sent under it."""

State = dict[str, Any]

LONGEST_OTHER = 200
NO_ANSWER: State = {"state": "no-answer"}


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


class QuestionType(Protocol):
    """Reads what was sent, fills the controls again, says the answer in words."""

    def names(self, question: Question) -> list[str]:
        """Return the names of the controls."""

    def read(self, question: Question, raw: Raw) -> Reading:
        """Return the state, or the mistakes beside the state "invalid"."""

    def entries(self, question: Question, state: State) -> Raw:
        """Return what the controls must hold to show this state again."""

    def words(self, question: Question, state: State, language: str, main: str) -> list[str]:
        """Return the answer as lines that a person reads."""


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
