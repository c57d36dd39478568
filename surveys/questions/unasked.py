"""Parts of a page that nobody answers: a note to read, and a value that is worked out."""

from surveys.definition import Question, text_in
from surveys.questions.amounts import amount_words
from surveys.questions.base import NO_ANSWER, Item, Raw, Reading, State, Value, item_key


class Note:
    """A text between the questions."""

    def names(self, _question: Question) -> list[str]:
        """Return none: there is nothing to fill in."""
        return []

    def read(self, _question: Question, _raw: Raw) -> Reading:
        """Take nothing."""
        return Reading(dict(NO_ANSWER))

    def entries(self, _question: Question, _state: State) -> Raw:
        """Return nothing."""
        return {}

    def words(self, _question: Question, _state: State, _language: str, _main: str) -> list[str]:
        """Return nothing: a note is not an answer."""
        return []

    def values(self, _question: Question, _state: State) -> dict[str, Value]:
        """Return nothing."""
        return {}

    def items(self, _question: Question) -> tuple[Item, ...]:
        """Return nothing: a note is not counted."""
        return ()


class Computed(Note):
    """A value worked out from earlier answers; see `surveys.path`."""

    def words(self, question: Question, state: State, language: str, main: str) -> list[str]:
        """Return the value with its unit; nothing when it is for the office only."""
        value = state.get("value")
        if question.hidden or value is None:
            return []
        if isinstance(value, int | float) and not isinstance(value, bool):
            return [amount_words(value, text_in(question.unit, language, main))]
        return [str(value)]

    def values(self, _question: Question, state: State) -> dict[str, Value]:
        """Return the value."""
        return {"": state.get("value")}

    def items(self, question: Question) -> tuple[Item, ...]:
        """Return the value where it is a number."""
        return (Item(item_key(question.code), "number", _number),)


def _number(state: State) -> float | None:
    value = state.get("value")
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return float(value) if is_number else None  # type: ignore[arg-type]
