"""A box to tick when one agrees."""

from surveys.definition import Question
from surveys.definition.given import YES
from surveys.questions.base import State, Value
from surveys.questions.single import Single


class Consent(Single):
    """One box; without it, nothing was agreed to."""

    missing = "agree-first"

    def values(self, question: Question, state: State) -> dict[str, Value]:
        """Return whether the box was ticked."""
        return {"": state.get("codes") == [YES]}
