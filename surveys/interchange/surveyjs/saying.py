"""Our expressions in the language of SurveyJS."""

from collections.abc import Iterable

from surveys.definition import Question, Questionnaire
from surveys.interchange.climbing import Unsaid
from surveys.logic import Call, Expression, Lit, Op, Ref
from surveys.logic.ast import THIS
from surveys.logic.values import text_of

_STRENGTH = {"or": 1, "and": 2, "=": 3, "!=": 3, "<": 3, "<=": 3, ">": 3, ">=": 3,
             "+": 4, "-": 4, "*": 5, "/": 5, "mod": 5, "neg": 7}  # fmt: skip
_SIGN = {"mod": "%"}
_SAME = {"if": "iif", "sum": "sum", "min": "min", "max": "max", "mean": "avg", "round": "round",
         "today": "today", "year": "year", "month": "month", "day": "day"}  # fmt: skip
_SUMMING = frozenset({"sum", "min", "max", "mean"})


class Speaker:
    """Says expressions of one questionnaire; `own` is the question whose answer is checked."""

    def __init__(self, questionnaire: Questionnaire, own: str = "") -> None:
        """Take the questionnaire."""
        self._questions = questionnaire.questions
        self._own = own

    def say(self, expression: Expression) -> str:
        """Return the expression as SurveyJS reads it, or raise Unsaid."""
        return self._said(expression, 0)

    def _said(self, part: Expression, outside: int) -> str:
        if isinstance(part, Lit):
            return _literal(part)
        if isinstance(part, Ref):
            return self._reference(part, outside)
        if isinstance(part, Call):
            return self._call(part, outside)
        return self._operation(part, outside)

    def _question(self, ref: Ref) -> Question | None:
        return self._questions.get(self._own if ref.parts[0] == THIS else ref.parts[0])

    def _reference(self, ref: Ref, outside: int) -> str:
        question = self._question(ref)
        if question is None:
            raise Unsaid("export-no-such-part", name=ref.path)
        if question.type == "consent":
            return _bracketed(f"{{{question.code}}} = 'yes'", 3, outside)
        rest = ref.parts[1:]
        if rest and rest[0] in {"other", "comment"} and not question.rows:
            return f"{{{question.code}-Comment}}"
        return "{" + ".".join((question.code, *rest)) + "}"

    def _kind(self, part: Expression) -> str:
        question = self._question(part) if isinstance(part, Ref) else None
        if question is None or not isinstance(part, Ref):
            return ""
        if question.type in {"multiple", "ranking"} and len(part.parts) == 1:
            return "codes"
        return "codes" if question.type == "matrix_multiple" else question.type

    def _operation(self, op: Op, outside: int) -> str:
        name, parts = op.name, op.operands
        if name == "not":
            return self._opposite(parts[0], outside)
        if name == "has":
            sign = "contains" if self._kind(parts[0]) == "codes" else "="
            return _bracketed(
                f"{self._said(parts[0], 4)} {sign} {self._said(parts[1], 4)}", 3, outside
            )
        if name == "in":
            listed = ", ".join(self._said(part, 0) for part in parts[1:])
            return _bracketed(f"{self._said(parts[0], 4)} anyof [{listed}]", 3, outside)
        strength = _STRENGTH[name]
        if name == "neg":
            return _bracketed(f"-{self._said(parts[0], strength + 1)}", strength, outside)
        if name in {"and", "or"}:
            said = f" {name} ".join(self._said(part, strength + 1) for part in parts)
            return _bracketed(said, strength, outside)
        left = self._said(parts[0], strength if strength > 3 else 4)
        return _bracketed(f"{left} {_SIGN.get(name, name)} {self._said(parts[1], strength + 1)}",
                          strength, outside)  # fmt: skip

    def _opposite(self, part: Expression, outside: int) -> str:
        if isinstance(part, Call) and part.name == "answered" and len(part.arguments) == 1:
            said = [f"{text} empty" for text in self._parts(part.arguments[0])]
            return _bracketed(" and ".join(said), 3 if len(said) == 1 else 2, outside)
        return f"!({self._said(part, 0)})"

    def _parts(self, part: Expression) -> list[str]:
        """Return everything that a reference stands for: its rows, where it has only rows."""
        question = self._question(part) if isinstance(part, Ref) else None
        if question is None or not question.rows or not isinstance(part, Ref):
            return [self._said(part, 4)]
        if len(part.parts) > 1:
            return [self._said(part, 4)]
        tails = [column.code for column in question.columns]
        tails = ["1", "2"] if question.type == "matrix_dual" else tails
        return [
            "{" + ".".join((question.code, row.code, *([tail] if tail else []))) + "}"
            for row in question.rows
            for tail in tails or [""]
        ]

    def _call(self, call: Call, outside: int) -> str:
        name, given = call.name, call.arguments
        special = getattr(self, f"_{name}_", None)
        if special is not None:
            return _bracketed(str(special(*given)), 1, outside)
        if name not in _SAME:
            raise Unsaid("export-no-such-function", name=name)
        whole = name in _SUMMING
        parts = [text for part in given
                 for text in (self._parts(part) if whole else [self._said(part, 0)])]  # fmt: skip
        return f"{_SAME[name]}({', '.join(parts)})"

    def _answered_(self, *given: Expression) -> str:
        return " or ".join(f"{text} notempty" for part in given for text in self._parts(part))

    def _coalesce_(self, first: Expression, *rest: Expression) -> str:
        said = self._said(first, 4)
        if not rest:
            return said
        return f"iif({said} notempty, {said}, {self._coalesce_(*rest)})"

    def _count_(self, *given: Expression) -> str:
        if len(given) == 1 and self._kind(given[0]) == "codes":
            return self._length_(given[0])
        return _added(f"iif({text} notempty, 1, 0)" for p in given for text in self._parts(p))

    def _length_(self, part: Expression) -> str:
        said = self._said(part, 0)
        if not said.startswith("{"):
            raise Unsaid("export-no-such-function", name="length")
        return f"{said[:-1]}.length}}"

    def _count_if_(self, wanted: Expression, *given: Expression) -> str:
        value = self._said(wanted, 4)
        sign = "contains" if any(self._kind(part) == "codes" for part in given) else "="
        return _added(
            f"iif({text} {sign} {value}, 1, 0)" for part in given for text in self._parts(part)
        )

    def _contains_(self, where: Expression, what: Expression) -> str:
        return f"{self._said(where, 4)} contains {self._said(what, 4)}"

    def _join_(self, *given: Expression) -> str:
        first = given[0]
        is_text = isinstance(first, Lit) and isinstance(first.value, str)
        is_text = is_text and not str(first.value).replace(".", "").isdigit()  # type: ignore[union-attr]
        said = [self._said(part, 5) for part in given]
        return " + ".join(said if is_text else ["''", *said])

    def _substring_(self, text: Expression, start: Expression, *length: Expression) -> str:
        begin = f"{self._said(start, 4)} - 1"
        if isinstance(start, Lit) and isinstance(start.value, float):
            begin = f"{start.value - 1:g}"
        rest = "".join(f", {self._said(part, 0)}" for part in length)
        return f"substring({self._said(text, 0)}, {begin}{rest})"

    def _at_(self, where: Expression, place: Expression) -> str:
        said = self._said(where, 0)
        if not isinstance(place, Lit) or not isinstance(place.value, float) or place.value < 1:
            raise Unsaid("export-no-such-function", name="at")
        return f"{said[:-1]}[{place.value - 1:g}]}}"

    def _date_(self, *given: Expression) -> str:
        numbers = [part.value for part in given if isinstance(part, Lit)]
        if len(numbers) != 3 or not all(isinstance(n, float) for n in numbers):
            raise Unsaid("export-no-such-function", name="date")
        year, month, day = (int(n or 0) for n in numbers)
        return f"'{year:04d}-{month:02d}-{day:02d}'"

    def _days_between_(self, first: Expression, second: Expression) -> str:
        return f"dateDiff({self._said(first, 0)}, {self._said(second, 0)}, 'days')"

    def _years_between_(self, first: Expression, second: Expression) -> str:
        if second == Call("today", ()):
            return f"age({self._said(first, 0)})"
        return f"dateDiff({self._said(first, 0)}, {self._said(second, 0)}, 'years')"


def _added(parts: Iterable[str]) -> str:
    return " + ".join(parts)


def _bracketed(text: str, strength: int, outside: int) -> str:
    return f"({text})" if strength < outside else text


def _literal(literal: Lit) -> str:
    value = literal.value
    if value is None:
        return "undefined"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        escaped = value.replace("\\", "\\\\").replace("'", "\\'")
        return f"'{escaped}'"
    return text_of(value) or "0"
