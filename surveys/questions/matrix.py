"""Several lines on one scale, such as the five points from 満足 to 不満."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from surveys.definition import Question, text_in
from surveys.questions import options
from surveys.questions.base import (
    Item,
    Mistake,
    Raw,
    Reading,
    State,
    Value,
    item_key,
    kept_entries,
    sent,
)
from surveys.questions.rows import cell_of, gathered, lines_of, row_name


class Matrix:
    """A table of radio buttons: one choice a line."""

    def names(self, question: Question) -> list[str]:
        """Return one name a line."""
        return [row_name(question, row.code) for row in question.rows]

    def read(self, question: Question, raw: Raw) -> Reading:
        """Take one point a line; lines may stay open unless the question must be answered."""
        return gathered(question, raw, self.names(question), self._lines(question, raw))

    def _lines(
        self, question: Question, raw: Raw
    ) -> Iterator[tuple[str, str, str | None, Mistake | None]]:
        for row in question.rows:
            name = row_name(question, row.code)
            first = f"{name}-{question.options[0].code}"
            points = sent(raw, name)
            if len(points) > 1 or options.unknown(question, points):
                yield row.code, first, None, Mistake("option-unknown", first)
            else:
                yield row.code, first, points[0] if points else None, None

    def entries(self, question: Question, state: State) -> Raw:
        """Return the chosen point of each line."""
        kept = kept_entries(state)
        if kept is not None:
            return kept
        return {row_name(question, row): [point] for row, point in state.get("rows", {}).items()}

    def words(self, question: Question, state: State, language: str, main: str) -> list[str]:
        """Return 「line：point」 for each line answered."""
        points = {option.code: text_in(option.text, language, main) for option in question.options}
        return lines_of(question, state.get("rows", {}), points.__getitem__, language, main)

    def values(self, question: Question, state: State) -> dict[str, Value]:
        """Return the point of each line."""
        return {row.code: state.get("rows", {}).get(row.code) for row in question.rows}

    def items(self, question: Question) -> tuple[Item, ...]:
        """Return the lines."""
        choices = question.choices
        scores = options.scores(choices)
        return tuple(
            Item(
                item_key(question.code, row.code),
                "one",
                partial(_cell, row.code),
                row.text,
                choices,
                scores,
            )
            for row in question.rows
        )


def _cell(row: str, state: State) -> Any:
    return cell_of(state, "rows", row)
