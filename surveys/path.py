"""What a respondent is shown: conditions evaluated along the visible path, nothing else.

Going through the questionnaire in order, each question is settled for this respondent: whether it
is shown, which options and rows it has, and in which order they come. Values are worked out on the
way. A question that is not shown is missing in every expression.
"""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol, TypeVar

from surveys.definition import Page, Question, Questionnaire
from surveys.definition.schema import CarryForward
from surveys.logic import Call, Expression, Lit, evaluate, parse, truth
from surveys.questions import TYPES
from surveys.questions.base import Value

State = Mapping[str, Any]
Answers = Mapping[str, State]

SEED = "$seed"
"""Where a draft and a response keep the number from which their random orders follow."""
NOT_SHOWN: dict[str, Any] = {"state": "not-shown"}
NO_ANSWER: dict[str, Any] = {"state": "no-answer"}


@dataclass(frozen=True)
class VisiblePage:
    """One page that this respondent meets: its number in the questionnaire and its questions."""

    number: int
    page: Page
    questions: tuple[Question, ...]


@dataclass(frozen=True)
class Path:
    """The pages that this respondent meets, given the answers so far."""

    pages: tuple[VisiblePage, ...]
    values: Mapping[str, Value] = field(default_factory=dict)
    """What expressions see of the answers: "q1", "q1.r1" → value."""
    computed: Mapping[str, State] = field(default_factory=dict)
    """The state of each computed value on the path."""

    @property
    def questions(self) -> tuple[Question, ...]:
        """Every question shown, in order."""
        return tuple(question for page in self.pages for question in page.questions)

    @property
    def codes(self) -> frozenset[str]:
        """The codes of every question shown."""
        return frozenset(question.code for question in self.questions)

    def at(self, number: int) -> VisiblePage | None:
        """Return the page with this number if it is shown."""
        return next((page for page in self.pages if page.number == number), None)

    def after(self, number: int) -> VisiblePage | None:
        """Return the page that is shown after this number."""
        return self._beside(number, list(self.pages), 1)

    def before(self, number: int) -> VisiblePage | None:
        """Return the page that is shown before this number."""
        return self._beside(number, list(self.pages)[::-1], -1)

    def _beside(self, number: int, pages: list[VisiblePage], direction: int) -> VisiblePage | None:
        """Return the next page of a list; from a page that is not shown, by its number."""
        numbers = [page.number for page in pages]
        if number in numbers:
            following = pages[numbers.index(number) + 1 :]
            return following[0] if following else None
        return next((p for p in pages if (p.number - number) * direction > 0), None)


@dataclass(frozen=True)
class Progress:
    """How far one is: questions in words, pages as pieces of the bar; both after skips."""

    first_question: int
    last_question: int
    questions: int
    page: int
    pages: int


def visible_path(questionnaire: Questionnaire, answers: Answers, *, today: date) -> Path:
    """Return what is shown; a question that is not shown counts as not answered."""
    values: dict[str, Value] = {}
    computed: dict[str, State] = {}
    pages = []
    seed = seed_of(answers)
    for number, page in _in_order(questionnaire, seed):
        if not holds(page.show_if, values, today):
            continue
        questions = []
        for question in questions_in_order(page, seed):
            settled = settle(questionnaire, question, values, today, seed)
            if settled is None:
                continue
            state = answers.get(question.code, NO_ANSWER)
            if question.type == "computed":
                state = computed[question.code] = work_out(question, values, today)
            values |= values_of(settled, state)
            if not question.hidden:
                questions.append(settled)
        if any(question.is_asked or question.type == "note" for question in questions):
            pages.append(VisiblePage(number, page, tuple(questions)))
    return Path(tuple(pages), values, computed)


def seed_of(answers: Answers) -> str:
    """Return the number from which this respondent's random orders follow; "" when none do."""
    return str(answers.get(SEED, {}).get("value", ""))


def questions_in_order(page: Page, seed: str) -> Sequence[Question]:
    """Return the questions of a page in the order of this respondent."""
    return shuffled(page.questions, seed, page.code) if page.shuffle else page.questions


def settle(
    questionnaire: Questionnaire,
    question: Question,
    values: Mapping[str, Value],
    today: date,
    seed: str = "",
) -> Question | None:
    """Return the question as this respondent meets it; None when it is not shown.

    Options and rows whose condition does not hold are left out, the others shuffled where asked.
    """
    if not holds(question.show_if, values, today):
        return None
    if not _varies(question):
        return question
    whole = arranged(question, seed)
    changes: dict[str, Any] = {}
    for name, carried in (("options", question.options_from), ("rows", question.rows_from)):
        parts = getattr(whole, name)
        shown = [
            part
            for part in parts
            if holds(part.show_if, values, today)
            and _is_carried(questionnaire, carried, part.code, values)
        ]
        if parts and not shown:
            return None
        if len(shown) < len(parts):
            changes[name] = shown
    return _with(whole, changes) if changes else whole


def arranged(question: Question, seed: str) -> Question:
    """Return the question with all its options and rows, in the order of this respondent."""
    changes: dict[str, Any] = {}
    if question.shuffle:
        changes["options"] = shuffled(question.options, seed, f"{question.code}/options")
    if question.shuffle_rows:
        changes["rows"] = shuffled(question.rows, seed, f"{question.code}/rows")
    return _with(question, changes) if changes and seed else question


def holds(expression: str | None, values: Mapping[str, Value], today: date) -> bool:
    """Whether a condition is met by the answers so far; no condition always is."""
    return expression is None or truth(evaluate(parse(expression), values, today))


def work_out(question: Question, values: Mapping[str, Value], today: date) -> dict[str, Any]:
    """Return the state of a computed value."""
    formula = parse(question.formula or "missing")
    value = evaluate(formula, values, today)
    if isinstance(value, float) and question.decimals is not None:
        value = evaluate(Call("round", (formula, Lit(float(question.decimals)))), values, today)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return dict(NO_ANSWER) if value is None else {"state": "answered", "value": value}


def values_of(question: Question, state: State) -> dict[str, Value]:
    """Return what expressions see of one answer, under its full names."""
    if state["state"] != "answered":
        return {}
    found = TYPES[question.type].values(question, dict(state))
    return {
        f"{question.code}.{part}" if part else question.code: value
        for part, value in found.items()
        if value is not None
    }


class Fixed(Protocol):
    """Something that may keep its place when others are shuffled."""

    @property
    def code(self) -> str:
        """The stable code."""


P = TypeVar("P", bound=Fixed)


def shuffled(parts: Sequence[P], seed: str, of: str) -> list[P]:
    """Return the parts in the random order of a seed; those that are fixed keep their places.

    Without a seed (previews, paper) the order of the questionnaire.
    """
    if not seed:
        return list(parts)
    moving = [part for part in parts if not _stays(part)]
    random.Random(f"{seed}/{of}").shuffle(moving)  # noqa: S311 - an order, not a secret
    following = iter(moving)
    return [part if _stays(part) else next(following) for part in parts]


def progress(path: Path, number: int) -> Progress:
    """Return how far the page with this number is along the path."""
    here = path.at(number)
    before = list(path.pages[: path.pages.index(here)]) if here else []
    asked = sum(_asked(page) for page in before)
    return Progress(
        first_question=asked + 1,
        last_question=asked + (_asked(here) if here else 0),
        questions=sum(_asked(page) for page in path.pages),
        page=len(before) + 1,
        pages=len(path.pages),
    )


def final_document(
    questionnaire: Questionnaire, answers: Answers, *, today: date
) -> dict[str, dict[str, Any]]:
    """Return the response as it is stored: every question with an explicit state.

    What was written on a question that is not shown any more is left out: it says not-shown. So
    do options and rows that are not shown any more.
    """
    path = visible_path(questionnaire, answers, today=today)
    settled = {question.code: question for question in path.questions}
    document: dict[str, dict[str, Any]] = {}
    for code, question in questionnaire.questions.items():
        if question.type == "note":
            continue
        if question.type == "computed":
            document[code] = dict(path.computed.get(code, NOT_SHOWN))
        elif code in settled:
            document[code] = without_the_hidden(settled[code], answers.get(code, NO_ANSWER))
        else:
            document[code] = dict(NOT_SHOWN)
    if SEED in answers:
        document[SEED] = dict(answers[SEED])
    return document


def without_the_hidden(question: Question, state: State) -> dict[str, Any]:
    """Return an answered state with only what the question now offers."""
    if state["state"] != "answered" or not _varies(question):
        return dict(state)
    kind = TYPES[question.type]
    return kind.read(question, kind.entries(question, dict(state))).state | (
        {} if "comment" not in state else {"comment": state["comment"]}
    )


def option_condition(
    questionnaire: Questionnaire, question: Question, code: str, *, rows: bool = False
) -> list[Expression]:
    """Return what must hold for an option (or row) to be shown, carrying forward included."""
    parts = question.rows if rows else question.options
    part = next(part for part in parts if part.code == code)
    found = [parse(part.show_if)] if part.show_if else []
    carried = question.rows_from if rows else question.options_from
    source = questionnaire.questions.get(carried.question) if carried else None
    if carried and source and _offers(source, code):
        chosen = _chosen_text(source, code)
        found.append(parse(chosen if carried.which == "chosen" else f"not ({chosen})"))
    return found


def _chosen_text(source: Question, code: str) -> str:
    if code in source.option_codes and not source.rows:
        return f"{source.code} has '{code}'"
    return f"answered({source.code}.{code})"


def _offers(source: Question, code: str) -> bool:
    rows = {row.code for row in source.rows}
    return code in rows if rows else code in source.option_codes


def _is_carried(
    questionnaire: Questionnaire,
    carried: CarryForward | None,
    code: str,
    values: Mapping[str, Value],
) -> bool:
    """Whether an earlier answer brings this option along; one that it does not know stays."""
    source = questionnaire.questions.get(carried.question) if carried else None
    if carried is None or source is None or not _offers(source, code):
        return True
    if source.rows:
        chosen = values.get(f"{source.code}.{code}") not in (None, "", [])
    else:
        given = values.get(source.code)
        chosen = code in (given if isinstance(given, list) else [given])
    return chosen == (carried.which == "chosen")


def _varies(question: Question) -> bool:
    """Whether respondents may meet different options or rows; few questions are like that."""
    return bool(
        question.shuffle
        or question.shuffle_rows
        or question.options_from
        or question.rows_from
        or any(option.show_if for option in question.options)
        or any(row.show_if for row in question.rows)
    )


def _with(question: Question, changes: dict[str, Any]) -> Question:
    """Return the question with other options or rows; what follows from them is worked out anew."""
    return Question.model_construct(
        question.model_fields_set,
        **{name: getattr(question, name) for name in Question.model_fields} | changes,
    )


def _in_order(questionnaire: Questionnaire, seed: str) -> list[tuple[int, Page]]:
    """Return the pages with their numbers, groups of pages shuffled within their places."""
    pages = list(enumerate(questionnaire.pages, start=1))
    for group in questionnaire.shuffled_pages if seed else ():
        places = [n for n, (_number, page) in enumerate(pages) if page.code in group]
        moved = [pages[place] for place in places]
        random.Random(f"{seed}/{'/'.join(group)}").shuffle(moved)  # noqa: S311 - not a secret
        for place, page in zip(places, moved, strict=True):
            pages[place] = page
    return pages


def _stays(part: Any) -> bool:
    return bool(
        getattr(part, "type", "") in {"note", "computed"}
        or getattr(part, "fixed", False)
        or getattr(part, "exclusive", False)
        or getattr(part, "other_text", False)
        or getattr(part, "role", None)
    )


def _asked(page: VisiblePage) -> int:
    return sum(question.is_asked for question in page.questions)
