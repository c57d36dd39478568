"""What one sent page says: every question settled for this respondent, read, and checked."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from surveys.definition import Page, Question, Questionnaire
from surveys.path import NO_ANSWER, Answers, holds, seed_of, settle, values_of, visible_path
from surveys.questions import TYPES, Mistake, Raw, Reading, Value

OWN_WORDS = "own-words"
"""The reason of a mistake that the questionnaire itself words."""
LEFT_OPEN = "left-open"
"""The reason of the one gentle reminder about a question that was left open."""
REMINDED = "reminded"
"""Under this name a page says which questions it has already reminded of."""


@dataclass(frozen=True)
class PageReading:
    """The states of one page's questions, and what is to be mended before going on."""

    states: dict[str, dict[str, Any]]
    mistakes: dict[str, tuple[Mistake, ...]]


def read_page(
    questionnaire: Questionnaire, page: Page, raw: Raw, answers: Answers, *, today: date
) -> PageReading:
    """Understand a page; each question sees the answers of the pages before and the lines above."""
    values = dict(_values_without(questionnaire, page, answers, today))
    seed = seed_of(answers)
    readings: dict[str, Reading] = {}
    settled: dict[str, Question] = {}
    for question in page.questions:
        here = settle(questionnaire, question, values, today, seed)
        if not question.is_asked or not was_asked(raw, question.code):
            if here is not None:
                values |= values_of(here, answers.get(question.code, NO_ANSWER))
            continue
        reading = TYPES[question.type].read(here or question, _offered(raw, question, here))
        readings[question.code] = reading
        if here is not None:
            settled[question.code] = here
            values |= values_of(here, reading.state)
    states = {code: reading.state for code, reading in readings.items()}
    mistakes = {c: r.mistakes for c, r in readings.items() if c in settled and r.mistakes}
    for code, question in settled.items():
        if code in mistakes:
            continue
        found = broken_checks(question, states[code], values, today)
        if not found and question.required == "soft" and states[code] == NO_ANSWER:
            found = _reminder(question, raw)
            states[code] = dict(NO_ANSWER) | {"on_purpose": True}
        if found:
            mistakes[code] = found
    return PageReading(states, mistakes)


def _offered(raw: Raw, question: Question, here: Question | None) -> Raw:
    """Return what was sent without options that this respondent is not offered any more."""
    if here is None or here.option_codes == question.option_codes:
        return raw
    gone = question.option_codes - here.option_codes
    names = set(TYPES[question.type].names(here))
    return {
        name: [v for v in sent if v not in gone] if name in names else sent
        for name, sent in raw.items()
    }


def broken_checks(
    question: Question, state: Mapping[str, Any], values: Mapping[str, Value], today: date
) -> tuple[Mistake, ...]:
    """Return the checks of a question that its answer breaks; an open question breaks none."""
    if state["state"] != "answered" or not question.checks:
        return ()
    own = TYPES[question.type].values(question, dict(state))
    with_this = {**values} | {f"this.{p}" if p else "this": v for p, v in own.items()}
    return tuple(
        Mistake(OWN_WORDS, f"{question.code}-q", {"texts": check.message})
        for check in question.checks
        if not holds(check.holds, with_this, today)
    )


def was_asked(raw: Raw, code: str) -> bool:
    """Whether the sent page had this question on it; a page that does not say had all."""
    return "asked" not in raw or code in raw["asked"][0].split()


def unmended(
    questionnaire: Questionnaire, answers: Answers, *, today: date
) -> dict[str, tuple[Mistake, ...]]:
    """Return what keeps the answers from being sent: mistakes and required gaps on the path."""
    found = {}
    path = visible_path(questionnaire, answers, today=today)
    for question in path.questions:
        if not question.is_asked:
            continue
        state = answers.get(question.code, NO_ANSWER)
        kind = TYPES[question.type]
        if state["state"] == "answered":
            mistakes = broken_checks(question, state, path.values, today)
        else:
            mistakes = kind.read(question, kind.entries(question, dict(state))).mistakes
        if mistakes:
            found[question.code] = mistakes
    return found


def _values_without(
    questionnaire: Questionnaire, page: Page, answers: Answers, today: date
) -> Mapping[str, Value]:
    """Return what expressions see of all other pages: this one is being read anew."""
    here = {question.code for question in page.questions}
    others = {code: state for code, state in answers.items() if code not in here}
    return visible_path(questionnaire, others, today=today).values


def _reminder(question: Question, raw: Raw) -> tuple[Mistake, ...]:
    """Return one gentle reminder, unless this page has given it already."""
    if question.code in " ".join(raw.get(REMINDED, [])).split():
        return ()
    return (Mistake(LEFT_OPEN, f"{question.code}-q"),)
