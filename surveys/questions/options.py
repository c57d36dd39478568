"""What single and multiple choice share: options, a line to write on, words."""

from surveys.definition import Question, text_in
from surveys.questions.base import (
    LONGEST_OTHER,
    Mistake,
    Raw,
    State,
    kept_entries,
    sent_text,
)


def other_name(question: Question, option: str) -> str:
    """Return the name of the line that belongs to an option."""
    return f"{question.code}-other-{option}"


def names(question: Question) -> list[str]:
    """Return the names of all controls."""
    return [question.code, *(other_name(question, code) for code in question.other_codes)]


def control(question: Question, option: str) -> str:
    """Return the id of one option's control."""
    return f"{question.code}-{option}"


def first_control(question: Question) -> str:
    """Return the id of the first option's control."""
    return control(question, question.options[0].code)


def read_others(
    question: Question, raw: Raw, codes: list[str]
) -> tuple[dict[str, str], list[Mistake]]:
    """Return the lines written beside chosen options, and what is wrong with them."""
    written: dict[str, str] = {}
    mistakes = []
    for code in question.other_codes:
        name = other_name(question, code)
        text = " ".join(sent_text(raw, name).split())
        if not text:
            continue
        if len(text) > LONGEST_OTHER:
            values = {"most": LONGEST_OTHER, "length": len(text)}
            mistakes.append(Mistake("answer-too-long", name, values))
        elif code not in codes:
            mistakes.append(Mistake("other-text-without-option", name))
        written[code] = text
    return written, mistakes


def unknown(question: Question, codes: list[str]) -> bool:
    """Whether something was sent that is no option of the question."""
    return any(code not in question.option_codes for code in codes)


def answered(question: Question, codes: list[str], others: dict[str, str]) -> State:
    """Return the state, codes in the order of the questionnaire."""
    chosen = [option.code for option in question.options if option.code in codes]
    state: State = {"state": "answered", "codes": chosen}
    if others:
        state["other"] = others
    return state


def entries(question: Question, state: State) -> Raw:
    """Return what the controls must hold to show this state again."""
    kept = kept_entries(state)
    if kept is not None:
        return kept
    found: dict[str, list[str]] = {}
    if state["state"] == "answered":
        found[question.code] = list(state["codes"])
        for code, text in state.get("other", {}).items():
            found[other_name(question, code)] = [text]
    return found


def words(question: Question, state: State, language: str, main: str) -> list[str]:
    """Return the chosen options, each with what was written beside it."""
    lines = []
    for option in question.options:
        if option.code in state.get("codes", ()):
            text = text_in(option.text, language, main)
            written = state.get("other", {}).get(option.code)
            lines.append(f"{text}（{written}）" if written else text)
    return lines
