"""Several lines in the respondent's own words, each with its label."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from surveys.definition import Question
from surveys.questions import written
from surveys.questions.base import (
    Item,
    Mistake,
    Raw,
    Reading,
    State,
    Value,
    item_key,
    kept_entries,
    sent_text,
)
from surveys.questions.rows import cell_of, gathered, lines_of, row_name


class ShortTexts:
    """A line to write on for each label."""

    def names(self, question: Question) -> list[str]:
        """Return one name a line."""
        return [row_name(question, row.code) for row in question.rows]

    def read(self, question: Question, raw: Raw) -> Reading:
        """Take every line as written."""
        return gathered(
            question, raw, self.names(question), self._lines(question, raw), under="texts"
        )

    def _lines(
        self, question: Question, raw: Raw
    ) -> Iterator[tuple[str, str, str | None, Mistake | None]]:
        for row in question.rows:
            name = row_name(question, row.code)
            text = " ".join(sent_text(raw, name).split())
            text, mistake = written.checked(question, text, name) if text else ("", None)
            yield row.code, name, text or None, mistake

    def entries(self, question: Question, state: State) -> Raw:
        """Return the text of each line."""
        kept = kept_entries(state)
        if kept is not None:
            return kept
        return {row_name(question, row): [text] for row, text in state.get("texts", {}).items()}

    def words(self, question: Question, state: State, language: str, main: str) -> list[str]:
        """Return 「line：text」 for each line answered."""
        return lines_of(question, state.get("texts", {}), str, language, main)

    def values(self, question: Question, state: State) -> dict[str, Value]:
        """Return the text of each line."""
        return {row.code: cell_of(state, "texts", row.code) for row in question.rows}

    def items(self, question: Question) -> tuple[Item, ...]:
        """Return the lines."""
        return tuple(
            Item(item_key(question.code, row.code), "text", partial(_cell, row.code), row.text)
            for row in question.rows
        )


def _cell(row: str, state: State) -> Any:
    return cell_of(state, "texts", row)
