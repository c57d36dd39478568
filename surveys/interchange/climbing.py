"""Reads expressions of other programs into our tree: tokens by a pattern, operators by strength.

Functions and names are still the other program's own; its translation makes them ours.
"""

import re
from typing import Any, ClassVar

from surveys.logic import Call, Expression, Lit, Op

LONGEST = 4000
DEEPEST = 30


class Unsaid(ValueError):
    """Something that our expressions cannot say; `code` is the reason."""

    def __init__(self, code: str, **values: Any) -> None:
        """Take the reason and what fills its sentence."""
        super().__init__(f"{code} {values}")
        self.code = code
        self.values = values


class Climber:
    """A reader of one language: a subclass brings the pattern, the operators and the atoms.

    The named groups of `pattern` are the kinds of tokens; "room" is passed over.
    """

    pattern: re.Pattern[str]
    infix: ClassVar[dict[str, tuple[int, str]]]
    """As written in lower case → strength, our name."""
    prefix: ClassVar[dict[str, tuple[int, str]]] = {}

    def __init__(self, text: str) -> None:
        """Cut the text into tokens."""
        if len(text) > LONGEST:
            raise Unsaid("expression-too-long", most=LONGEST)
        self.text = text
        self.tokens: list[tuple[str, str]] = []
        self.place = 0
        self._depth = 0
        at = 0
        while at < len(text):
            found = self.pattern.match(text, at)
            if found is None or found.end() == at:
                raise Unsaid("import-expression-unreadable", text=text[:80])
            if found.lastgroup != "room":
                self.tokens.append((str(found.lastgroup), found[0]))
            at = found.end()

    def whole(self) -> Expression:
        """Return the tree of the whole text."""
        tree = self.expression()
        if self.place < len(self.tokens):
            raise self.unreadable()
        return tree

    def expression(self, outside: int = 0) -> Expression:
        """Return what is written here, up to an operator that binds no stronger than `outside`."""
        self._depth += 1
        if self._depth > DEEPEST * 4:
            raise Unsaid("expression-too-deep", most=DEEPEST)
        left = self._begun()
        while True:
            found = self.infix.get(self.ahead().lower())
            if found is None or self.kind() == "text" or found[0] <= outside:
                break
            self.take()
            left = self.joined(found[1], left, found[0])
        self._depth -= 1
        return left

    def joined(self, name: str, left: Expression, strength: int) -> Expression:
        """Return an operation; what stands right of it is still to be read."""
        return joined(name, left, self.expression(strength))

    def _begun(self) -> Expression:
        found = self.prefix.get(self.ahead().lower()) if self.kind() != "text" else None
        if found is None:
            return self.atom()
        self.take()
        return Op(found[1], (self.expression(found[0]),))

    def atom(self) -> Expression:
        """Return the smallest thing that stands here."""
        raise NotImplementedError

    def kind(self) -> str:
        """Return the kind of the next token; "" at the end."""
        return self.tokens[self.place][0] if self.place < len(self.tokens) else ""

    def ahead(self, further: int = 0) -> str:
        """Return the next token as it is written; "" at the end."""
        place = self.place + further
        return self.tokens[place][1] if place < len(self.tokens) else ""

    def take(self, expected: str = "") -> str:
        """Return the next token and go on behind it."""
        token = self.ahead()
        if not token or (expected and token != expected):
            raise self.unreadable()
        self.place += 1
        return token

    def listed(self, end: str) -> tuple[Expression, ...]:
        """Return what stands between commas, up to a closing bracket, which is taken."""
        found: list[Expression] = []
        while self.ahead() != end:
            found.append(self.expression())
            if self.ahead() != end:
                self.take(",")
        self.take(end)
        return tuple(found)

    def unreadable(self) -> Unsaid:
        """Return the refusal of the whole text."""
        return Unsaid("import-expression-unreadable", text=self.text[:80])


def joined(name: str, *parts: Expression) -> Expression:
    """Return an operation; a row of ands (or ors) becomes one."""
    if name not in {"and", "or"}:
        return Op(name, parts)
    flat: list[Expression] = []
    for part in parts:
        flat += part.operands if isinstance(part, Op) and part.name == name else [part]
    return Op(name, tuple(flat)) if len(flat) > 1 else flat[0]


def negated(part: Expression) -> Expression:
    """Return the opposite of a condition."""
    if isinstance(part, Op) and part.name == "not":
        return part.operands[0]
    return Op("not", (part,))


def function(name: str, *arguments: Expression | float | str) -> Call:
    """Return a call of one of our functions; plain values become literals."""
    return Call(
        name,
        tuple(
            Lit(float(part))
            if isinstance(part, int | float)
            else Lit(part)
            if isinstance(part, str)
            else part
            for part in arguments
        ),
    )
