"""LimeSurvey's ExpressionScript: text in, tree out, nothing ever run."""

import re
from dataclasses import dataclass

LONGEST = 20_000
DEEPEST = 40
"""How many brackets may be open at once."""
DEEPEST_TREE = 100
_TOKEN = re.compile(
    r"""\s*(?:
      (?P<field>(?:INSERTANS:)?\d+X\d+X\d+[A-Za-z0-9_]*(?:\#[01])?(?:\.[A-Za-z0-9_]+)*)
    | (?P<name>[A-Za-z_][A-Za-z0-9_]*(?::[A-Za-z0-9_]+)?(?:\.[A-Za-z0-9_]+)*)
    | (?P<number>\d+\.?\d*|\.\d+)
    | (?P<text>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')
    | (?P<sign>===|!==|==|!=|<>|<=|>=|&&|\|\||[-+*/%<>=!(),&|])
    )""",
    re.VERBOSE | re.DOTALL,
)
_WORDS = {
    "and": "&&",
    "or": "||",
    "eq": "==",
    "ne": "!=",
    "lt": "<",
    "le": "<=",
    "gt": ">",
    "ge": ">=",
    "not": "!",
    "mod": "%",
}
_SAME = {"===": "==", "!==": "!=", "<>": "!=", "&": "&&", "|": "||"}
_STEPS: tuple[frozenset[str], ...] = (
    frozenset({"||"}),
    frozenset({"&&"}),
    frozenset({"==", "!=", "="}),
    frozenset({"<", "<=", ">", ">="}),
    frozenset({"+", "-"}),
    frozenset({"*", "/", "%"}),
)


class NotScript(ValueError):
    """The text is no ExpressionScript; in a text its braces are just braces."""

    code = "import-expression-unreadable"


class TooBig(NotScript):
    """An expression of a size that nobody writes."""

    code = "import-expression-too-big"


@dataclass(frozen=True)
class Value:
    """A number or a text as it stands."""

    value: float | str


@dataclass(frozen=True)
class Name:
    """A variable, with its suffixes: Q1_a.NAOK, self.sq_b, 12X3X45other."""

    name: str
    suffixes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Do:
    """An operation: && || ! == != < <= > >= = + - * / % neg."""

    sign: str
    parts: tuple["Node", ...]


@dataclass(frozen=True)
class Use:
    """A function with its arguments."""

    name: str
    arguments: tuple["Node", ...]


Node = Value | Name | Do | Use


def read_script(text: str) -> Node:
    """Return the tree of an expression, or raise NotScript."""
    if len(text) > LONGEST:
        raise TooBig(text[:20])
    tree = _Parser(_tokens(text)).whole()
    waiting = [(tree, 1)]
    while waiting:
        node, depth = waiting.pop()
        if depth > DEEPEST_TREE:
            raise TooBig(text[:20])
        waiting += [(inside, depth + 1) for inside in _inside(node)]
    return tree


def nodes_of(node: Node) -> list[Node]:
    """Return a tree's nodes, each before what is in it."""
    found, waiting = [], [node]
    while waiting:
        one = waiting.pop()
        found.append(one)
        waiting.extend(reversed(_inside(one)))
    return found


def _inside(node: Node) -> tuple[Node, ...]:
    if isinstance(node, Do):
        return node.parts
    return node.arguments if isinstance(node, Use) else ()


def _tokens(text: str) -> list[tuple[str, str]]:
    found, at = [], 0
    text = text.strip()
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None or match.lastgroup is None:
            raise NotScript(text[at : at + 20])
        kind, word = match.lastgroup, match[match.lastgroup]
        if kind == "name" and word.lower() in _WORDS:
            kind, word = "sign", _WORDS[word.lower()]
        found.append((kind, _SAME.get(word, word) if kind == "sign" else word))
        at = match.end()
    if not found:
        raise NotScript("empty")
    return found


class _Parser:
    """Goes down from || to the brackets."""

    def __init__(self, tokens: list[tuple[str, str]]) -> None:
        self._tokens = tokens
        self._at = 0
        self._depth = 0

    def whole(self) -> Node:
        """Return the tree when everything is read."""
        node = self._step(0)
        if self._at < len(self._tokens):
            raise NotScript(self._tokens[self._at][1])
        return node

    def _next(self) -> tuple[str, str]:
        return self._tokens[self._at] if self._at < len(self._tokens) else ("end", "")

    def _take(self, sign: str) -> bool:
        if self._next() == ("sign", sign):
            self._at += 1
            return True
        return False

    def _need(self, sign: str) -> None:
        if not self._take(sign):
            raise NotScript(sign)

    def _step(self, step: int) -> Node:
        if step == len(_STEPS):
            return self._single()
        node = self._step(step + 1)
        while self._next()[0] == "sign" and self._next()[1] in _STEPS[step]:
            sign = self._next()[1]
            self._at += 1
            right = self._step(step + 1)
            if step < 2 and isinstance(node, Do) and node.sign == sign:
                node = Do(sign, (*node.parts, right))
            else:
                node = Do(sign, (node, right))
        return node

    def _single(self) -> Node:
        self._depth += 1
        if self._depth > DEEPEST:
            raise TooBig("brackets")
        try:
            return self._atom()
        finally:
            self._depth -= 1

    def _atom(self) -> Node:
        if self._take("!"):
            return Do("!", (self._single(),))
        if self._take("-"):
            return Do("neg", (self._single(),))
        if self._take("+"):
            return self._single()
        if self._take("("):
            node = self._step(0)
            self._need(")")
            return node
        kind, word = self._next()
        self._at += 1
        if kind == "number":
            return Value(float(word))
        if kind == "text":
            return Value(re.sub(r"\\(['\"])", r"\1", word[1:-1]))
        if kind not in {"name", "field"}:
            raise NotScript(word)
        if kind == "name" and self._take("("):
            return Use(word, self._arguments())
        name, *suffixes = word.removeprefix("INSERTANS:").split(".")
        return Name(name, tuple(suffixes))

    def _arguments(self) -> tuple[Node, ...]:
        if self._take(")"):
            return ()
        found = [self._step(0)]
        while self._take(","):
            found.append(self._step(0))
        self._need(")")
        return tuple(found)
