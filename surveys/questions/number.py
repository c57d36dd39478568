"""A number, typed in any width."""

from surveys.definition import Question, text_in
from surveys.questions.amounts import amount_words, entry, read_amount
from surveys.questions.base import (
    ANSWERED,
    NO_ANSWER,
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


class Number:
    """One line that takes digits, full-width ones and commas too."""

    def names(self, question: Question) -> list[str]:
        """Return the one name."""
        return [question.code]

    def read(self, question: Question, raw: Raw) -> Reading:
        """Take a number within the limits."""
        number, mistake = read_amount(question, raw, question.code)
        if mistake is None and number is None and question.must_be_answered:
            mistake = Mistake("write-number", question.code)
        if mistake is not None:
            return invalid(raw, self.names(question), mistake)
        if number is None:
            return Reading(dict(NO_ANSWER))
        return Reading({"state": ANSWERED, "number": number})

    def entries(self, question: Question, state: State) -> Raw:
        """Return the digits."""
        kept = kept_entries(state)
        if kept is not None:
            return kept
        return {question.code: [entry(state["number"])]} if "number" in state else {}

    def words(self, question: Question, state: State, language: str, main: str) -> list[str]:
        """Return the number with its unit."""
        if "number" not in state:
            return []
        return [amount_words(state["number"], text_in(question.unit, language, main))]

    def values(self, question: Question, state: State) -> dict[str, Value]:
        """Return the number."""
        return {"": state.get("number")}

    def items(self, question: Question) -> tuple[Item, ...]:
        """Return the number."""
        return (Item(item_key(question.code), "number", lambda state: state.get("number")),)
