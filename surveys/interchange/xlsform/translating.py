"""The XPath of a form in our expression language."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from surveys.interchange.climbing import Unsaid, function, joined, negated
from surveys.interchange.naming import Names, coded
from surveys.interchange.xlsform import formats
from surveys.interchange.xlsform.xpath import ATTRIBUTE, parse
from surveys.logic import Call, Expression, Lit, Op, Ref
from surveys.logic.values import text_of

_SAME = {
    "coalesce": "coalesce", "string-length": "length", "contains": "contains",
    "starts-with": "starts", "ends-with": "ends", "concat": "join", "round": "round",
    "floor": "floor", "ceiling": "ceil", "abs": "abs",
    "sqrt": "sqrt", "sum": "sum", "min": "min", "max": "max",
    "number": "number", "string": "text", "count-selected": "count", "today": "today", "if": "if",
    "count-non-empty": "count", "lower-case": "lower", "upper-case": "upper",
}  # fmt: skip
_ITSELF = {"once": "", "date": "", "date-time": "", "normalize-space": "import-spaces-kept",
           "jr:choice-name": "import-code-not-label", "indexed-repeat": "import-repeat-once",
           "current": ""}  # fmt: skip
_PLAIN = re.compile(r"[a-z][a-z-]*").fullmatch
_NEVER = {"true": True, "false": False, "now": None}
_PARTS_OF_DATE = {"%Y": "year", "%m": "month", "%n": "month", "%d": "day", "%e": "day"}


@dataclass
class Translated:
    """An expression in our language, and how it is not quite the same, if it is not."""

    tree: Expression
    code: str = ""
    values: dict[str, str] = field(default_factory=dict)


class Translator:
    """Turns expressions of one file into ours; `own` is the question in which they stand."""

    def __init__(self, names: Names, own: Expression | None = None, text: str = "") -> None:
        """Take the names of the file and what . means besides `this`."""
        self._names = names
        self._own = own
        self._text = text
        self._code = ""

    @classmethod
    def say(
        cls,
        text: str,
        names: Names,
        own: Expression | None = None,
        row: Callable[[str], str | None] | None = None,
    ) -> Translated:
        """Return an expression in our language, or raise Unsaid.

        `row` gives the columns of the choice for which a filter is said.
        """
        tree, mended = parse(text)
        self = cls(names, own, text)
        self._row = row
        found = self.of(tree)
        code = self._code or ("import-quotes-mended" if mended else "")
        return Translated(found, code)

    _row: Callable[[str], str | None] | None = None

    def of(self, tree: Expression) -> Expression:
        """Return one part in our language."""
        if isinstance(tree, Lit):
            return tree
        if isinstance(tree, Ref):
            return self._reference(tree)
        if isinstance(tree, Op):
            return self._operation(tree)
        return self._call(tree)

    def _reference(self, ref: Ref) -> Expression:
        if ref.parts == ("this",):
            return ref
        if ref.parts == ("..",):
            raise Unsaid("import-path", text=self._text[:80])
        if ref.parts[0] == ATTRIBUTE:
            return self._attribute(ref.parts[1])
        meant = self._names.meant(ref.parts[0].removeprefix("last-saved#"))
        if meant.repeated:
            self._code = self._code or "import-repeat-once"
        return meant.is_

    def _attribute(self, name: str) -> Expression:
        found = self._row(name) if self._row else None
        if found is None:
            raise Unsaid("import-no-such-column", name=name[:40])
        return Lit(found)

    def _operation(self, tree: Op) -> Expression:
        if tree.name == "-" and all(_is_day_number(part) for part in tree.operands):
            later, earlier = (self.of(part.arguments[0]) for part in tree.operands)  # type: ignore[union-attr]
            return function("days_between", earlier, later)
        parts = [self.of(part) for part in tree.operands]
        if tree.name in {"=", "!="}:
            if isinstance(parts[0], Lit) and not isinstance(parts[1], Lit):
                parts.reverse()
            if all(isinstance(part, Lit) for part in parts):
                same = text_of(parts[0].value) == text_of(parts[1].value)  # type: ignore[union-attr]
                return Lit(same == (tree.name == "="))
            if (
                parts[1] == Lit("")
                and isinstance(parts[0], Ref)
                and self._kind(parts[0]) != "truth"
            ):
                answered = function("answered", parts[0])
                return answered if tree.name == "!=" else negated(answered)
            return self._several(tree.name, *parts) or self._compared(tree.name, *parts)
        if tree.name == "-" and {self._kind(part) for part in parts} == {"date"}:
            return function("days_between", parts[1], parts[0])
        if tree.name in {"and", "or"}:
            return _shortened(tree.name, parts)
        return Op(tree.name, tuple(parts))

    def _compared(self, name: str, left: Expression, right: Expression) -> Expression:
        if isinstance(left, Ref) and left.parts == ("this",) and self._own is not None:
            return Op(name, (left, coded(right, self._names.options(self._own))))
        options = self._names.options(left)
        if self._row and options and isinstance(right, Lit):
            said = text_of(right.value)
            if said and said not in options:  # a column that names no option lets nothing through
                return Lit(name == "!=")
        return self._names.compared(name, left, right)

    def _several(self, name: str, left: Expression, right: Expression) -> Expression | None:
        """Return what ${q} = 'a b' asks of several choices, which XPath joins by spaces."""
        options = self._names.options(self._own if left == Ref(("this",)) and self._own else left)
        if self._kind(left) != "codes" or not isinstance(right, Lit):
            return None
        said = (text_of(right.value) or "").split()
        if len(said) < 2 or not all(code in options for code in said):
            return None
        has = [Op("has", (left, Lit(options[code]))) for code in said]
        all_ = joined("and", *has, Op("=", (function("count", left), Lit(float(len(said))))))
        return all_ if name == "=" else negated(all_)

    def _kind(self, part: Expression) -> str:
        if isinstance(part, Call) and part.name in {"today", "date"}:
            return "date"
        if part == Ref(("this",)) and self._own is not None:
            return self._names.kind(self._own)
        return self._names.kind(part)

    def _call(self, call: Call) -> Expression:
        name = call.name
        if name in _NEVER and not call.arguments:
            if name == "now":
                self._code = "import-day-not-time"
                return function("today")
            return Lit(_NEVER[name])
        if name in _ITSELF and call.arguments:
            self._code = self._code or _ITSELF[name]
            return self.of(call.arguments[0])
        special = getattr(self, f"_{name.replace('-', '_')}_", None) if _PLAIN(name) else None
        if special is not None:
            try:
                return special(*call.arguments)
            except TypeError as error:
                raise Unsaid("expression-unknown-function", name=name[:40]) from error
        if name in _SAME:
            return Call(_SAME[name], tuple(self.of(part) for part in call.arguments))
        raise Unsaid("expression-unknown-function", name=name[:40])

    def _not_(self, part: Expression) -> Expression:
        found = self.of(part)
        return Lit(not found.value) if isinstance(found, Lit) else negated(found)

    def _boolean_(self, part: Expression) -> Expression:
        return negated(Op("not", (Op("not", (self.of(part),)),)))

    def _boolean_from_string_(self, part: Expression) -> Expression:
        return Op("in", (self.of(part), Lit("true"), Lit("1")))

    def _selected_(self, where: Expression, what: Expression) -> Expression:
        left, right = self.of(where), self.of(what)
        if isinstance(left, Lit) and isinstance(right, Lit):
            return Lit(text_of(right.value) in (text_of(left.value) or "").split())
        if isinstance(left, Lit) and isinstance(right, Ref):  # a list of names in a column
            return Op("in", (right, *(Lit(code) for code in (text_of(left.value) or "").split())))
        own = self._own if left == Ref(("this",)) and self._own is not None else left
        if self._names.kind(own) == "truth":
            return self._names.compared("=", own, coded(right, self._names.options(own)))
        return Op("has", (left, coded(right, self._names.options(own))))

    def _selected_at_(self, where: Expression, place: Expression) -> Expression:
        return function("at", self.of(where), _plus_one(self.of(place)))

    def _substr_(self, text: Expression, start: Expression, *end: Expression) -> Expression:
        first = self.of(start)
        if not end:
            return function("substring", self.of(text), _plus_one(first))
        last = self.of(end[0])
        length: Expression = Op("-", (last, first))
        if isinstance(first, Lit) and isinstance(last, Lit):
            length = Lit(float(last.value or 0) - float(first.value or 0))
        return function("substring", self.of(text), _plus_one(first), length)

    def _substring_before_(self, *_given: Expression) -> Expression:
        raise Unsaid("expression-unknown-function", name="substring-before")

    def _concat_(self, *given: Expression) -> Expression:
        """Return a text joined; fixed pieces, as a text with both quotes needs them, become one."""
        parts = [self.of(part) for part in given]
        fixed = [part.value for part in parts if isinstance(part, Lit)]
        if len(fixed) == len(parts) > 0 and all(isinstance(piece, str) for piece in fixed):
            return Lit("".join(str(piece) for piece in fixed))
        return Call("join", tuple(parts))

    def _int_(self, part: Expression) -> Expression:
        self._code = self._code or "import-rounded-down"
        return function("floor", self.of(part))

    def _pow_(self, base: Expression, exponent: Expression) -> Expression:
        times = self.of(exponent)
        if not isinstance(times, Lit) or times.value not in {2.0, 3.0, 4.0}:
            raise Unsaid("expression-unknown-function", name="pow")
        found = factor = self.of(base)
        for _time in range(int(times.value) - 1):
            found = Op("*", (found, factor))
        return found

    def _decimal_date_time_(self, part: Expression) -> Expression:
        return function("days_between", "1970-01-01", self.of(part))

    def _format_date_(self, part: Expression, form: Expression) -> Expression:
        pattern = form.value if isinstance(form, Lit) else ""
        if pattern == "%Y-%m-%d":
            return self.of(part)
        if pattern in _PARTS_OF_DATE:
            return function(_PARTS_OF_DATE[str(pattern)], self.of(part))
        raise Unsaid("import-no-pattern", pattern=str(pattern)[:60])

    def _regex_(self, subject: Expression, pattern: Expression) -> Expression:
        if not isinstance(pattern, Lit) or not isinstance(pattern.value, str):
            raise Unsaid("import-no-pattern", pattern=self._text[:60])
        found, nearly = formats.said(self.of(subject), pattern.value)
        if nearly:
            self._code = self._code or "import-pattern-as-format"
        return found

    def _count_(self, _part: Expression) -> Expression:
        raise Unsaid("import-counts-repeats", text=self._text[:80])

    def _position_(self, *_given: Expression) -> Expression:
        raise Unsaid("import-counts-repeats", text=self._text[:80])


def _is_day_number(part: Expression) -> bool:
    return isinstance(part, Call) and part.name == "decimal-date-time" and len(part.arguments) == 1


def _plus_one(part: Expression) -> Expression:
    if isinstance(part, Lit):
        return Lit(float(part.value or 0) + 1)
    if isinstance(part, Op) and part.name == "-" and part.operands[1] == Lit(1.0):
        return part.operands[0]
    return Op("+", (part, Lit(1.0)))


def _shortened(name: str, parts: list[Expression]) -> Expression:
    """Return a row of conditions without those that a choice's own columns have decided."""
    ends = name == "or"
    left = [part for part in parts if not (isinstance(part, Lit) and isinstance(part.value, bool))]
    decided = {
        part.value for part in parts if isinstance(part, Lit) and isinstance(part.value, bool)
    }
    if ends in decided:
        return Lit(ends)
    return joined(name, *left) if left else Lit(not ends)
