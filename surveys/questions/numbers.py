"""Several numbers that may have to add up, such as the hours of a day."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from surveys.definition import Question, text_in
from surveys.questions.amounts import amount_words, entry, read_amount
from surveys.questions.base import (
    ANSWERED,
    Item,
    Mistake,
    Raw,
    Reading,
    State,
    Value,
    invalid,
    item_key,
    kept_entries,
)
from surveys.questions.rows import cell_of, gathered, lines_of, row_name

EXACT = 6


class Numbers:
    """A line for each number."""

    def names(self, question: Question) -> list[str]:
        """Return one name a line."""
        return [row_name(question, row.code) for row in question.rows]

    def read(self, question: Question, raw: Raw) -> Reading:
        """Take the numbers; when there is a rule for their sum, it holds for those written."""
        reading = gathered(
            question, raw, self.names(question), self._lines(question, raw), under="numbers"
        )
        if reading.state["state"] != ANSWERED:
            return reading
        wrong = self._sum_mistake(question, list(reading.state["numbers"].values()))
        return invalid(raw, self.names(question), wrong) if wrong else reading

    def _lines(
        self, question: Question, raw: Raw
    ) -> Iterator[tuple[str, str, int | float | None, Mistake | None]]:
        for row in question.rows:
            name = row_name(question, row.code)
            number, mistake = read_amount(question, raw, name)
            yield row.code, name, number, mistake

    def _sum_mistake(self, question: Question, numbers: list[int | float]) -> Mistake | None:
        rule, total = question.sum, round(sum(numbers), EXACT)
        if rule is None:
            return None
        first = row_name(question, question.rows[0].code)
        said = amount_words(total)
        if rule.equals is not None and total != rule.equals:
            wanted = {"sum": said, "wanted": amount_words(rule.equals)}
            return Mistake("sum-not-equal", first, wanted)
        if rule.min is not None and total < rule.min:
            return Mistake("sum-too-small", first, {"sum": said, "min": amount_words(rule.min)})
        if rule.max is not None and total > rule.max:
            return Mistake("sum-too-large", first, {"sum": said, "max": amount_words(rule.max)})
        return None

    def entries(self, question: Question, state: State) -> Raw:
        """Return the digits of each line."""
        kept = kept_entries(state)
        if kept is not None:
            return kept
        return {row_name(question, r): [entry(n)] for r, n in state.get("numbers", {}).items()}

    def words(self, question: Question, state: State, language: str, main: str) -> list[str]:
        """Return 「line：number」 for each line answered."""
        unit = text_in(question.unit, language, main)
        say = partial(amount_words, unit=unit)
        return lines_of(question, state.get("numbers", {}), say, language, main)

    def values(self, question: Question, state: State) -> dict[str, Value]:
        """Return the number of each line."""
        return {row.code: cell_of(state, "numbers", row.code) for row in question.rows}

    def items(self, question: Question) -> tuple[Item, ...]:
        """Return the lines."""
        return tuple(
            Item(item_key(question.code, r.code), "number", partial(_cell, r.code), r.text)
            for r in question.rows
        )


def _cell(row: str, state: State) -> Any:
    return cell_of(state, "numbers", row)
