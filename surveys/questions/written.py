"""What answers in the respondent's own words share."""

from surveys.definition import Question
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
from surveys.questions.formats import in_format


def names(question: Question) -> list[str]:
    """Return the one name."""
    return [question.code]


def read(question: Question, raw: Raw, text: str) -> Reading:
    """Take a text up to the question's length; a longer one is never cut."""
    if not text:
        if question.must_be_answered:
            return invalid(raw, names(question), Mistake("write-something", question.code))
        return Reading(dict(NO_ANSWER))
    text, mistake = checked(question, text, question.code)
    if mistake:
        return invalid(raw, names(question), mistake)
    return Reading({"state": ANSWERED, "text": text})


def checked(question: Question, text: str, control: str) -> tuple[str, Mistake | None]:
    """Return a text in its usual form, and what is wrong with it."""
    if len(text) > question.longest:
        values = {"most": question.longest, "length": len(text)}
        return text, Mistake("answer-too-long", control, values)
    if question.format is None:
        return text, None
    usual = in_format(text, question.format)
    if usual is None:
        return text, Mistake(f"not-{question.format.replace('_', '-')}", control)
    return usual, None


def entries(question: Question, state: State) -> Raw:
    """Return the text."""
    kept = kept_entries(state)
    if kept is not None:
        return kept
    return {question.code: [state["text"]]} if "text" in state else {}


def words(_question: Question, state: State, _language: str, _main: str) -> list[str]:
    """Return the lines as written."""
    return str(state.get("text", "")).splitlines()


def values(_question: Question, state: State) -> dict[str, Value]:
    """Return the text."""
    return {"": state.get("text")}


def items(question: Question) -> tuple[Item, ...]:
    """Return the text."""
    return (Item(item_key(question.code), "text", lambda state: state.get("text")),)
