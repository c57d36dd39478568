"""A table of numbers."""

from typing import Any

from surveys.definition import Question, text_in
from surveys.questions.amounts import amount_words, entry, read_amount
from surveys.questions.base import Mistake, Raw
from surveys.questions.table import Table


class MatrixNumber(Table):
    """A box for a number in every cell."""

    kind = "number"

    def cell(self, question: Question, raw: Raw, name: str) -> tuple[Any, Mistake | None]:
        """Take a number within the limits."""
        return read_amount(question, raw, name)

    def say(self, question: Question, value: Any, language: str, main: str) -> str:
        """Return the number with its unit."""
        return amount_words(value, text_in(question.unit, language, main))

    def entry(self, value: Any) -> str:
        """Return the digits."""
        return entry(value)
