"""How answers become codes: numbers when every option has one, and codes for what is no answer."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from surveys.codebook.variables import Code
from surveys.definition import Option, Question

NO_ANSWER, NOT_SHOWN, INVALID, DONT_KNOW, REFUSED = -1, -2, -3, -8, -9
"""Below zero, because the code of an option never is; among texts NA-1, NA-2, NA-3."""
ROLES: dict[str, int] = {"dont_know": DONT_KNOW, "refused": REFUSED}
WORDS = {"no-answer": "無回答", "not-shown": "非該当（聞いていない）", "invalid": "無効"}
CHOSEN = {1: "選んだ", 0: "選んでいない"}
WRITTEN = {1: "記入あり"}
MOST_OF_TEXTS = 3
"""SPSS leaves out at most three texts, but any range of numbers."""
_MOST_DIGITS = 15


@dataclass(frozen=True)
class Coding:
    """Option → code, what the codes mean, and which of them are no answers."""

    codes: Mapping[str, Code]
    labels: Mapping[Code, str]
    missing: Mapping[str, Code]
    declared: tuple[Code, ...]


def coding(options: Iterable[Option], labels: Mapping[str, str]) -> Coding:
    """Return how a choice among options is coded; `labels` are the options' texts.

    わからない and 答えたくない are -8 and -9 in every question that is coded by numbers, whatever
    the questionnaire calls them; more of them in one question are -81, -91 and so on.
    """
    options = list(options)
    plain = [option.code for option in options if option.role is None]
    numeric = all(_is_number(code) for code in plain)
    codes: dict[str, Code] = {}
    said: dict[Code, str] = {}
    roles: list[Code] = []
    for option in options:
        code: Code = int(option.code) if numeric and option.role is None else option.code
        if option.role is not None:
            if numeric:
                code = _free(ROLES[option.role], said)
            roles.append(code)
        codes[option.code], said[code] = code, labels[option.code]
    states = _states(numeric=numeric)
    said |= {code: WORDS[state] for state, code in states.items()}
    if "refused" in (option.role for option in options):
        first = next(option.code for option in options if option.role == "refused")
        states["refused"] = codes[first]
    no_answer, not_shown, invalid = states["no-answer"], states["not-shown"], states["invalid"]
    declared = (no_answer, not_shown, *roles, invalid)
    return Coding(codes, said, states, declared if numeric else declared[:MOST_OF_TEXTS])


def ticked() -> Coding:
    """Return the coding of one box: ticked or not."""
    return _yes_or_no(CHOSEN)


def written() -> Coding:
    """Return the coding of whether something was written."""
    return _yes_or_no(WRITTEN)


def of_amounts(question: Question) -> Coding:
    """Return the codes of what is no number: below everything that the question allows."""
    base = -_below(question.min if question.type != "computed" else None)
    states: dict[str, Code] = {state: base + code for state, code in _numbers().items()}
    labels: dict[Code, str] = {code: WORDS[state] for state, code in states.items()}
    return Coding({}, labels, states, tuple(states.values()))


def of_days() -> Coding:
    """Return the codes of what is no day; as moments they lie before the calendar."""
    states: dict[str, Code] = {**_numbers()}
    return Coding({}, {c: WORDS[s] for s, c in states.items()}, states, tuple(states.values()))


def _yes_or_no(words: Mapping[int, str]) -> Coding:
    states: dict[str, Code] = {**_numbers()}
    labels: dict[Code, str] = dict(words.items())
    labels |= {code: WORDS[state] for state, code in states.items()}
    return Coding({}, labels, states, tuple(states.values()))


def _numbers() -> dict[str, int]:
    return {"no-answer": NO_ANSWER, "not-shown": NOT_SHOWN, "invalid": INVALID}


def _states(*, numeric: bool) -> dict[str, Code]:
    return {state: code if numeric else f"NA{code}" for state, code in _numbers().items()}


def _is_number(code: str) -> bool:
    """Whether a code is a number written in its one way; 01 would lose its zero."""
    return code.isdigit() and len(code) <= _MOST_DIGITS and str(int(code)) == code


def _free(code: int, taken: Mapping[Code, str]) -> int:
    found, number = code, 0
    while found in taken:
        number += 1
        found = code * 10 - number
    return found


def _below(lowest: float | None) -> int:
    """Return 0, or a number beyond everything that is answered; a spreadsheet keeps 15 digits."""
    if lowest is None or lowest < -(10 ** (_MOST_DIGITS - 2)):
        return 10**_MOST_DIGITS - 10
    power = 0 if lowest >= 0 else 100
    while lowest < 0 and power <= -lowest:
        power *= 10
    return power
