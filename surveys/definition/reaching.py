"""Which pages and questions nobody can ever reach, and which conditions are not needed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from surveys.definition.schema import Page, Question, Questionnaire
from surveys.logic import Expression, ExpressionError, Value, parse, questions_in
from surveys.logic.order import always_holds, any_of, can_hold, one_of

_ONE = frozenset({"single", "yes_no", "scale", "district", "consent", "matrix"})
_MANY = frozenset({"multiple", "matrix_multiple"})
Possible = dict[str, Sequence[Value]]


@dataclass(frozen=True)
class Reach:
    """One place whose condition never holds, or always does."""

    kind: str
    place: str
    never: bool


def unreachable(questionnaire: Questionnaire) -> Iterator[Reach]:
    """Yield places that nobody is shown, and conditions that hold for everybody.

    A question that needs another one to be answered is reached only where that one is shown.
    """
    possible: Possible = {}
    shown_if: dict[str, list[Expression]] = {}
    for page in questionnaire.pages:
        of_page = _conditions(page.show_if)
        dead_page = _never(of_page, possible, shown_if)
        yield from _said("page", page, of_page, possible, dead_page)
        for question in page.questions:
            own = _conditions(question.show_if)
            dead = dead_page or _never([*of_page, *own], possible, shown_if)
            if not dead_page:
                yield from _said("question", question, own, possible, dead)
            shown_if[question.code] = [*of_page, *own]
            _note_values(question, possible, dead=dead)


def _said(
    kind: str, part: Page | Question, own: list[Expression], possible: Possible, dead: bool
) -> Iterator[Reach]:
    if dead:
        yield Reach(kind, part.code, never=True)
    elif own and always_holds(own, possible):
        yield Reach(kind, part.code, never=False)


def _conditions(text: str | None) -> list[Expression]:
    try:
        return [parse(text)] if text else []
    except ExpressionError:
        return []


def _never(
    conditions: list[Expression], possible: Possible, shown_if: dict[str, list[Expression]]
) -> bool:
    """Whether conditions can never hold, also with those of the questions that they need."""
    wanted, waiting, seen = list(conditions), list(conditions), set[str]()
    while waiting:
        for code in sorted(questions_in(waiting.pop())):
            if code in seen or not shown_if.get(code):
                continue
            seen.add(code)
            gone = {k: [None] if k.split(".")[0] == code else v for k, v in possible.items()}
            if can_hold(conditions, gone) is False:
                wanted += shown_if[code]
                waiting += shown_if[code]
    return bool(wanted) and can_hold(wanted, possible) is False


def _note_values(question: Question, possible: Possible, *, dead: bool) -> None:
    names = [question.code]
    if question.type.startswith("matrix"):
        names = [f"{question.code}.{row.code}" for row in question.rows]
    codes = [option.code for option in question.choices]
    values: Sequence[Value] | None = None
    if dead:
        values = [None]
    elif question.type in _ONE:
        values = one_of(codes)
    elif question.type in _MANY:
        values = any_of(codes)
    if values is not None:
        possible |= dict.fromkeys(names, values)
