"""The expressions of SurveyJS read into a tree with its own names still in it.

{name} becomes a reference, a list the call "[]", empty and notempty operations of one operand.
"""

import re
from typing import ClassVar

from surveys.interchange.climbing import Climber
from surveys.interchange.climbing import joined as joined_flat
from surveys.logic import Call, Expression, Lit, Op, Ref

LIST = "[]"
_AFTER = frozenset({"empty", "notempty"})
_WORDS = {"true": True, "false": False, "undefined": None, "null": None}
_COMPARING = {
    "=": "=", "==": "=", "equal": "=", "!=": "!=", "<>": "!=", "notequal": "!=",
    "<": "<", "less": "<", ">": ">", "greater": ">", "<=": "<=", "=<": "<=", "lessorequal": "<=",
    ">=": ">=", "=>": ">=", "greaterorequal": ">=", "contains": "contains", "contain": "contains",
    "*=": "contains", "notcontains": "notcontains", "notcontain": "notcontains",
    "anyof": "anyof", "allof": "allof", "noneof": "noneof", "empty": "empty",
    "notempty": "notempty",
}  # fmt: skip


class Grammar(Climber):
    """Reads one expression."""

    pattern = re.compile(
        r"""(?P<room>\s+)
        |(?P<ref>\{[^{}]+\})
        |(?P<text>'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")
        |(?P<number>\d+(?:\.\d+)?|\.\d+)
        |(?P<word>\#?[^\W\d]\w*)
        |(?P<sign>!=|<>|<=|>=|=<|=>|==|\*=|\|\||&&|[=<>!+\-*/%^(),\[\]])""",
        re.VERBOSE,
    )
    infix: ClassVar[dict[str, tuple[int, str]]] = {
        "or": (1, "or"),
        "||": (1, "or"),
        "and": (2, "and"),
        "&&": (2, "and"),
        **{written: (3, name) for written, name in _COMPARING.items()},
        "+": (4, "+"),
        "-": (4, "-"),
        "*": (5, "*"),
        "/": (5, "/"),
        "%": (5, "mod"),
        "^": (6, "^"),
        "power": (6, "^"),
    }
    prefix: ClassVar[dict[str, tuple[int, str]]] = {
        "!": (7, "not"),
        "negate": (7, "not"),
        "-": (7, "neg"),
    }

    def joined(self, name: str, left: Expression, strength: int) -> Expression:
        """Return an operation; empty and notempty stand behind the only operand."""
        if name in _AFTER:
            return Op(name, (left,))
        return joined_flat(name, left, self.expression(strength))

    def atom(self) -> Expression:
        """Return a literal, a reference, a call, a list or what stands in brackets."""
        kind, found = self.kind(), self.take()
        if kind == "ref":
            return Ref((found[1:-1].strip(),))
        if kind == "text":
            return Lit(re.sub(r"\\(.)", r"\1", found[1:-1]))
        if kind == "number":
            return Lit(float(found))
        if found == "[":
            return Call(LIST, self.listed("]"))
        if found == "(":
            inner = self.expression()
            self.take(")")
            return inner
        if kind != "word":
            raise self.unreadable()
        if self.ahead() == "(":
            self.take("(")
            return Call(found, self.listed(")"))
        return Lit(_WORDS.get(found.lower(), found))


def parse(text: str) -> Expression:
    """Return the tree of an expression."""
    return Grammar(text).whole()
