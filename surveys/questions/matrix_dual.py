"""Several lines on two scales side by side, such as 満足 and 重要."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from surveys.definition import Option, Question, text_in
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

FIRST, SECOND = "1", "2"


def scales(question: Question) -> tuple[tuple[str, list[Option]], ...]:
    """Return both scales with the names of their parts."""
    return (FIRST, question.options), (SECOND, question.second_options)


class MatrixDual:
    """A table with two choices a line."""

    def names(self, question: Question) -> list[str]:
        """Return two names a line."""
        return [
            row_name(question, row.code, part) for row in question.rows for part in (FIRST, SECOND)
        ]

    def read(self, question: Question, raw: Raw) -> Reading:
        """Take a point on each scale; half a line is open when the question must be answered."""
        return gathered(question, raw, self.names(question), self._lines(question, raw))

    def _lines(
        self, question: Question, raw: Raw
    ) -> Iterator[tuple[str, str, dict[str, str] | None, Mistake | None]]:
        for row in question.rows:
            found: dict[str, str] = {}
            missing, mistake = "", None
            for part, points in scales(question):
                name = row_name(question, row.code, part)
                control = f"{name}-{points[0].code}"
                codes = sent(raw, name)
                if len(codes) > 1 or any(c not in {p.code for p in points} for c in codes):
                    mistake = Mistake("option-unknown", control)
                elif codes:
                    found[part] = codes[0]
                else:
                    missing = missing or control
            half = bool(missing) and question.must_be_answered
            yield row.code, missing, None if half else found or None, mistake

    def entries(self, question: Question, state: State) -> Raw:
        """Return the chosen points of each line."""
        kept = kept_entries(state)
        if kept is not None:
            return kept
        return {
            row_name(question, row, part): [point]
            for row, points in state.get("rows", {}).items()
            for part, point in points.items()
        }

    def words(self, question: Question, state: State, language: str, main: str) -> list[str]:
        """Return 「line：満足／重要」 for each line answered."""
        texts = {
            (part, point.code): text_in(point.text, language, main)
            for part, points in scales(question)
            for point in points
        }

        def say(points: dict[str, str]) -> str:
            return "／".join(texts.get((part, points.get(part, "")), "－") for part in "12")

        return lines_of(question, state.get("rows", {}), say, language, main)

    def values(self, question: Question, state: State) -> dict[str, Value]:
        """Return both points of each line."""
        return {
            f"{row.code}.{part}": cell_of(state, "rows", row.code, part)
            for row in question.rows
            for part in (FIRST, SECOND)
        }

    def items(self, question: Question) -> tuple[Item, ...]:
        """Return every line on the first scale, then on the second."""
        return tuple(
            Item(
                item_key(question.code, row.code, part),
                "one",
                partial(_cell, row.code, part),
                _label(question, row.text, part),
                tuple(points),
                options.scores(tuple(points)),
            )
            for part, points in scales(question)
            for row in question.rows
        )


def _label(question: Question, text: dict[str, str], part: str) -> dict[str, str]:
    heading = question.first_heading if part == FIRST else question.second_heading
    if not heading:
        return text
    return {
        language: f"{words}（{heading[language]}）" if language in heading else words
        for language, words in text.items()
    }


def _cell(row: str, part: str, state: State) -> Any:
    return cell_of(state, "rows", row, part)
