"""Arithmetic of ExpressionScript with nothing but numbers in it, worked out once and for all."""

import math
from collections.abc import Callable

from surveys.interchange.limesurvey.script import Do, Node, Use
from surveys.interchange.limesurvey.script import Value as Given

_FUNCTIONS: dict[str, Callable[..., float]] = {
    "abs": abs,
    "acos": math.acos,
    "asin": math.asin,
    "atan": math.atan,
    "atan2": math.atan2,
    "ceil": math.ceil,
    "cos": math.cos,
    "exp": math.exp,
    "floor": math.floor,
    "log": math.log,
    "pi": lambda: math.pi,
    "sin": math.sin,
    "sqrt": math.sqrt,
    "tan": math.tan,
}
_SIGNS: dict[str, Callable[..., float | bool]] = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "/": lambda a, b: a / b,
    "%": math.fmod,
    "neg": lambda a: -a,
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
    "==": lambda a, b: a == b,
    "!=": lambda a, b: a != b,
}


def worked_out(node: Node) -> float | None:
    """Return the number that an expression always gives, or None."""
    if isinstance(node, Given):
        return node.value if isinstance(node.value, float) else None
    if not isinstance(node, Use | Do):
        return None
    known = _FUNCTIONS if isinstance(node, Use) else _SIGNS
    function = known.get(node.name if isinstance(node, Use) else node.sign)
    parts = [worked_out(p) for p in (node.arguments if isinstance(node, Use) else node.parts)]
    if function is None or any(part is None for part in parts):
        return None
    try:
        found = float(function(*parts))
    except (ValueError, TypeError, OverflowError, ZeroDivisionError):
        return None
    return found if math.isfinite(found) and abs(found) < 1e15 else None


def digits(number: float) -> str:
    """Return a number as LimeSurvey writes it: 3, 2.5."""
    return str(int(number)) if number == int(number) else f"{number:.10g}"
