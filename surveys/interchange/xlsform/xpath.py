"""The expressions of XLSForm, a part of XPath, read into a tree with its own names still in it.

${x} becomes a reference, . becomes `this`, a bare name (a column of the choices) the reference
("@", name), a path the name of its last step.
"""

import re
from typing import ClassVar

from surveys.interchange.climbing import Climber, Unsaid
from surveys.logic import Call, Expression, Lit, Ref

ATTRIBUTE = "@"
_TYPOGRAPHIC = frozenset("‘’“”")


class XPath(Climber):
    """Reads one expression."""

    pattern = re.compile(
        r"""(?P<room>\s+)
        |(?P<ref>\$\{\s*[^{}\s]+\s*\})
        |(?P<text>'[^']*'|"[^"]*"|‘[^’]*’|“[^”]*”|‘[^‘]*‘|’[^’]*’|”[^”]*”)
        |(?P<number>\d+(?:\.\d+)?|\.\d+)
        |(?P<path>(?:\.\.?(?=/)|(?=/))(?:/(?:\.\.|[\w\-.]+))+|\.\.)
        |(?P<dot>\.)
        |(?P<name>[^\W\d][\w\-.]*(?:::?[^\W\d][\w\-.]*)*)
        |(?P<sign>!=|<=|>=|==|[=<>+\-*(),\[\]|])""",
        re.VERBOSE,
    )
    infix: ClassVar[dict[str, tuple[int, str]]] = {
        "or": (1, "or"),
        "and": (2, "and"),
        "=": (3, "="),
        "==": (3, "="),
        "!=": (3, "!="),
        "<": (4, "<"),
        "<=": (4, "<="),
        ">": (4, ">"),
        ">=": (4, ">="),
        "+": (5, "+"),
        "-": (5, "-"),
        "*": (6, "*"),
        "div": (6, "/"),
        "mod": (6, "mod"),
    }
    prefix: ClassVar[dict[str, tuple[int, str]]] = {"-": (7, "neg")}

    def atom(self) -> Expression:
        """Return a literal, a reference, a call or what stands in brackets."""
        kind, written = self.kind(), self.take()
        if kind == "text":
            return Lit(written[1:-1])
        if kind == "number":
            return Lit(float(written))
        if kind == "ref":
            return Ref((written[2:-1].strip(),))
        if kind == "dot":
            return Ref(("this",))
        if kind == "path":
            return self._step(written)
        if written == "(":
            found = self.expression()
            self.take(")")
            return found
        if kind == "name":
            return self._named(written)
        raise self.unreadable()

    def _named(self, name: str) -> Expression:
        if self.ahead() != "(":
            return Ref((ATTRIBUTE, name))
        self.take("(")
        call = Call(name, self.listed(")"))
        if self.kind() == "path" and name == "current":
            return self._step(self.take())
        if self.ahead() == "[" or self.kind() == "path":
            raise Unsaid("import-path", text=self.text[:80])
        return call

    def _step(self, path: str) -> Expression:
        if self.ahead() == "[":
            raise Unsaid("import-path", text=self.text[:80])
        last = path.rsplit("/", 1)[-1]
        return Ref(("..",)) if last in {"", ".", ".."} else Ref((last,))


def parse(text: str) -> tuple[Expression, bool]:
    """Return the tree of an expression, and whether typographic quotes had to be mended."""
    reader = XPath(text)
    mended = any(kind == "text" and token[0] in _TYPOGRAPHIC for kind, token in reader.tokens)
    return reader.whole(), mended
