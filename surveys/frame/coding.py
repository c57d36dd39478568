"""From answer documents to arrays of codes: the only code that does it.

Answers of people to whom a question was not shown are in no base; blank, refused and invalid
answers are 無回答 and stay in it.
"""

from collections.abc import Sequence
from math import isnan
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engage.stats.cells import (
    CHOSEN,
    NOT_ASKED,
    NOT_CHOSEN,
    Column,
    multiple_columns,
    option_key,
)
from surveys.definition import Questionnaire
from surveys.questions import TYPES, Item

RECIPE = 1
"""Raised whenever the same document would give other codes, so that older files are not read."""

ANSWERED = "answered"
NOT_SHOWN = "not-shown"
UNASKED = {"state": NOT_SHOWN}
"""An answer to a version that had no such question yet."""

BLANK_NUMBER = np.nan
NUMBER_NOT_ASKED = -np.inf
"""JSON holds neither, so no answer can be mistaken for them."""
WRITTEN, NOT_WRITTEN, TEXT_NOT_SHOWN = 1, 0, 2

Arrays = dict[str, NDArray[Any]]


class Coding:
    """How the answers to one questionnaire become arrays; each array has a name.

    "code:…" holds the place of an option, "number:…" the number, "text:…" whether something was
    written. What was written is nowhere in them.
    """

    def __init__(self, questionnaire: Questionnaire) -> None:
        """Lay out what a questionnaire asks."""
        self.questionnaire = questionnaire
        self.options: dict[str, tuple[str, ...]] = {}
        """Column → its options."""
        self.numbers: list[str] = []
        self.texts: dict[str, tuple[str, Item]] = {}
        """Text item → its question and how it is read."""
        self._items = [
            (question.code, item)
            for question in questionnaire.questions.values()
            for item in TYPES[question.type].items(question)
        ]
        for question, item in self._items:
            self._lay_out(question, item)

    def _lay_out(self, question: str, item: Item) -> None:
        codes = tuple(option.code for option in item.options)
        if item.kind == "one":
            self.options[item.key] = codes
        elif item.kind == "many":
            for code in codes:
                self.options[option_key(item.key, code)] = (NOT_CHOSEN, CHOSEN)
        elif item.kind == "number":
            self.numbers.append(item.key)
        else:
            self.texts[item.key] = (question, item)

    def code(self, answers: Sequence[dict[str, Any]]) -> Arrays:
        """Return the arrays of some answers, one place for each."""
        found: Arrays = {}
        for question, item in self._items:
            given = [answer.get(question) or UNASKED for answer in answers]
            if item.kind == "text":
                found[f"text:{item.key}"] = np.array([_text(item, a) for a in given], np.uint8)
                continue
            cells = [_cell(item, a) for a in given]
            if item.kind == "number":
                found[f"number:{item.key}"] = np.array([_number(c) for c in cells], np.float64)
                continue
            codes = [option.code for option in item.options]
            columns = (
                {item.key: Column.of(cells, codes)}
                if item.kind == "one"
                else multiple_columns(item.key, cells, codes)
            )
            found |= {f"code:{key}": column.codes for key, column in columns.items()}
        return found


def texts_of(item: Item, question: str, answers: Any) -> list[str]:
    """Return what was written to one text item."""
    given = (answer.get(question) or UNASKED for answer in answers)
    said = (item.of(answer) for answer in given if answer.get("state") == ANSWERED)
    return [text for text in said if text is not None]


def numbers_of(array: NDArray[np.float64]) -> list[float | str | None]:
    """Return an array of numbers as values: None for 無回答, NOT_ASKED."""
    return [
        None if isnan(value) else NOT_ASKED if value == NUMBER_NOT_ASKED else value
        for value in array.tolist()
    ]


def _cell(item: Item, answer: dict[str, Any]) -> Any:
    """Return what one answer says to one item: NOT_ASKED, None for 無回答, or the value."""
    state = answer.get("state")
    if state == NOT_SHOWN:
        return NOT_ASKED
    return item.of(answer) if state == ANSWERED else None


def _number(cell: Any) -> float:
    if cell == NOT_ASKED:
        return NUMBER_NOT_ASKED
    return BLANK_NUMBER if cell is None else float(cell)


def _text(item: Item, answer: dict[str, Any]) -> int:
    state = answer.get("state")
    if state == NOT_SHOWN:
        return TEXT_NOT_SHOWN
    return WRITTEN if state == ANSWERED and item.of(answer) is not None else NOT_WRITTEN
