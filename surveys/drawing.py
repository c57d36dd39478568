"""A page of questions drawn for one respondent: earlier answers put into its texts."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from surveys.browser_conditions import conditions_of, moves
from surveys.definition import Question, Questionnaire, text_in
from surveys.definition.ruby import without_readings
from surveys.definition.texts import html_tag, name_of
from surveys.logic import evaluate, parse
from surveys.path import NO_ANSWER, Answers, Path, arranged, questions_in_order, seed_of
from surveys.queries.questionnaires import views
from surveys.questions import TYPES, QuestionView, Raw, Value, view_of, with_hidden

_PIPE = re.compile(r"\{\{\s*([a-z][a-z0-9_]{0,29})((?:\.[A-Za-z0-9_]{1,20}){0,2})\s*\}\}")
UNKNOWN = "…"
"""Stands in a text for an answer that is not there."""


@dataclass(frozen=True)
class DrawnPage:
    """What a template needs for one page."""

    language: str
    """The tag that browsers know."""
    title: str
    intro: str
    questions: list[QuestionView]
    asked: tuple[str, ...]
    """The codes of the questions that are shown now."""
    conditions: dict[str, Any] | None
    """What a script needs to show the others; None when there are none."""
    entered: Raw


def drawn_page(
    document: Questionnaire,
    digest: str,
    path: Path,
    number: int,
    answers: Answers,
    raw: Raw | None,
    language: str,
    *,
    today: date | None = None,
) -> DrawnPage:
    """Draw a page as typed (`raw`), or as answered before, or with its defaults."""
    page = document.pages[number - 1]
    here = path.at(number)
    shown = {question.code: question for question in (here.questions if here else page.questions)}
    say = said(document, path, answers, language)
    everyone = views(document, digest, language)
    drawn, questions = [], []
    for question in questions_in_order(page, seed_of(answers)):
        settled = shown.get(question.code)
        if question.hidden or (settled is None and not moves(document, page, question)):
            continue
        whole = settled or question
        if moves(document, page, question):
            whole = arranged(question, seed_of(answers))
        if whole is question and not _has_pipes(question):
            view = everyone[question.code]
        else:
            view = view_of(whole, language, document.language, say)
        hidden = _not_shown(question, settled)
        drawn.append(with_hidden(view, hidden) if hidden else view)
        questions.append(whole)
    return DrawnPage(
        language=html_tag(language),
        title=say(text_in(page.title, language, document.language)),
        intro=say(text_in(page.intro, language, document.language)),
        questions=drawn,
        conditions=conditions_of(document, page, path, today or date.min),
        asked=tuple(shown),
        entered=_entered(document, tuple(questions), path, answers, language, today)
        if raw is None
        else raw,
    )


def _not_shown(question: Question, settled: Question | None) -> frozenset[str]:
    if settled is None:
        return frozenset({question.code})
    left = settled.option_codes | {row.code for row in settled.rows}
    every = question.option_codes | {row.code for row in question.rows}
    return frozenset(f"{question.code}/{code}" for code in every - left)


def _entered(
    document: Questionnaire,
    questions: tuple[Question, ...],
    path: Path,
    answers: Answers,
    language: str,
    today: date | None,
) -> Raw:
    entered: dict[str, list[str]] = {}
    for question in questions:
        kind = TYPES[question.type]
        if question.type == "computed":
            state = dict(path.computed.get(question.code, NO_ANSWER))
            entered[question.code] = kind.words(question, state, language, document.language)
        elif question.code in answers:
            entered.update(kind.entries(question, dict(answers[question.code])))
        elif question.default:
            entered.update(_default(question, path.values, today))
    return entered


def _default(question: Question, values: Mapping[str, Value], today: date | None) -> Raw:
    """Return what the controls hold before anybody answers."""
    value = evaluate(parse(question.default or "missing"), values, today or date.min)
    state = _state_of(question, value)
    return TYPES[question.type].entries(question, state) if state else {}


def _state_of(question: Question, value: Value) -> dict[str, Any] | None:
    if value is None:
        return None
    if question.choices and not question.rows:
        codes = value if isinstance(value, list) else _as_code(value).split(",")
        known = [code for code in codes if code in question.option_codes]
        key = "ranks" if question.type == "ranking" else "codes"
        return {"state": "answered", key: known} if known else None
    if question.type == "number" and isinstance(value, int | float):
        return {"state": "answered", "number": value}
    if question.type == "date" and isinstance(value, str):
        return {"state": "answered", "date": value}
    if question.type in {"short_text", "long_text"}:
        return {"state": "answered", "text": _as_code(value)}
    return None


def _as_code(value: Value) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return ",".join(value) if isinstance(value, list) else str(value)


@dataclass(frozen=True)
class LanguageChoice:
    """One language in which a questionnaire can be read."""

    tag: str
    name: str
    html_tag: str
    is_chosen: bool


def languages_of(languages: Sequence[str], chosen: str) -> list[LanguageChoice]:
    """Return the languages to choose from; none when there is only one."""
    if len(languages) < 2:
        return []
    return [LanguageChoice(tag, name_of(tag), html_tag(tag), tag == chosen) for tag in languages]


def said(
    document: Questionnaire, path: Path, answers: Answers, language: str
) -> Callable[[str], str]:
    """Return what puts earlier answers into a text: 「{{q1}}」 becomes the words of q1.

    One pass: what somebody wrote is never read as a place for another answer.
    """

    def put_in(text: str) -> str:
        return (
            _PIPE.sub(lambda found: _words(found[1], found[2][1:]), text) if "{{" in text else text
        )

    def _words(code: str, part: str) -> str:
        question = document.questions.get(code)
        if question is None or (question.is_asked and code not in path.codes):
            return UNKNOWN
        state = dict(path.computed.get(code) or answers.get(code, NO_ANSWER))
        lines = _lines(question, state, part, language, document.language)
        return "、".join(without_readings(line) for line in lines) or UNKNOWN

    return put_in


def _lines(
    question: Question, state: dict[str, Any], part: str, language: str, main: str
) -> list[str]:
    kind = TYPES[question.type]
    if not part:
        return kind.words(question.model_copy(update={"hidden": False}), state, language, main)
    value = kind.values(question, state).get(part) if state["state"] == "answered" else None
    codes = value if isinstance(value, list) else [_as_code(value)] if value is not None else []
    texts = {option.code: text_in(option.text, language, main) for option in question.choices}
    return [texts.get(code, code) for code in codes]


def _has_pipes(question: Question) -> bool:
    return any("{{" in words for text in question.texts for words in text.values())
