"""What tables of numbers and tables of texts share: a cell to write in for each row and column."""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from functools import partial
from typing import Any, Literal

from surveys.definition import Column, Question, Row, text_in
from surveys.questions.base import (
    Item,
    Mistake,
    Raw,
    Reading,
    State,
    Value,
    item_key,
    kept_entries,
)
from surveys.questions.rows import cell_of, gathered, row_name


class Table(ABC):
    """A table of cells to write in."""

    kind: Literal["number", "text"]

    @abstractmethod
    def cell(self, question: Question, raw: Raw, name: str) -> tuple[Any, Mistake | None]:
        """Read one cell: what it says, or None; and what is wrong."""

    @abstractmethod
    def say(self, question: Question, value: Any, language: str, main: str) -> str:
        """Return what a cell says, for a person."""

    @abstractmethod
    def entry(self, value: Any) -> str:
        """Return what a cell holds."""

    def names(self, question: Question) -> list[str]:
        """Return one name a cell."""
        return [row_name(question, r.code, c.code) for r, c in _cells(question)]

    def read(self, question: Question, raw: Raw) -> Reading:
        """Take every cell; a row with an empty cell is open when it must be answered."""
        return gathered(question, raw, self.names(question), self._lines(question, raw))

    def _lines(
        self, question: Question, raw: Raw
    ) -> Iterator[tuple[str, str, dict[str, Any] | None, Mistake | None]]:
        for row in question.rows:
            found: dict[str, Any] = {}
            first_open, wrong = "", None
            for column in question.columns:
                name = row_name(question, row.code, column.code)
                value, mistake = self.cell(question, raw, name)
                wrong = wrong or mistake
                if value is not None:
                    found[column.code] = value
                else:
                    first_open = first_open or name
            half = bool(first_open) and question.must_be_answered
            yield row.code, first_open, None if half else found or None, wrong

    def entries(self, question: Question, state: State) -> Raw:
        """Return what each cell holds."""
        kept = kept_entries(state)
        if kept is not None:
            return kept
        return {
            row_name(question, row, column): [self.entry(value)]
            for row, cells in state.get("rows", {}).items()
            for column, value in cells.items()
        }

    def words(self, question: Question, state: State, language: str, main: str) -> list[str]:
        """Return 「row・column：answer」 for each cell answered."""
        lines = []
        for row, column in _cells(question):
            value = cell_of(state, "rows", row.code, column.code)
            if value is not None:
                place = "・".join(text_in(part.text, language, main) for part in (row, column))
                lines.append(f"{place}：{self.say(question, value, language, main)}")
        return lines

    def values(self, question: Question, state: State) -> dict[str, Value]:
        """Return what each cell says."""
        return {
            f"{row.code}.{column.code}": cell_of(state, "rows", row.code, column.code)
            for row, column in _cells(question)
        }

    def items(self, question: Question) -> tuple[Item, ...]:
        """Return the cells."""
        return tuple(
            Item(
                item_key(question.code, row.code, column.code),
                self.kind,
                partial(_cell, row.code, column.code),
                _label(row, column),
            )
            for row, column in _cells(question)
        )


def _cells(question: Question) -> Iterator[tuple[Row, Column]]:
    return ((row, column) for row in question.rows for column in question.columns)


def _label(row: Row, column: Column) -> dict[str, str]:
    return {
        language: f"{text}・{column.text[language]}" if language in column.text else text
        for language, text in row.text.items()
    }


def _cell(row: str, column: str, state: State) -> Any:
    return cell_of(state, "rows", row, column)
