"""Whether every expression of a questionnaire can be read, and looks only at what came before."""

from collections.abc import Iterator
from dataclasses import dataclass

from surveys.definition.problems import Problem
from surveys.definition.schema import Page, Question, Questionnaire
from surveys.logic import Call, Expression, ExpressionError, Lit, Op, Ref, parse
from surveys.logic.ast import THIS, walk
from surveys.logic.functions import FORMATS, FUNCTIONS
from surveys.logic.values import text_of

PARTS_OF_EVERY_CHOICE = frozenset({"other", "comment"})
WRITTEN = frozenset({"number", "short_text", "long_text", "date", "consent"})
"""Types whose whole answer is never a list of codes."""
_COMPARING = frozenset({"=", "!=", "has", "in"})


@dataclass(frozen=True)
class Placed:
    """One expression: whose it is, and which questions it may look at."""

    place: str
    text: str
    known: frozenset[str]
    own: Question | None = None
    """The question that `this` means."""


def expressions(questionnaire: Questionnaire) -> Iterator[Placed]:
    """Yield every expression of a questionnaire, in its order."""
    before: frozenset[str] = frozenset()
    for page in questionnaire.pages:
        if page.show_if:
            yield Placed(page.code, page.show_if, before)
        yield from _of_page(page, before)
        before |= {question.code for question in page.questions}
    for quota in questionnaire.quotas:
        yield Placed(quota.code, quota.when, before)


def _of_page(page: Page, before: frozenset[str]) -> Iterator[Placed]:
    known = before
    whole = before | {question.code for question in page.questions}
    for question in page.questions:
        conditions = [question.show_if, question.default, question.formula]
        conditions += [option.show_if for option in question.options]
        conditions += [row.show_if for row in question.rows]
        for text in conditions:
            if text:
                yield Placed(question.code, text, known)
        for check in question.checks:
            yield Placed(question.code, check.holds, whole, question)
        if not page.shuffle:
            known |= {question.code}


def expression_problems(questionnaire: Questionnaire) -> Iterator[Problem]:
    """Yield what is wrong with the expressions of a questionnaire."""
    for placed in expressions(questionnaire):
        yield from problems_of(questionnaire, placed)


def problems_of(questionnaire: Questionnaire, placed: Placed) -> Iterator[Problem]:
    """Yield what is wrong with one expression at its place."""
    try:
        tree = parse(placed.text)
    except ExpressionError as error:
        yield Problem(placed.place, error.code, {"text": placed.text[:80], **error.values})
        return
    yield from _of_tree(questionnaire, placed, tree)


def _of_tree(questionnaire: Questionnaire, placed: Placed, tree: Expression) -> Iterator[Problem]:
    for part in walk(tree):
        if isinstance(part, Ref):
            yield from _of_reference(questionnaire, placed, part)
        elif isinstance(part, Call):
            yield from _of_call(placed, part)
        elif isinstance(part, Op) and part.name in _COMPARING:
            yield from _of_comparison(questionnaire, placed, part)


def _of_reference(questionnaire: Questionnaire, placed: Placed, ref: Ref) -> Iterator[Problem]:
    question = _meant(questionnaire, placed, ref)
    if question is None:
        code = (
            "definition-this-only-in-checks"
            if ref.parts[0] == THIS
            else "expression-unknown-question"
        )
        yield Problem(placed.place, code, {"code": ref.parts[0]})
    elif ref.parts[0] != THIS and question.code not in placed.known:
        yield Problem(placed.place, "definition-condition-not-earlier", {"code": question.code})
    elif len(ref.parts) > 1 and ".".join(ref.parts[1:]) not in parts_of(question):
        values = {"code": question.code, "part": ".".join(ref.parts[1:])}
        yield Problem(placed.place, "expression-unknown-part", values)


def _meant(questionnaire: Questionnaire, placed: Placed, ref: Ref) -> Question | None:
    if ref.parts[0] == THIS:
        return placed.own
    return questionnaire.questions.get(ref.parts[0])


def parts_of(question: Question) -> frozenset[str]:
    """Return the parts of an answer that expressions can look at: r1, r1.c1, other, comment."""
    rows = [row.code for row in question.rows]
    if question.type == "matrix_dual":
        return frozenset(f"{row}.{scale}" for row in rows for scale in "12")
    if question.columns:
        return frozenset(f"{row}.{column.code}" for row in rows for column in question.columns)
    if rows:
        return frozenset(rows)
    return PARTS_OF_EVERY_CHOICE if question.choices else frozenset()


def _of_call(placed: Placed, call: Call) -> Iterator[Problem]:
    function = FUNCTIONS.get(call.name)
    if function is None:
        yield Problem(placed.place, "expression-unknown-function", {"name": call.name})
    elif not function.takes(len(call.arguments)):
        values = {"name": call.name, "least": function.least, "most": function.most}
        yield Problem(placed.place, "expression-wrong-arguments", values)
    elif call.name == "matches":
        wanted = call.arguments[1]
        if not isinstance(wanted, Lit) or wanted.value not in FORMATS:
            yield Problem(
                placed.place, "expression-unknown-format", {"formats": "、".join(FORMATS)}
            )


def _of_comparison(
    questionnaire: Questionnaire, placed: Placed, comparison: Op
) -> Iterator[Problem]:
    """Find options that the question does not have: the commonest slip."""
    refs = [part for part in comparison.operands if isinstance(part, Ref)]
    literals = [part.value for part in comparison.operands if isinstance(part, Lit)]
    if len(refs) != 1:
        return
    question = _meant(questionnaire, placed, refs[0])
    known = codes_at(question, refs[0]) if question else None
    if question and comparison.name == "has" and known is None and question.type in WRITTEN:
        yield Problem(placed.place, "definition-condition-no-options", {"code": question.code})
    for value in literals:
        text = text_of(value)
        if known and text and text not in known:
            values = {"code": refs[0].path, "option": text}
            yield Problem(placed.place, "definition-condition-unknown-option", values)


def codes_at(question: Question, ref: Ref) -> frozenset[str] | None:
    """Return the codes that an answer can have at this reference; None when it is no choice."""
    if not question.choices or question.type == "consent":
        return None
    if question.type == "matrix_dual":
        scale = question.options if ref.parts[-1] == "1" else question.second_options
        return frozenset(option.code for option in scale)
    if ref.parts[-1] in PARTS_OF_EVERY_CHOICE and len(ref.parts) > 1:
        return None
    return question.option_codes
