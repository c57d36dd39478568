"""What short and long text share."""

from surveys.definition import Question
from surveys.questions.base import (
    NO_ANSWER,
    Mistake,
    Raw,
    Reading,
    State,
    invalid,
    kept_entries,
)


def names(question: Question) -> list[str]:
    """Return the one name."""
    return [question.code]


def read(question: Question, raw: Raw, text: str) -> Reading:
    """Take a text up to the question's length; a longer one is never cut."""
    if not text:
        if question.required:
            return invalid(raw, names(question), Mistake("write-something", question.code))
        return Reading(dict(NO_ANSWER))
    if len(text) > question.longest:
        values = {"most": question.longest, "length": len(text)}
        return invalid(raw, names(question), Mistake("answer-too-long", question.code, values))
    return Reading({"state": "answered", "text": text})


def entries(question: Question, state: State) -> Raw:
    """Return the text."""
    kept = kept_entries(state)
    if kept is not None:
        return kept
    return {question.code: [state["text"]]} if "text" in state else {}


def words(_question: Question, state: State, _language: str, _main: str) -> list[str]:
    """Return the lines as written."""
    return str(state.get("text", "")).splitlines()
