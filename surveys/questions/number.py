"""A whole number, typed in any width."""

from engage.japanese.text import to_int
from surveys.definition import Question, text_in
from surveys.questions.base import (
    NO_ANSWER,
    Mistake,
    Raw,
    Reading,
    State,
    invalid,
    kept_entries,
    sent_text,
)


class Number:
    """One line that takes digits, full-width ones and commas too."""

    def names(self, question: Question) -> list[str]:
        """Return the one name."""
        return [question.code]

    def read(self, question: Question, raw: Raw) -> Reading:
        """Take a whole number within the limits."""
        typed = sent_text(raw, question.code)
        if not typed:
            if question.required:
                mistake = Mistake("write-number", question.code)
                return invalid(raw, self.names(question), mistake)
            return Reading(dict(NO_ANSWER))
        number = to_int(typed)
        wrong = self._mistake(question, number)
        if wrong is not None:
            return invalid(raw, self.names(question), wrong)
        return Reading({"state": "answered", "number": number})

    def _mistake(self, question: Question, number: int | None) -> Mistake | None:
        if number is None:
            return Mistake("number-unreadable", question.code)
        low, high = question.min, question.max
        if (low is None or number >= low) and (high is None or number <= high):
            return None
        if low is not None and high is not None:
            return Mistake("number-out-of-range", question.code, {"min": low, "max": high})
        if low is not None:
            return Mistake("number-too-small", question.code, {"min": low})
        return Mistake("number-too-large", question.code, {"max": high})

    def entries(self, question: Question, state: State) -> Raw:
        """Return the digits."""
        kept = kept_entries(state)
        if kept is not None:
            return kept
        return {question.code: [str(state["number"])]} if "number" in state else {}

    def words(self, question: Question, state: State, language: str, main: str) -> list[str]:
        """Return the number with its unit."""
        if "number" not in state:
            return []
        return [f"{state['number']}{text_in(question.unit, language, main)}"]
