"""Codes of other programs turned into codes that our documents allow, each of them once."""

import re
import unicodedata
from typing import Literal

from surveys.definition.checks import RESERVED

_WORDS = frozenset({"or", "and", "not", "has", "in", "mod", "true", "false", "missing"})
"""What expressions cannot take for the name of a question."""
_LONGEST = {"question": 30, "option": 20}
_OTHER_QUESTION = re.compile(r"[^a-z0-9_]+")
_OTHER_OPTION = re.compile(r"[^A-Za-z0-9_]+")

Kind = Literal["question", "option"]


class Codes:
    """Codes that stand beside each other: of all questions and pages, or of one list of options.

    `kind` "question": ^[a-z][a-z0-9_]{0,29}$; "option" (rows and columns too):
    ^[A-Za-z0-9_]{1,20}$.
    """

    def __init__(self, kind: Kind) -> None:
        """Begin with no code given away."""
        self._kind = kind
        self._given: set[str] = set()
        self._last: dict[str, int] = {}

    def allot(self, wanted: str, fallback: str) -> str:
        """Return a free code as near to the wanted one as may be; `fallback` when none is near.

        "Q1" becomes "q1", "alter-1" "alter_1"; "年齢" becomes the fallback; a code that is taken
        already gets _2, _3 …
        """
        code = self._near(wanted) or self._near(fallback) or ("q" if self._of_questions else "x")
        free, number = code, self._last.get(code, 1)
        while free in self._given:
            number += 1
            ending = f"_{number}"
            free = code[: _LONGEST[self._kind] - len(ending)] + ending
        self._last[code] = number
        self._given.add(free)
        return free

    @property
    def _of_questions(self) -> bool:
        return self._kind == "question"

    def _near(self, wanted: str) -> str:
        plain = unicodedata.normalize("NFKC", wanted).strip()
        return _as_question(plain) if self._of_questions else _as_option(plain)


def _as_question(plain: str) -> str:
    code = _OTHER_QUESTION.sub("_", plain.lower())
    if not code.strip("_"):
        return ""
    if not "a" <= code[0] <= "z" or code in _WORDS | RESERVED:
        code = f"q_{code.lstrip('_')}"
    return code[: _LONGEST["question"]]


def _as_option(plain: str) -> str:
    code = _OTHER_OPTION.sub("_", plain)
    return code[: _LONGEST["option"]] if code.strip("_") else ""
