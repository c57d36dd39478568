"""A table of texts."""

from typing import Any

from surveys.definition import Question
from surveys.questions import written
from surveys.questions.base import Mistake, Raw, sent_text
from surveys.questions.table import Table


class MatrixText(Table):
    """A line to write on in every cell."""

    kind = "text"

    def cell(self, question: Question, raw: Raw, name: str) -> tuple[Any, Mistake | None]:
        """Take a text as one line."""
        text = " ".join(sent_text(raw, name).split())
        if not text:
            return None, None
        return written.checked(question, text, name)

    def say(self, _question: Question, value: Any, _language: str, _main: str) -> str:
        """Return the text."""
        return str(value)

    def entry(self, value: Any) -> str:
        """Return the text."""
        return str(value)
