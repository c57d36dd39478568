"""The grammar of expressions: text in, tree out, nothing ever run."""

import re
from functools import lru_cache
from typing import Any, cast

from lark import Lark, Transformer, UnexpectedInput, UnexpectedToken, v_args
from lark.exceptions import LarkError

from surveys.logic.ast import Call, Expression, Lit, Op, Ref, children

LONGEST = 4000
MOST_NODES = 500
DEEPEST = 30
"""How many brackets, signs and nots may be open at once."""
LONGEST_CHAIN = 60
"""How many operations may follow each other, as in 1 + 1 + 1."""
MOST_NUMBER = 1e15
_QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"")
_OPENING = re.compile(r"[(),]|-|not(?![A-Za-z0-9_])|[^\s()\-,]", re.IGNORECASE)
_UNWELCOME = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")

_GRAMMAR = r"""
?start: or_
?or_: and_ (_OR and_)*
?and_: not_ (_AND not_)*
?not_: _NOT not_ -> negation
     | comparison
?comparison: sum
           | sum COMPARE sum -> compared
           | sum _HAS sum -> has
           | sum _IN "(" or_ ("," or_)* ")" -> one_of
?sum: product
    | sum SIGN product -> summed
?product: unary
        | product TIMES unary -> multiplied
?unary: "-" unary -> negative
      | atom
?atom: NUMBER -> number
     | TEXT -> text
     | _TRUE -> yes
     | _FALSE -> no
     | _MISSING -> missing
     | NAME "(" [or_ ("," or_)*] ")" -> call
     | NAME PART* -> reference
     | "(" or_ ")"
COMPARE: "!=" | "<=" | ">=" | "=" | "<" | ">"
SIGN: "+" | "-"
TIMES: "*" | "/" | /mod(?![A-Za-z0-9_])/i
_OR: /or(?![A-Za-z0-9_])/i
_AND: /and(?![A-Za-z0-9_])/i
_NOT: /not(?![A-Za-z0-9_])/i
_HAS: /has(?![A-Za-z0-9_])/i
_IN: /in(?![A-Za-z0-9_])/i
_TRUE: /true(?![A-Za-z0-9_])/i
_FALSE: /false(?![A-Za-z0-9_])/i
_MISSING: /missing(?![A-Za-z0-9_])/i
NUMBER: /[0-9]+(\.[0-9]+)?/
TEXT: /'(?:[^']|'')*'/ | /"(?:[^"]|"")*"/
NAME: /(?!(?:or|and|not|has|in|mod|true|false|missing)(?![A-Za-z0-9_]))[A-Za-z][A-Za-z0-9_]*/i
PART: /\.[A-Za-z0-9_]+/
%ignore /[ \t\r\n]+/
"""


class ExpressionError(ValueError):
    """An expression that cannot be read: the reason as a code, and where."""

    def __init__(self, code: str, *, line: int = 1, column: int = 1, **values: Any) -> None:
        """Take the reason, the place counted from one, and the values of its sentence."""
        super().__init__(f"{code} at {line}:{column}")
        self.code = code
        self.line = line
        self.column = column
        self.values = {"line": line, "column": column, **values}


@v_args(inline=True)
class _Tree(Transformer[Any, Expression]):
    def or_(self, *parts: Expression) -> Expression:
        return Op("or", parts)

    def and_(self, *parts: Expression) -> Expression:
        return Op("and", parts)

    def negation(self, part: Expression) -> Expression:
        return Op("not", (part,))

    def compared(self, left: Expression, sign: Any, right: Expression) -> Expression:
        return Op(str(sign), (left, right))

    def has(self, left: Expression, right: Expression) -> Expression:
        return Op("has", (left, right))

    def one_of(self, left: Expression, *listed: Expression) -> Expression:
        return Op("in", (left, *listed))

    def summed(self, left: Expression, sign: Any, right: Expression) -> Expression:
        return Op(str(sign), (left, right))

    multiplied = summed

    def negative(self, part: Expression) -> Expression:
        return Op("neg", (part,))

    def number(self, digits: Any) -> Expression:
        return Lit(float(digits))

    def text(self, quoted: Any) -> Expression:
        quote = str(quoted)[0]
        return Lit(str(quoted)[1:-1].replace(quote * 2, quote))

    def yes(self) -> Expression:
        return Lit(True)

    def no(self) -> Expression:
        return Lit(False)

    def missing(self) -> Expression:
        return Lit(None)

    def call(self, name: Any, *arguments: Expression | None) -> Expression:
        return Call(str(name), tuple(a for a in arguments if a is not None))

    def reference(self, name: Any, *parts: Any) -> Expression:
        return Ref((str(name), *(str(part)[1:] for part in parts)))


# The tree is made while reading, not by going down a finished one: length costs no recursion.
_parser = Lark(
    _GRAMMAR, parser="lalr", lexer="contextual", maybe_placeholders=False, transformer=_Tree()
)


@lru_cache(maxsize=8192)
def parse(text: str) -> Expression:
    """Return the tree of an expression; ExpressionError says what is wrong and where."""
    if len(text) > LONGEST:
        raise ExpressionError("expression-too-long", most=LONGEST)
    if not text.strip():
        raise ExpressionError("expression-empty")
    unwelcome = _UNWELCOME.search(text)
    if unwelcome:
        raise ExpressionError("expression-unreadable", **_place(text, unwelcome.start()))
    if _nesting(text) > DEEPEST:
        raise ExpressionError("expression-too-deep", most=DEEPEST)
    try:
        tree = cast("Expression", _parser.parse(text))
    except UnexpectedInput as error:
        at = error.pos_in_stream
        at = len(text.rstrip()) if _is_over(error) or at is None else at
        raise ExpressionError("expression-unreadable", **_place(text, at)) from error
    except LarkError as error:
        raise ExpressionError("expression-unreadable") from error
    _refuse_too_big(tree)
    return tree


def _is_over(error: UnexpectedInput) -> bool:
    """Whether something was still wanted at the end."""
    return isinstance(error, UnexpectedToken) and error.token.type == "$END"


def _place(text: str, at: int) -> dict[str, int]:
    """Return line and column of a place, counted from one."""
    before = text[:at]
    return {"line": before.count("\n") + 1, "column": at - (before.rfind("\n") + 1) + 1}


def _nesting(text: str) -> int:
    """Return how many brackets are open at once, signs and nots in a row counted too, at most."""
    deepest = depth = row = 0
    for found in _OPENING.finditer(_QUOTED.sub("''", text)):
        sign = found[0]
        depth += (sign == "(") - (sign == ")")
        row = row + 1 if sign == "-" or sign.lower() == "not" else 0
        deepest = max(deepest, depth + row)
    return deepest


def _refuse_too_big(tree: Expression) -> None:
    waiting, nodes = [(tree, 1)], 0
    while waiting:
        part, depth = waiting.pop()
        nodes += 1
        if nodes > MOST_NODES or depth > LONGEST_CHAIN:
            raise ExpressionError("expression-too-big", most=MOST_NODES)
        if isinstance(part, Lit) and isinstance(part.value, float) and part.value > MOST_NUMBER:
            raise ExpressionError("expression-number-too-large")
        waiting.extend((child, depth + 1) for child in children(part))
