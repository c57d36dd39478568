"""Our expressions said in ExpressionScript, as far as LimeSurvey can say them."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from surveys.definition import Question
from surveys.logic import Call, Expression, Lit, Op, Ref
from surveys.logic.ast import THIS
from surveys.logic.functions import FORMATS
from surveys.logic.values import text_of

_SIGNS = {"=": "==", "and": "and", "or": "or"}


class NotSayable(ValueError):
    """LimeSurvey has nothing that says the same; the message names what."""


@dataclass(frozen=True)
class Called:
    """What a question and its parts are called in LimeSurvey."""

    question: Question
    code: str
    options: Mapping[str, str]
    second: Mapping[str, str]
    rows: Mapping[str, str]
    columns: Mapping[str, str]
    other: str = ""
    """Our code of the option that LimeSurvey calls "other"."""


class Script:
    """Says expressions with the names of one export."""

    def __init__(self, called: Mapping[str, Called]) -> None:
        """Begin with the names of all questions."""
        self._called = called

    def say(self, expression: Expression, own: Called | None = None) -> str:
        """Return the expression; raises NotSayable."""
        return _Saying(self._called, own).value(expression)

    def name(self, reference: Ref) -> str:
        """Return what a reference is called."""
        return _Saying(self._called, None).name(reference)


class _Saying:
    def __init__(self, called: Mapping[str, Called], own: Called | None) -> None:
        self._called = called
        self._own = own

    def of(self, reference: Ref) -> Called:
        """Return the question of a reference."""
        if reference.parts[0] == THIS and self._own is not None:
            return self._own
        found = self._called.get(reference.parts[0])
        if found is None:
            raise NotSayable(reference.path)
        return found

    def name(self, reference: Ref) -> str:
        """Return the variable of one value."""
        called, parts = self.of(reference), reference.parts[1:]
        type_ = called.question.type
        if parts in {("other",), ("comment",)}:
            return f"{called.code}_{parts[0]}"
        if type_ == "matrix_dual" and len(parts) == 2:
            return f"{called.code}_{called.rows[parts[0]]}_{int(parts[1]) - 1}"
        if len(parts) == 2:
            return f"{called.code}_{called.rows[parts[0]]}_{called.columns[parts[1]]}"
        if len(parts) == 1 and type_ != "matrix_multiple":
            return f"{called.code}_{called.rows[parts[0]]}"
        if parts or type_ in {"multiple", "consent", "ranking", "note"} or called.rows:
            raise NotSayable(reference.path)
        return called.code

    def names(self, reference: Ref) -> list[str]:
        """Return the variables of everything that a reference stands for."""
        called, parts = self.of(reference), reference.parts[1:]
        question = called.question
        if question.type in {"multiple", "consent"} and not parts:
            return [self._box(called, code) for code in called.options]
        if question.type == "ranking":
            return [f"{called.code}_{n}" for n in range(1, len(called.options) + 1)]
        if question.type == "matrix_multiple":
            rows = [called.rows[parts[0]]] if parts else list(called.rows.values())
            return [f"{called.code}_{r}_{c}" for r in rows for c in called.options.values()]
        if not called.rows or parts:
            return [self.name(reference)]
        tails: list[tuple[str, ...]] = [()]
        if question.type == "matrix_dual":
            tails = [("1",), ("2",)]
        elif called.columns:
            tails = [(column,) for column in called.columns]
        return [self.name(Ref((*reference.parts, row, *t))) for row in called.rows for t in tails]

    def _box(self, called: Called, code: str) -> str:
        return f"{called.code}_{'other' if code == called.other else called.options[code]}"

    def value(self, part: Expression) -> str:
        """Return what an expression is called."""
        if isinstance(part, Lit):
            return _literal(part)
        if isinstance(part, Ref):
            return f"{self.name(part)}.NAOK"
        if isinstance(part, Call):
            return self._call(part)
        return self._operation(part)

    def _operation(self, operation: Op) -> str:
        name, operands = operation.name, operation.operands
        if name == "not":
            return f"!({self.value(operands[0])})"
        if name == "neg":
            return f"(-{self.value(operands[0])})"
        if name == "has":
            return self._has(*operands)
        if name == "in":
            each = (Op("=", (operands[0], wanted)) for wanted in operands[1:])
            return "(" + " or ".join(self.value(one) for one in each) + ")"
        if name in {"=", "!="}:
            return self._equality(name, *operands)
        said = [self.value(part) for part in operands]
        if name == "mod":
            return f"({said[0]} - {said[1]} * floor({said[0]} / {said[1]}))"
        return "(" + f" {_SIGNS.get(name, name)} ".join(said) + ")"

    def _has(self, left: Expression, right: Expression) -> str:
        if not isinstance(left, Ref) or not isinstance(right, Lit):
            raise NotSayable("has")
        called, code = self.of(left), text_of(right.value) or ""
        type_ = called.question.type
        if type_ == "multiple" and code == called.other and not left.parts[1:]:
            return f"!is_empty({called.code}_other.NAOK)"
        if type_ in {"multiple", "consent"} and code in called.options:
            return f'({self._box(called, code)}.NAOK == "Y")'
        if type_ == "matrix_multiple" and code in called.options and left.parts[1:]:
            row = called.rows[left.parts[1]]
            return f'({called.code}_{row}_{called.options[code]}.NAOK == "1")'
        if type_ == "ranking" and code in called.options:
            each = (f'{name}.NAOK == "{called.options[code]}"' for name in self.names(left))
            return "(" + " or ".join(each) + ")"
        return self._equality("=", left, right)

    def _equality(self, name: str, left: Expression, right: Expression) -> str:
        if isinstance(left, Lit) and not isinstance(right, Lit):
            left, right = right, left
        if isinstance(right, Lit) and right.value in {None, ""}:
            empty = self._empty(left)
            return empty if name == "=" else f"!{empty}"
        sign = "==" if name == "=" else "!="
        return f"({self.value(left)} {sign} {self._code(left, right)})"

    def _empty(self, part: Expression) -> str:
        if isinstance(part, Ref):
            names = self.names(part)
            if len(names) > 1:
                return f"(count({', '.join(names)}) == 0)"
            return f"is_empty({names[0]}.NAOK)"
        return f"is_empty({self.value(part)})"

    def _code(self, left: Expression, right: Expression) -> str:
        """Return what an answer is compared with, by LimeSurvey's code."""
        if isinstance(left, Ref) and isinstance(right, Lit) and right.value is not None:
            called, code = self.of(left), text_of(right.value) or ""
            second = called.question.type == "matrix_dual" and left.parts[-1] == "2"
            codes = called.second if second else called.options
            if code == called.other and code and not left.parts[1:]:
                return '"-oth-"'
            if code in codes and left.parts[-1] not in {"other", "comment"}:
                return f'"{codes[code]}"'
        return self.value(right)

    # -- functions --------------------------------------------------------------------------

    def _call(self, call: Call) -> str:
        function = _FUNCTIONS.get(call.name)
        if function is None:
            raise NotSayable(call.name)
        return function(self, call)

    def each(self, arguments: tuple[Expression, ...]) -> str:
        """Return arguments with every part of a question."""
        found: list[str] = []
        for argument in arguments:
            if isinstance(argument, Ref):
                found += [f"{name}.NAOK" for name in self.names(argument)]
            else:
                found.append(self.value(argument))
        return ", ".join(found)


def _literal(part: Lit) -> str:
    if part.value is None:
        return '""'
    if isinstance(part.value, bool):
        return "1" if part.value else "0"
    if isinstance(part.value, str):
        if "\\" in part.value or "{" in part.value or "}" in part.value:
            raise NotSayable(part.value[:20])
        quote = "'" if '"' in part.value else '"'
        return quote + part.value.replace(quote, f"\\{quote}") + quote
    return text_of(part.value) or "0"


Said = Callable[[_Saying, Call], str]


def _plain(name: str) -> Said:
    return lambda saying, call: f"{name}({', '.join(saying.value(p) for p in call.arguments)})"


def _many(name: str) -> Said:
    return lambda saying, call: f"{name}({saying.each(call.arguments)})"


def _answered(saying: _Saying, call: Call) -> str:
    return f"(count({saying.each(call.arguments)}) > 0)"


def _mean(saying: _Saying, call: Call) -> str:
    listed = saying.each(call.arguments)
    return f"(sum({listed}) / count({listed}))"


def _count_if(saying: _Saying, call: Call) -> str:
    wanted, *rest = call.arguments
    first = rest[0] if rest else wanted
    return f"countif({saying._code(first, wanted)}, {saying.each(tuple(rest))})"


def _coalesce(saying: _Saying, call: Call) -> str:
    said = [saying.value(part) for part in call.arguments]
    found = said[-1]
    for one in reversed(said[:-1]):
        found = f"if(!is_empty({one}), {one}, {found})"
    return found


def _same(saying: _Saying, call: Call) -> str:
    return saying.value(call.arguments[0])


def _regex(before: str, after: str) -> Said:
    def say(saying: _Saying, call: Call) -> str:
        wanted = call.arguments[1]
        if not isinstance(wanted, Lit) or not isinstance(wanted.value, str):
            raise NotSayable(call.name)
        if not re.fullmatch(r"[\w \-@.]+", wanted.value):
            raise NotSayable(wanted.value[:20])
        pattern = wanted.value.replace(".", "[.]")
        return f'regexMatch("/{before}{pattern}{after}/", {saying.value(call.arguments[0])})'

    return say


def _matches(saying: _Saying, call: Call) -> str:
    wanted = call.arguments[1]
    pattern = FORMATS.get(wanted.value) if isinstance(wanted, Lit) else None  # type: ignore[arg-type]
    if pattern is None or "{" in pattern.pattern:
        raise NotSayable("matches")
    return f'regexMatch("/^{pattern.pattern}$/u", {saying.value(call.arguments[0])})'


def _substring(saying: _Saying, call: Call) -> str:
    start = call.arguments[1]
    if not isinstance(start, Lit) or not isinstance(start.value, float):
        raise NotSayable("substring")
    rest = "".join(f", {saying.value(part)}" for part in call.arguments[2:])
    return f"substr({saying.value(call.arguments[0])}, {int(start.value) - 1}{rest})"


def _part_of_date(start: int, length: int) -> Said:
    def say(saying: _Saying, call: Call) -> str:
        return f"floatval(substr({saying.value(call.arguments[0])}, {start}, {length}))"

    return say


def _at(saying: _Saying, call: Call) -> str:
    reference, place = call.arguments
    if not isinstance(reference, Ref) or not isinstance(place, Lit):
        raise NotSayable("at")
    called = saying.of(reference)
    if called.question.type != "ranking" or not isinstance(place.value, float):
        raise NotSayable("at")
    return f"{called.code}_{int(place.value)}.NAOK"


def _rank(saying: _Saying, call: Call) -> str:
    reference, wanted = call.arguments
    if not isinstance(reference, Ref) or not isinstance(wanted, Lit):
        raise NotSayable("rank")
    called = saying.of(reference)
    code = called.options.get(text_of(wanted.value) or "")
    if code is None:
        raise NotSayable("rank")
    found = '""'
    for n in range(len(called.options), 0, -1):
        found = f'if({called.code}_{n}.NAOK == "{code}", {n}, {found})'
    return found


_FUNCTIONS: dict[str, Said] = {
    "answered": _answered,
    "count": _many("count"),
    "sum": _many("sum"),
    "min": _many("min"),
    "max": _many("max"),
    "mean": _mean,
    "count_if": _count_if,
    "round": _plain("round"),
    "floor": _plain("floor"),
    "ceil": _plain("ceil"),
    "abs": _plain("abs"),
    "sqrt": _plain("sqrt"),
    "if": _plain("if"),
    "coalesce": _coalesce,
    "number": _plain("floatval"),
    "text": _same,
    "length": _plain("strlen"),
    "lower": _plain("strtolower"),
    "upper": _plain("strtoupper"),
    "join": _plain("join"),
    "contains": _regex("", ""),
    "starts": _regex("^", ""),
    "ends": _regex("", "$"),
    "matches": _matches,
    "substring": _substring,
    "at": _at,
    "rank": _rank,
    "today": lambda _saying, _call: 'date("Y-m-d")',
    "year": _part_of_date(0, 4),
    "month": _part_of_date(5, 2),
    "day": _part_of_date(8, 2),
}
