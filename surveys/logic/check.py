"""What is wrong with an expression before anybody answers: names, arguments, kinds of values."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol

from surveys.logic.ast import Call, Expression, Lit, Op, Ref, to_text, walk
from surveys.logic.evaluate import evaluate
from surveys.logic.functions import FORMATS, FUNCTIONS, Kind, day_of
from surveys.logic.values import number_of, text_of, truth

HINTS = frozenset({"expression-wrong-type", "expression-always-true", "expression-always-false"})
"""Problems of expressions that can be evaluated all the same, but hardly mean what they say."""


@dataclass(frozen=True)
class Asked:
    """What is known of an answer: the kind of its value, and the codes that can be chosen."""

    kind: Kind
    codes: frozenset[str] | None = None
    """None where anything can be the answer."""


class Known(Protocol):
    """The questions that an expression may look at."""

    def has(self, question: str) -> bool:
        """Whether there is such a question; "this" is one where an answer is checked."""

    def asked(self, parts: tuple[str, ...]) -> Asked | None:
        """Return what is known of q1, q1.r1 or q1.r1.c1; None when there is no such part."""


@dataclass(frozen=True)
class Problem:
    """One thing to mend: the reason, and the values that its sentence mentions."""

    code: str
    values: Mapping[str, Any] = field(default_factory=dict)

    @property
    def is_hint(self) -> bool:
        """Whether the expression can be used all the same."""
        return self.code in HINTS


def problems(expression: Expression, known: Known, *, condition: bool = True) -> list[Problem]:
    """Return what is wrong with an expression, in the order in which it is read.

    `condition`: whether it decides something; a constant is a fine default, but no condition.
    """
    found: list[Problem] = []
    for part in walk(expression):
        if isinstance(part, Ref):
            found += _of_reference(part, known)
        elif isinstance(part, Call):
            found += _of_call(part, known)
        elif isinstance(part, Op):
            found += _of_operation(part, known)
    if condition and not found and _is_constant(expression):
        said = truth(evaluate(expression, {}, _ANY_DAY))
        found.append(Problem("expression-always-true" if said else "expression-always-false"))
    return found


def kind_of(expression: Expression, known: Known) -> Kind:
    """Return what kind of value an expression gives."""
    if isinstance(expression, Lit):
        return _kind_of_literal(expression)
    if isinstance(expression, Ref):
        asked = known.asked(expression.parts)
        return asked.kind if asked else "any"
    if isinstance(expression, Op):
        return "number" if expression.name in _ARITHMETIC else "truth"
    if expression.name in {"if", "coalesce"}:
        kinds = {kind_of(part, known) for part in expression.arguments[expression.name == "if" :]}
        kinds.discard("missing")
        return kinds.pop() if len(kinds) == 1 else "any"
    function = FUNCTIONS.get(expression.name)
    return function.result if function else "any"


_ARITHMETIC = frozenset({"+", "-", "*", "/", "mod", "neg"})
_EQUALITY = frozenset({"=", "!=", "in"})
_ORDER = frozenset({"<", "<=", ">", ">="})
_ANY_DAY = date(2000, 1, 1)


def _kind_of_literal(literal: Lit) -> Kind:
    value = literal.value
    if value is None:
        return "missing"
    if isinstance(value, bool):
        return "truth"
    return "text" if isinstance(value, str) else "number"


def _of_reference(ref: Ref, known: Known) -> Iterator[Problem]:
    question = ref.parts[0]
    if not known.has(question):
        yield Problem("expression-unknown-question", {"code": question})
    elif known.asked(ref.parts) is None:
        part = ".".join(ref.parts[1:])
        yield Problem("expression-unknown-part", {"code": question, "part": part})


def _of_call(call: Call, known: Known) -> Iterator[Problem]:
    function = FUNCTIONS.get(call.name)
    if function is None:
        yield Problem("expression-unknown-function", {"name": call.name})
        return
    if not function.takes(len(call.arguments)):
        values = {"name": call.name, "least": function.least, "most": function.most}
        yield Problem("expression-wrong-arguments", values)
        return
    for n, part in enumerate(call.arguments):
        wanted = function.wants[min(n, len(function.wants) - 1)]
        if not _can_be(part, wanted, known, whole=function.sees_parts):
            yield Problem("expression-wrong-type", {"part": to_text(part), "wanted": wanted})
    if call.name == "matches":
        named = call.arguments[1]
        if not isinstance(named, Lit) or named.value not in FORMATS:
            yield Problem("expression-unknown-format", {"formats": "、".join(FORMATS)})
    elif call.name == "rank":
        yield from _unknown_options(call.arguments, known)
    elif call.name == "count_if":
        for part in call.arguments[1:]:
            yield from _unknown_options((call.arguments[0], part), known)


def _of_operation(operation: Op, known: Known) -> Iterator[Problem]:
    name, operands = operation.name, operation.operands
    if name in _ARITHMETIC:
        for part in operands:
            if not _can_be(part, "number", known):
                yield Problem("expression-wrong-type", {"part": to_text(part), "wanted": "number"})
    elif name in _EQUALITY or name == "has":
        unknown = list(_unknown_options(operands, known))
        yield from unknown or (_incomparable(operation, known) if name != "has" else ())
    elif name in _ORDER:
        yield from _incomparable(operation, known)


def _unknown_options(operands: tuple[Expression, ...], known: Known) -> Iterator[Problem]:
    """Find options that the question does not have: the commonest slip."""
    refs = [part for part in operands if isinstance(part, Ref)]
    if len(refs) != 1:
        return
    asked = known.asked(refs[0].parts)
    if asked is None or asked.codes is None:
        return
    for part in operands:
        wanted = text_of(part.value) if isinstance(part, Lit) else None
        if wanted and wanted not in asked.codes:
            values = {"code": refs[0].path, "option": wanted}
            yield Problem("expression-unknown-option", values)


def _incomparable(comparison: Op, known: Known) -> Iterator[Problem]:
    """Find a number that is compared with letters, and a date with neither date nor text."""
    first, *others = comparison.operands
    for other in others:
        for one, two in ((first, other), (other, first)):
            kind = kind_of(one, known)
            if kind in {"number", "date"} and not _can_be(two, kind, known):
                yield Problem("expression-wrong-type", {"part": to_text(two), "wanted": kind})
                break


def _can_be(part: Expression, wanted: str, known: Known, *, whole: bool = False) -> bool:
    """Whether something can be a number, a date or a list of codes at all."""
    kind = kind_of(part, known)
    if kind in {"any", "missing"} or wanted == "any" or (kind == "parts" and whole):
        return True
    if wanted == "codes":
        return kind in {"code", "codes"}
    if isinstance(part, Lit) and isinstance(part.value, str):
        return number_of(part.value) is not None if wanted == "number" else bool(day_of(part.value))
    if wanted == "date":
        return kind in {"date", "text"}
    if kind in {"code", "codes"} and isinstance(part, Ref):
        asked = known.asked(part.parts)
        codes = asked.codes if asked else None
        return codes is None or any(number_of(code) is not None for code in codes)
    return kind not in {"date", "parts"}


def _is_constant(expression: Expression) -> bool:
    return not any(
        isinstance(part, Ref) or (isinstance(part, Call) and part.name == "today")
        for part in walk(expression)
    )
