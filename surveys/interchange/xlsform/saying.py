"""Our expressions as XPath, the language of forms."""

from collections.abc import Callable

from surveys.definition import Questionnaire
from surveys.interchange.climbing import Unsaid
from surveys.interchange.xlsform.formats import PATTERNS
from surveys.logic import Call, Expression, Lit, Op, Ref
from surveys.logic.ast import THIS
from surveys.logic.values import text_of

_STRENGTH = {"or": 1, "and": 2, "=": 3, "!=": 3, "<": 4, "<=": 4, ">": 4, ">=": 4,
             "+": 5, "-": 5, "*": 6, "/": 6, "mod": 6, "neg": 7}  # fmt: skip
_SIGN = {"/": "div"}
_SAME = {
    "if": "if", "length": "string-length", "contains": "contains", "starts": "starts-with",
    "ends": "ends-with", "join": "concat", "round": "round", "floor": "floor", "ceil": "ceiling",
    "abs": "abs", "sqrt": "sqrt",
    "number": "number", "text": "string", "today": "today", "min": "min",
    "max": "max",
}  # fmt: skip
_NONE: list[tuple[str, ...]] = [()]
_OF_DATE = {"year": "%Y", "month": "%m", "day": "%d"}


class Speaker:
    """Says expressions of one questionnaire; `names` gives the names of its parts in the form."""

    def __init__(self, questionnaire: Questionnaire, names: Callable[[Ref], str | None]) -> None:
        """Take the questionnaire and the names."""
        self._questions = questionnaire.questions
        self._names = names

    def say(self, expression: Expression) -> str:
        """Return the expression as XPath, or raise Unsaid."""
        return self._said(expression, 0)

    def _said(self, part: Expression, outside: int) -> str:
        if isinstance(part, Lit):
            return _literal(part)
        if isinstance(part, Ref):
            return self._reference(part, outside)
        if isinstance(part, Call):
            return self._call(part)
        return self._operation(part, outside)

    def _reference(self, ref: Ref, outside: int) -> str:
        if ref.parts == (THIS,):
            return "."
        name = self._names(ref)
        if name is None:
            raise Unsaid("export-no-such-part", name=ref.path)
        if self._is_consent(ref):
            return _bracketed(f"${{{name}}} = 'OK'", 3, outside)
        return f"${{{name}}}"

    def _is_consent(self, ref: Ref) -> bool:
        question = self._questions.get(ref.parts[0])
        return question is not None and question.type == "consent"

    def _operation(self, op: Op, outside: int) -> str:
        name, parts = op.name, op.operands
        if name == "not":
            inner = parts[0]
            if isinstance(inner, Call) and inner.name == "answered" and len(inner.arguments) == 1:
                return _bracketed(" and ".join(self._open(inner.arguments[0])), 2, outside)
            return f"not({self._said(inner, 0)})"
        if name == "has":
            return f"selected({self._said(parts[0], 0)}, {self._said(parts[1], 0)})"
        if name == "in":
            either = [f"{self._said(parts[0], 4)} = {self._said(part, 4)}" for part in parts[1:]]
            return _bracketed(" or ".join(either), 1, outside)
        strength = _STRENGTH[name]
        if name == "neg":
            return _bracketed(f"-{self._said(parts[0], strength + 1)}", strength, outside)
        if name in {"and", "or"}:
            said = f" {name} ".join(self._said(part, strength + 1) for part in parts)
            return _bracketed(said, strength, outside)
        left = self._said(parts[0], strength if strength > 4 else 5)
        right = self._said(parts[1], strength + 1 if strength > 4 else 5)
        return _bracketed(f"{left} {_SIGN.get(name, name)} {right}", strength, outside)

    def _parts(self, part: Expression) -> list[str]:
        """Return everything that a reference stands for: its rows, where it has only rows."""
        if isinstance(part, Ref) and self._names(part) is None and part.parts[0] != THIS:
            question = self._questions.get(part.parts[0])
            rows = [row.code for row in question.rows] if question else []
            cells = [column.code for column in question.columns] if question else []
            cells = ["1", "2"] if question and question.type == "matrix_dual" else cells
            refs = [Ref((part.parts[0], row, *rest)) for row in rows
                    for rest in [(cell,) for cell in cells] or _NONE]  # fmt: skip
            if refs and len(part.parts) == 1:
                return [self._reference(ref, 5) for ref in refs]
        return [self._said(part, 5)]

    def _open(self, part: Expression) -> list[str]:
        return [f"{said} = ''" for said in self._parts(part)]

    def _call(self, call: Call) -> str:
        name, given = call.name, call.arguments
        special = getattr(self, f"_{name}_", None)
        if special is not None:
            return str(special(*given))
        if name in _SAME:
            return f"{_SAME[name]}({', '.join(self._said(part, 0) for part in given)})"
        if name in _OF_DATE:
            return f"format-date({self._said(given[0], 0)}, '{_OF_DATE[name]}')"
        raise Unsaid("export-no-such-function", name=name)

    def _answered_(self, *given: Expression) -> str:
        said = [f"{text} != ''" for part in given for text in self._parts(part)]
        return said[0] if len(said) == 1 and len(given) == 1 else f"({' or '.join(said)})"

    def _coalesce_(self, first: Expression, *rest: Expression) -> str:
        if not rest:
            return self._said(first, 0)
        return f"coalesce({self._said(first, 0)}, {self._coalesce_(*rest)})"

    def _count_(self, *given: Expression) -> str:
        if len(given) == 1 and self._is_list(given[0]):
            return f"count-selected({self._said(given[0], 0)})"
        return self._added(f"if({text} != '', 1, 0)" for p in given for text in self._parts(p))

    def _is_list(self, part: Expression) -> bool:
        if not isinstance(part, Ref):
            return False
        if part.parts[0] == THIS:
            return True
        question = self._questions.get(part.parts[0])
        return question is not None and question.type in {"multiple", "ranking", "matrix_multiple"}

    def _count_if_(self, wanted: Expression, *given: Expression) -> str:
        value = self._said(wanted, 5)
        return self._added(
            f"if(selected({text}, {value}), 1, 0)" for part in given for text in self._parts(part)
        )

    def _sum_(self, *given: Expression) -> str:
        return self._added(f"coalesce({text}, 0)" for part in given for text in self._parts(part))

    def _mean_(self, *given: Expression) -> str:
        return f"({self._sum_(*given)} div {self._count_(*given)})"

    def _added(self, parts: object) -> str:
        listed = list(parts)  # type: ignore[call-overload]
        return listed[0] if len(listed) == 1 else f"({' + '.join(listed)})"

    def _substring_(self, text: Expression, start: Expression, *length: Expression) -> str:
        subject = self._said(text, 0)
        if isinstance(start, Lit) and isinstance(start.value, float):
            first = start.value - 1
            begin = f"{first:g}"
            if length and isinstance(length[0], Lit) and isinstance(length[0].value, float):
                return f"substr({subject}, {begin}, {first + length[0].value:g})"
        else:
            begin = f"{self._said(start, 5)} - 1"
        if not length:
            return f"substr({subject}, {begin})"
        return f"substr({subject}, {begin}, {begin} + {self._said(length[0], 6)})"

    def _matches_(self, subject: Expression, form: Expression) -> str:
        pattern = PATTERNS[str(form.value)] if isinstance(form, Lit) else ""
        return f"regex({self._said(subject, 0)}, '{pattern}')"

    def _at_(self, where: Expression, place: Expression) -> str:
        if isinstance(place, Lit) and isinstance(place.value, float):
            return f"selected-at({self._said(where, 0)}, {place.value - 1:g})"
        return f"selected-at({self._said(where, 0)}, {self._said(place, 5)} - 1)"

    def _date_(self, *given: Expression) -> str:
        numbers = [part.value for part in given if isinstance(part, Lit)]
        if len(numbers) != 3 or not all(isinstance(n, float) for n in numbers):
            raise Unsaid("export-no-such-function", name="date")
        year, month, day = (int(n or 0) for n in numbers)
        return f"date('{year:04d}-{month:02d}-{day:02d}')"

    def _days_between_(self, first: Expression, second: Expression) -> str:
        later, earlier = self._said(second, 0), self._said(first, 0)
        return f"(decimal-date-time({later}) - decimal-date-time({earlier}))"

    def _years_between_(self, first: Expression, second: Expression) -> str:
        a, b = self._said(first, 0), self._said(second, 0)
        years = f"format-date({b}, '%Y') - format-date({a}, '%Y')"
        day = "format-date({0}, '%m') * 100 + format-date({0}, '%d')"
        return f"({years} - if({day.format(b)} < {day.format(a)}, 1, 0))"


def _bracketed(text: str, strength: int, outside: int) -> str:
    return f"({text})" if strength < outside else text


def _literal(literal: Lit) -> str:
    value = literal.value
    if value is None:
        return "''"
    if isinstance(value, bool):
        return "true()" if value else "false()"
    if isinstance(value, str):
        return quoted(value)
    return text_of(value) or "0"


def quoted(text: str) -> str:
    """Return a text between quotes; XPath has no way to write both kinds in one."""
    if "'" not in text:
        return f"'{text}'"
    if '"' not in text:
        return f'"{text}"'
    pieces = text.split("'")
    return "concat(" + ', "\'", '.join(f"'{piece}'" for piece in pieces) + ")"
