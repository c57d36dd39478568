"""What an expression says, given the answers; whatever it is given, it says something."""

from collections.abc import Mapping
from datetime import date

from surveys.logic.ast import Call, Expression, Lit, Op, Ref
from surveys.logic.functions import FUNCTIONS, Surroundings
from surveys.logic.values import (
    Value,
    codes_of,
    equal,
    finite,
    less,
    number_of,
    text_of,
    truth,
)

Values = Mapping[str, Value]
"""Reference as it is written → value: {"q1": "2", "q4.r1": 3.0}."""


def evaluate(expression: Expression, values: Values, today: date) -> Value:
    """Return the value of an expression; never raises for a tree that `parse` made."""
    if isinstance(expression, Lit):
        return expression.value
    if isinstance(expression, Ref):
        return values.get(expression.path)
    if isinstance(expression, Call):
        return _call(expression, values, today)
    return _operation(expression, values, today)


def _call(call: Call, values: Values, today: date) -> Value:
    function = FUNCTIONS.get(call.name)
    if function is None:
        return None
    if call.name == "if":
        chosen = 1 if truth(evaluate(call.arguments[0], values, today)) else 2
        return evaluate(call.arguments[chosen], values, today) if len(call.arguments) == 3 else None
    if not function.takes(len(call.arguments)):
        return None
    given = [
        _whole(part, values)
        if isinstance(part, Ref) and function.sees_parts
        else [evaluate(part, values, today)]
        for part in call.arguments
    ]
    arguments = [value for part in given for value in part]
    return function.apply(arguments, Surroundings(today))


def _whole(reference: Ref, values: Values) -> list[Value]:
    """Return an answer, or all its parts where it has only parts: the rows of a matrix."""
    path = reference.path
    if path in values:
        return [values[path]]
    inside = f"{path}."
    parts = [
        v for name, v in values.items() if name.startswith(inside) and _is_answer(name, inside)
    ]
    return parts or [None]


def _is_answer(name: str, inside: str) -> bool:
    return name.removeprefix(inside) not in {"other", "comment"}


def _operation(expression: Op, values: Values, today: date) -> Value:
    name, operands = expression.name, expression.operands
    if name == "and":
        return all(truth(evaluate(part, values, today)) for part in operands)
    if name == "or":
        return any(truth(evaluate(part, values, today)) for part in operands)
    found = [evaluate(part, values, today) for part in operands]
    return _said(name, found)


def _said(name: str, found: list[Value]) -> Value:
    if name == "not":
        return not truth(found[0])
    if name == "neg":
        number = number_of(found[0])
        return None if number is None else 0.0 - number
    if name == "in":
        return any(equal(found[0], listed) for listed in found[1:])
    if name == "has":
        wanted = text_of(found[1])
        return wanted is not None and wanted in codes_of(found[0])
    if name in {"=", "!="}:
        return equal(*found) == (name == "=")
    if name in {"<", "<=", ">", ">="}:
        return _ordered(name, found[0], found[1])
    return _arithmetic(name, found[0], found[1])


def _ordered(name: str, left: Value, right: Value) -> bool:
    below = less(left, right)
    if below is None:
        return False
    if name == "<":
        return below
    if name == ">=":
        return not below
    above = less(right, left) or False
    return above if name == ">" else not above


def _arithmetic(name: str, left: Value, right: Value) -> Value:
    a, b = number_of(left), number_of(right)
    if a is None or b is None:
        return None
    if name == "+":
        return finite(a + b)
    if name == "-":
        return finite(a - b)
    if name == "*":
        return finite(a * b)
    if b == 0:
        return None
    if name == "/":
        return finite(a / b)
    return finite(a - b * float(int(a / b))) if abs(a / b) < 1e15 else None
