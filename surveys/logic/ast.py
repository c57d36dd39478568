"""An expression as a tree: the same in the document, on the server and in the browser.

The plain form, which JSON can carry: ["lit", 3] · ["ref", "q1", "r1"] · ["and", a, b] ·
["not", a] · ["=", a, b] · ["in", a, [b, c]] · ["has", a, b] · ["+", a, b] · ["neg", a] ·
["call", "count", a].
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

Literal = None | bool | float | str


@dataclass(frozen=True)
class Lit:
    """A number, a text, true, false or missing."""

    value: Literal


@dataclass(frozen=True)
class Ref:
    """An answer: q1, q1.r1, q1.r1.c1, or this."""

    parts: tuple[str, ...]

    @property
    def path(self) -> str:
        """The reference as it is written."""
        return ".".join(self.parts)


@dataclass(frozen=True)
class Op:
    """An operator with its operands: and, or, not, =, …, has, in, +, -, *, /, mod, neg."""

    name: str
    operands: tuple["Expression", ...]


@dataclass(frozen=True)
class Call:
    """A function with its arguments."""

    name: str
    arguments: tuple["Expression", ...]


Expression = Lit | Ref | Op | Call

THIS = "this"
_STRENGTH = {
    "or": 1,
    "and": 2,
    "not": 3,
    **dict.fromkeys(("=", "!=", "<", "<=", ">", ">=", "has", "in"), 4),
    **dict.fromkeys(("+", "-"), 5),
    **dict.fromkeys(("*", "/", "mod"), 6),
    "neg": 7,
}


def children(expression: Expression) -> tuple[Expression, ...]:
    """Return what an expression is made of."""
    if isinstance(expression, Op):
        return expression.operands
    return expression.arguments if isinstance(expression, Call) else ()


def walk(expression: Expression) -> Iterator[Expression]:
    """Yield the expression and everything in it."""
    waiting = [expression]
    while waiting:
        found = waiting.pop()
        yield found
        waiting.extend(reversed(children(found)))


def references(expression: Expression) -> frozenset[str]:
    """Return every reference as it is written."""
    return frozenset(part.path for part in walk(expression) if isinstance(part, Ref))


def questions_in(expression: Expression) -> frozenset[str]:
    """Return the code of every question that the expression looks at."""
    refs = (part for part in walk(expression) if isinstance(part, Ref))
    return frozenset(ref.parts[0] for ref in refs if ref.parts[0] != THIS)


def changed(expression: Expression, change: Callable[[Expression], Expression]) -> Expression:
    """Return the expression with every part changed, the innermost first."""
    if isinstance(expression, Op):
        operands = tuple(changed(part, change) for part in expression.operands)
        return change(Op(expression.name, operands))
    if isinstance(expression, Call):
        arguments = tuple(changed(part, change) for part in expression.arguments)
        return change(Call(expression.name, arguments))
    return change(expression)


def renamed(expression: Expression, codes: Mapping[str, str]) -> Expression:
    """Return the expression with questions called by their new codes."""

    def rename(part: Expression) -> Expression:
        if isinstance(part, Ref) and part.parts[0] in codes:
            return Ref((codes[part.parts[0]], *part.parts[1:]))
        return part

    return changed(expression, rename)


def to_plain(expression: Expression) -> list[Any]:
    """Return the form that JSON can carry."""
    if isinstance(expression, Lit):
        return ["lit", expression.value]
    if isinstance(expression, Ref):
        return ["ref", *expression.parts]
    if isinstance(expression, Call):
        return ["call", expression.name, *(to_plain(part) for part in expression.arguments)]
    parts = [to_plain(part) for part in expression.operands]
    return ["in", parts[0], parts[1:]] if expression.name == "in" else [expression.name, *parts]


def from_plain(plain: list[Any]) -> Expression:
    """Return the expression of a plain form that `to_plain` made."""
    name, *rest = plain
    if name == "lit":
        return Lit(rest[0])
    if name == "ref":
        return Ref(tuple(rest))
    if name == "call":
        return Call(rest[0], tuple(from_plain(part) for part in rest[1:]))
    if name == "in":
        return Op("in", (from_plain(rest[0]), *(from_plain(part) for part in rest[1])))
    return Op(name, tuple(from_plain(part) for part in rest))


def to_text(expression: Expression) -> str:
    """Return the expression as it is written, with no more brackets than it needs."""
    return _written(expression, 0)


def _written(expression: Expression, outside: int) -> str:
    if isinstance(expression, Lit):
        return _literal(expression.value)
    if isinstance(expression, Ref):
        return expression.path
    if isinstance(expression, Call):
        arguments = ", ".join(_written(part, 0) for part in expression.arguments)
        return f"{expression.name}({arguments})"
    strength = _STRENGTH[expression.name]
    text = _operation(expression, strength)
    return f"({text})" if strength < outside else text


def _operation(expression: Op, strength: int) -> str:
    name, parts = expression.name, expression.operands
    if name == "not":
        return f"not {_written(parts[0], strength)}"
    if name == "neg":
        return f"-{_written(parts[0], strength)}"
    if name in {"and", "or"}:
        return f" {name} ".join(_written(part, strength + 1) for part in parts)
    if name == "in":
        listed = ", ".join(_written(part, 0) for part in parts[1:])
        return f"{_written(parts[0], strength + 1)} in ({listed})"
    left = strength + 1 if strength == _STRENGTH["="] else strength
    return f"{_written(parts[0], left)} {name} {_written(parts[1], strength + 1)}"


def _literal(value: Literal) -> str:
    if value is None:
        return "missing"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return "'" + value.replace("'", "''") + "'"
    if value < 0:
        return f"-{_literal(-value)}"
    return str(int(value)) if float(value).is_integer() else format(Decimal(repr(value)), "f")
