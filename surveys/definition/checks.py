"""What must hold between the parts of a questionnaire; every problem has a place and a code."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError

from surveys.definition.schema import (
    MOST_POINTS,
    MOST_QUESTIONS,
    AnyOf,
    Condition,
    Question,
    Questionnaire,
)

LONGEST_DOCUMENT_WALK = 40
RESERVED = frozenset({"main", "menu", "asked", "revision", "nonce", "code", "csrf_token", "move"})
"""Names that the pages themselves use."""

FIELDS_OF = {
    "single": {"options"},
    "multiple": {"options", "min_choices", "max_choices"},
    "matrix": {"options", "rows"},
    "number": {"min", "max", "unit"},
    "short_text": {"max_length"},
    "long_text": {"max_length"},
}
SPECIAL = ("options", "rows", "min_choices", "max_choices", "min", "max", "unit", "max_length")


@dataclass(frozen=True)
class Problem:
    """One thing to mend: where in the document, which rule, and the rule's values."""

    place: str
    code: str
    values: dict[str, Any] = field(default_factory=dict)


class UnusableDefinition(ValueError):
    """The document cannot be used; `problems` says why, line by line."""

    def __init__(self, problems: list[Problem]) -> None:
        """Take everything that was found."""
        super().__init__("; ".join(f"{p.place}: {p.code}" for p in problems[:5]))
        self.problems = problems


def parse(document: Any) -> Questionnaire:
    """Return the questionnaire, or raise UnusableDefinition with every problem."""
    try:
        questionnaire = Questionnaire.model_validate(document)
    except ValidationError as error:
        raise UnusableDefinition(list(_of_shape(error))) from error
    found = list(_between_parts(questionnaire))
    if found:
        raise UnusableDefinition(found)
    return questionnaire


def problems(document: Any) -> list[Problem]:
    """Return every problem of a document; none when it can be used."""
    try:
        parse(document)
    except UnusableDefinition as error:
        return error.problems
    return []


def _of_shape(error: ValidationError) -> Iterator[Problem]:
    for line in error.errors(include_url=False, include_context=False)[:LONGEST_DOCUMENT_WALK]:
        place = _place(line["loc"])
        kind = line["type"]
        if kind == "missing":
            yield Problem(place, "definition-missing")
        elif kind == "extra_forbidden":
            yield Problem(place, "definition-unknown-key")
        else:
            yield Problem(place, "definition-wrong-value", {"given": repr(line["input"])[:60]})


def _place(location: tuple[int | str, ...]) -> str:
    """Write pages → 2 → questions → 1 the way people count."""
    return " → ".join(str(p + 1) if isinstance(p, int) else p for p in location) or "document"


def _between_parts(questionnaire: Questionnaire) -> Iterator[Problem]:
    questions = [q for page in questionnaire.pages for q in page.questions]
    if len(questions) > MOST_QUESTIONS:
        yield Problem("pages", "definition-too-many-questions", {"most": MOST_QUESTIONS})
    yield from _texts(questionnaire)
    yield from _doubles("pages", [page.code for page in questionnaire.pages])
    yield from _doubles("questions", [q.code for q in questions])
    earlier: dict[str, Question] = {}
    for page in questionnaire.pages:
        if page.show_if:
            yield from _condition(page.code, page.show_if, earlier)
        for question in page.questions:
            if question.code in RESERVED:
                yield Problem(question.code, "definition-reserved-code")
            if question.show_if:
                yield from _condition(question.code, question.show_if, earlier)
            yield from _question(question)
            earlier[question.code] = question


def _doubles(place: str, codes: list[str]) -> Iterator[Problem]:
    for code, times in Counter(codes).items():
        if times > 1:
            yield Problem(place, "definition-code-twice", {"code": code})


def _condition(place: str, condition: Condition, earlier: dict[str, Question]) -> Iterator[Problem]:
    question = earlier.get(condition.question)
    if question is None:
        yield Problem(place, "definition-condition-not-earlier", {"code": condition.question})
        return
    if isinstance(condition, AnyOf):
        if question.type not in {"single", "multiple"}:
            yield Problem(place, "definition-condition-no-options", {"code": question.code})
            return
        for code in condition.any_of:
            if code not in question.option_codes:
                yield Problem(
                    place,
                    "definition-condition-unknown-option",
                    {"code": question.code, "option": code},
                )


def _question(question: Question) -> Iterator[Problem]:
    place = question.code
    given = {name for name in SPECIAL if getattr(question, name) not in (None, [])}
    for name in sorted(given - FIELDS_OF[question.type]):
        yield Problem(place, "definition-key-not-for-type", {"key": name, "type": question.type})
    yield from _doubles(place, [option.code for option in question.options])
    yield from _doubles(place, [row.code for row in question.rows])
    if "options" in FIELDS_OF[question.type] and len(question.options) < 2:
        yield Problem(place, "definition-too-few-options")
    if question.type == "matrix":
        yield from _matrix(question)
    if question.type == "multiple":
        yield from _choices(question)
    if question.min is not None and question.max is not None and question.min > question.max:
        yield Problem(place, "definition-min-above-max")


def _matrix(question: Question) -> Iterator[Problem]:
    if not question.rows:
        yield Problem(question.code, "definition-no-rows")
    if len(question.options) > MOST_POINTS:
        yield Problem(question.code, "definition-too-many-points", {"most": MOST_POINTS})
    if question.other_codes or question.exclusive_codes:
        yield Problem(question.code, "definition-plain-points")


def _choices(question: Question) -> Iterator[Problem]:
    ordinary = len(question.options) - len(question.exclusive_codes)
    most = question.max_choices or ordinary
    if most > ordinary or (question.min_choices or 1) > most:
        yield Problem(question.code, "definition-choice-limits", {"options": ordinary})


def _texts(questionnaire: Questionnaire) -> Iterator[Problem]:
    """Every text must exist in the main language; other languages may have gaps."""
    main = questionnaire.language
    if main not in questionnaire.title:
        yield Problem("title", "definition-text-missing", {"language": main})
    for page in questionnaire.pages:
        if page.title is not None and main not in page.title:
            yield Problem(page.code, "definition-text-missing", {"language": main})
        for question in page.questions:
            parts = [question.text, *([question.hint] if question.hint is not None else [])]
            parts += [option.text for option in question.options]
            parts += [row.text for row in question.rows]
            parts += [question.unit] if question.unit is not None else []
            if any(main not in part for part in parts):
                yield Problem(question.code, "definition-text-missing", {"language": main})
