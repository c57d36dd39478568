"""Several lines with the same boxes to tick."""

from collections.abc import Iterator
from functools import partial

from surveys.definition import Question, text_in
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
from surveys.questions.multiple import choice_mistake
from surveys.questions.rows import cell_of, gathered, lines_of, row_name


class MatrixMultiple:
    """A table of boxes: several choices a line."""

    def names(self, question: Question) -> list[str]:
        """Return one name a line."""
        return [row_name(question, row.code) for row in question.rows]

    def read(self, question: Question, raw: Raw) -> Reading:
        """Take the boxes of each line; the limits hold for each line."""
        return gathered(question, raw, self.names(question), self._lines(question, raw))

    def _lines(
        self, question: Question, raw: Raw
    ) -> Iterator[tuple[str, str, list[str] | None, Mistake | None]]:
        for row in question.rows:
            name = row_name(question, row.code)
            first = f"{name}-{question.options[0].code}"
            codes = sent(raw, name)
            mistake = choice_mistake(question, codes, first) if codes else None
            chosen = [option.code for option in question.options if option.code in codes]
            yield row.code, first, chosen or None, mistake

    def entries(self, question: Question, state: State) -> Raw:
        """Return the ticked boxes of each line."""
        kept = kept_entries(state)
        if kept is not None:
            return kept
        return {row_name(question, row): list(c) for row, c in state.get("rows", {}).items()}

    def words(self, question: Question, state: State, language: str, main: str) -> list[str]:
        """Return 「line：one、two」 for each line answered."""
        texts = {option.code: text_in(option.text, language, main) for option in question.options}
        return lines_of(
            question,
            state.get("rows", {}),
            lambda codes: "、".join(texts[code] for code in codes),
            language,
            main,
        )

    def values(self, question: Question, state: State) -> dict[str, Value]:
        """Return the codes of each line."""
        return {row.code: state.get("rows", {}).get(row.code) for row in question.rows}

    def items(self, question: Question) -> tuple[Item, ...]:
        """Return the lines."""
        return tuple(
            Item(
                item_key(question.code, row.code),
                "many",
                partial(_cell, row.code),
                row.text,
                question.choices,
            )
            for row in question.rows
        )


def _cell(row: str, state: State) -> list[str] | None:
    found: list[str] | None = cell_of(state, "rows", row)
    return found
