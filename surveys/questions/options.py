"""What every choice among options shares: reading, a line to write on, a comment, words."""

from surveys.definition import Option, Question, text_in
from surveys.questions.base import (
    ANSWERED,
    LONGEST_COMMENT,
    LONGEST_OTHER,
    Mistake,
    Raw,
    State,
    Value,
    kept_entries,
    sent_text,
)


def other_name(question: Question, option: str) -> str:
    """Return the name of the line that belongs to an option."""
    return f"{question.code}-other-{option}"


def comment_name(question: Question) -> str:
    """Return the name of the line to comment on the choice."""
    return f"{question.code}-comment"


def names(question: Question) -> list[str]:
    """Return the names of all controls."""
    lines = [other_name(question, code) for code in question.other_codes]
    return [question.code, *lines, *([comment_name(question)] if question.comment else [])]


def control(question: Question, option: str) -> str:
    """Return the id of one option's control; a dropdown is one control."""
    return question.code if question.display == "dropdown" else f"{question.code}-{option}"


def first_control(question: Question) -> str:
    """Return the id of the first option's control."""
    return control(question, question.choices[0].code) if question.choices else question.code


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


def read_comment(question: Question, raw: Raw) -> tuple[str, list[Mistake]]:
    """Return what was written beside the choice, and whether it is too long."""
    if not question.comment:
        return "", []
    text = sent_text(raw, comment_name(question))
    if len(text) <= LONGEST_COMMENT:
        return text, []
    values = {"most": LONGEST_COMMENT, "length": len(text)}
    return text, [Mistake("answer-too-long", comment_name(question), values)]


def unknown(question: Question, codes: list[str]) -> bool:
    """Whether something was sent that is no option of the question."""
    return any(code not in question.option_codes for code in codes)


def answered(
    question: Question, codes: list[str], others: dict[str, str], comment: str = ""
) -> State:
    """Return the state, codes in the order of the questionnaire."""
    chosen = [option.code for option in question.choices if option.code in codes]
    state: State = {"state": ANSWERED, "codes": chosen}
    if others:
        state["other"] = others
    if comment:
        state["comment"] = comment
    return state


def entries(question: Question, state: State) -> Raw:
    """Return what the controls must hold to show this state again."""
    kept = kept_entries(state)
    if kept is not None:
        return kept
    found: dict[str, list[str]] = {}
    if state["state"] == ANSWERED:
        found[question.code] = list(state["codes"])
        for code, text in state.get("other", {}).items():
            found[other_name(question, code)] = [text]
        if "comment" in state:
            found[comment_name(question)] = [state["comment"]]
    return found


def words(question: Question, state: State, language: str, main: str) -> list[str]:
    """Return the chosen options, each with what was written beside it, then the comment."""
    lines = []
    for option in question.choices:
        if option.code in state.get("codes", ()):
            text = text_in(option.text, language, main)
            written = state.get("other", {}).get(option.code)
            lines.append(f"{text}（{written}）" if written else text)
    return [*lines, *state.get("comment", "").splitlines()]


def written_values(state: State) -> dict[str, Value]:
    """Return what expressions see of the lines written beside a choice."""
    others = list(state.get("other", {}).values())
    return {"other": others[0] if others else None, "comment": state.get("comment")}


def scores(options: tuple[Option, ...]) -> dict[str, float]:
    """Return what each option counts for, where the questionnaire says so."""
    return {option.code: float(option.value) for option in options if option.value is not None}
