"""What must hold between the parts of a questionnaire; every problem has a place and a code."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from pydantic import ValidationError

from surveys.definition.conditions import expression_problems
from surveys.definition.fields import (
    NEEDS_COLUMNS,
    NEEDS_OPTIONS,
    NEEDS_ROWS,
    OF_TYPE,
    allowed,
)
from surveys.definition.problems import Problem, UnusableDefinition
from surveys.definition.schema import (
    MOST_POINTS,
    MOST_QUESTIONS,
    CarryForward,
    Question,
    Questionnaire,
    Texts,
)

LONGEST_DOCUMENT_WALK = 40
RESERVED = frozenset(
    {"main", "menu", "asked", "revision", "nonce", "code", "csrf_token", "move", "reminded", "this"}
)
"""Names that the pages themselves, or expressions, use."""

_SPECIAL = sorted(frozenset[str]().union(*OF_TYPE.values()) | {"required", "checks", "default"})


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
    if not any(question.is_asked for question in questions):
        yield Problem("pages", "definition-asks-nothing")
    yield from _texts(questionnaire)
    yield from _doubles("pages", [page.code for page in questionnaire.pages])
    yield from _doubles("questions", [q.code for q in questions])
    yield from _doubles("quotas", [quota.code for quota in questionnaire.quotas])
    yield from _groups(questionnaire)
    earlier: dict[str, Question] = {}
    for question in questions:
        if question.code in RESERVED:
            yield Problem(question.code, "definition-reserved-code")
        yield from _question(question)
        yield from _carried(question, earlier)
        earlier.setdefault(question.code, question)
    yield from expression_problems(questionnaire)


def _doubles(place: str, codes: Sequence[str]) -> Iterator[Problem]:
    for code, times in Counter(codes).items():
        if times > 1:
            yield Problem(place, "definition-code-twice", {"code": code})


def _groups(questionnaire: Questionnaire) -> Iterator[Problem]:
    pages = {page.code for page in questionnaire.pages}
    for group in questionnaire.shuffled_pages:
        for code in group:
            if code not in pages:
                yield Problem("shuffled_pages", "definition-unknown-page", {"code": code})
    yield from _doubles("shuffled_pages", [c for g in questionnaire.shuffled_pages for c in g])


def _question(question: Question) -> Iterator[Problem]:
    place, type_ = question.code, question.type
    may_have = allowed(type_)
    for name in _SPECIAL:
        if name not in may_have and getattr(question, name) not in (None, [], False):
            yield Problem(place, "definition-key-not-for-type", {"key": name, "type": type_})
    for parts in (question.options, question.second_options, question.rows, question.columns):
        yield from _doubles(place, [part.code for part in parts])
    if type_ in NEEDS_OPTIONS and len(question.options) < 2:
        yield Problem(place, "definition-too-few-options")
    if type_ in NEEDS_ROWS and not question.rows:
        yield Problem(place, "definition-no-rows")
    if type_ in NEEDS_COLUMNS and not question.columns:
        yield Problem(place, "definition-no-columns")
    if type_ in {"matrix", "matrix_multiple", "matrix_dual"}:
        yield from _points(question)
    if type_ in {"multiple", "matrix_multiple", "ranking"}:
        yield from _choices(question)
    yield from _limits(question)


def _points(question: Question) -> Iterator[Problem]:
    if question.type == "matrix_dual" and len(question.second_options) < 2:
        yield Problem(question.code, "definition-too-few-options")
    if len(question.options) > MOST_POINTS:
        yield Problem(question.code, "definition-too-many-points", {"most": MOST_POINTS})
    if question.other_codes or (question.type != "matrix_multiple" and question.exclusive_codes):
        yield Problem(question.code, "definition-plain-points")


def _choices(question: Question) -> Iterator[Problem]:
    ordinary = len(question.options) - len(question.exclusive_codes)
    most = question.max_choices or ordinary
    if most > ordinary or (question.min_choices or 1) > most:
        yield Problem(question.code, "definition-choice-limits", {"options": ordinary})


def _limits(question: Question) -> Iterator[Problem]:
    if question.min is not None and question.max is not None and question.min > question.max:
        yield Problem(question.code, "definition-min-above-max")
    if question.earliest and question.latest and question.earliest > question.latest:
        yield Problem(question.code, "definition-min-above-max")
    if question.type == "scale" and not 2 <= len(question.points) <= MOST_POINTS:
        yield Problem(question.code, "definition-too-many-points", {"most": MOST_POINTS})
    if question.type == "computed" and not question.formula:
        yield Problem(question.code, "definition-no-formula")
    if question.display == "pictures" and any(o.picture is None for o in question.options):
        yield Problem(question.code, "definition-no-picture")
    if question.display == "dropdown" and question.other_codes:
        yield Problem(question.code, "definition-dropdown-other")


def _carried(question: Question, earlier: dict[str, Question]) -> Iterator[Problem]:
    for carried in (question.options_from, question.rows_from):
        if carried is not None:
            yield from _one_carried(question, carried, earlier)


def _one_carried(
    question: Question, carried: CarryForward, earlier: dict[str, Question]
) -> Iterator[Problem]:
    source = earlier.get(carried.question)
    if source is None:
        yield Problem(question.code, "definition-condition-not-earlier", {"code": carried.question})
    elif not source.rows and not source.choices:
        yield Problem(question.code, "definition-condition-no-options", {"code": source.code})


def _texts(questionnaire: Questionnaire) -> Iterator[Problem]:
    """Every text must exist in the main language; other languages may have gaps."""
    main = questionnaire.language

    def lacks(place: str, *texts: Texts | None) -> Iterator[Problem]:
        if any(text is not None and main not in text for text in texts):
            yield Problem(place, "definition-text-missing", {"language": main})

    yield from lacks("title", questionnaire.title, questionnaire.intro, questionnaire.thanks)
    for quota in questionnaire.quotas:
        yield from lacks(quota.code, quota.message)
    for page in questionnaire.pages:
        yield from lacks(page.code, page.title, page.intro)
        for question in page.questions:
            yield from lacks(question.code, *question.texts)
