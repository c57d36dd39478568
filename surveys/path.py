"""What a respondent is shown: conditions evaluated along the visible path, nothing else."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from surveys.definition import AnyOf, Page, Question, Questionnaire
from surveys.definition.schema import Condition

State = Mapping[str, Any]
Answers = Mapping[str, State]

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
        """Return the next page shown after this number."""
        return next((page for page in self.pages if page.number > number), None)

    def before(self, number: int) -> VisiblePage | None:
        """Return the last page shown before this number."""
        return next((page for page in reversed(self.pages) if page.number < number), None)


@dataclass(frozen=True)
class Progress:
    """How far one is: questions in words, pages as pieces of the bar; both after skips."""

    first_question: int
    last_question: int
    questions: int
    page: int
    pages: int


def visible_path(questionnaire: Questionnaire, answers: Answers) -> Path:
    """Return what is shown; a question that is not shown counts as not answered."""
    shown: dict[str, State] = {}
    pages = []
    for number, page in enumerate(questionnaire.pages, start=1):
        if not holds(page.show_if, shown):
            continue
        questions = []
        for question in page.questions:
            if holds(question.show_if, shown):
                questions.append(question)
                shown[question.code] = answers.get(question.code, NO_ANSWER)
        if questions:
            pages.append(VisiblePage(number, page, tuple(questions)))
    return Path(tuple(pages))


def holds(condition: Condition | None, shown: Answers) -> bool:
    """Whether a condition is met by the answers to the questions shown so far."""
    if condition is None:
        return True
    state = shown.get(condition.question, NOT_SHOWN)
    is_answered = state["state"] == "answered"
    if isinstance(condition, AnyOf):
        return is_answered and not set(condition.any_of).isdisjoint(state.get("codes", ()))
    return is_answered == condition.answered


def progress(path: Path, number: int) -> Progress:
    """Return how far the page with this number is along the path."""
    before = [page for page in path.pages if page.number < number]
    here = path.at(number)
    asked = sum(len(page.questions) for page in before)
    return Progress(
        first_question=asked + 1,
        last_question=asked + (len(here.questions) if here else 0),
        questions=sum(len(page.questions) for page in path.pages),
        page=len(before) + 1,
        pages=len(path.pages),
    )


def final_document(questionnaire: Questionnaire, answers: Answers) -> dict[str, dict[str, Any]]:
    """Return the response as it is stored: every question with an explicit state.

    What was written on a question that is not shown any more is left out: it says not-shown.
    """
    shown = visible_path(questionnaire, answers).codes
    return {
        code: dict(answers.get(code, NO_ANSWER)) if code in shown else dict(NOT_SHOWN)
        for code in questionnaire.questions
    }
