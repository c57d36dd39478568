"""Limits that other programs write as conditions, found again: . >= 1 and . <= 5 is min and max."""

import re
from typing import Any

from surveys.interchange.climbing import function, joined, negated
from surveys.logic import Call, Expression, Lit, Op, Ref

THIS = Ref(("this",))
_COUNT = Call("count", (THIS,))
_LENGTH = Call("length", (THIS,))
_TURNED = {"<": ">", ">": "<", "<=": ">=", ">=": "<=", "=": "="}
_DAY = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
Plain = dict[str, Any]


def taken(question: Plain, condition: Expression) -> list[Expression]:
    """Put the limits of a condition into the question; return what is left of it."""
    whole = isinstance(condition, Op) and condition.name == "and"
    parts = condition.operands if whole else (condition,)  # type: ignore[union-attr]
    return [part for part in parts if not _taken(question, part)]


def conditions(question: Any) -> list[Expression]:
    """Return the limits of a question as conditions, as `taken` finds them again."""
    found: list[Expression] = []
    type_ = question.type
    if type_ == "number":
        found += _between(THIS, question.min, question.max)
        if question.decimals not in (None, 0, 6):
            rounded = function("round", THIS, float(question.decimals))
            found.append(Op("=", (THIS, rounded)))
    elif type_ in {"short_text", "long_text"}:
        found += _between(_LENGTH, None, question.max_length)
        if question.format:
            found.append(function("matches", THIS, question.format))
    elif type_ == "date":
        for sign, day in ((">=", question.earliest), ("<=", question.latest)):
            if day:
                found.append(Op(sign, (THIS, Lit(day))))
    elif type_ in {"multiple", "ranking"}:
        found += _between(_COUNT, question.min_choices, question.max_choices)
        alone = question.exclusive_codes if type_ == "multiple" else ()
        found += [_alone(option.code) for option in question.options if option.code in alone]
    return found


def _between(subject: Expression, least: Any, most: Any) -> list[Expression]:
    found: list[Expression] = []
    if least is not None:
        found.append(Op(">=", (subject, _number(least))))
    if most is not None:
        found.append(Op("<=", (subject, _number(most))))
    return found


def _number(value: float) -> Expression:
    """Return a number as the grammar reads it: a sign stands before it."""
    return Op("neg", (Lit(float(-value)),)) if value < 0 else Lit(float(value))


def _alone(code: str) -> Expression:
    return negated(joined("and", Op("has", (THIS, Lit(code))), Op(">", (_COUNT, Lit(1.0)))))


def _taken(question: Plain, part: Expression) -> bool:
    if question["type"] in {"multiple", "ranking"}:
        for option in question["options"] if question["type"] == "multiple" else ():
            if part == _alone(option["code"]):
                option["exclusive"] = True
                return True
    if isinstance(part, Call) and part.name == "matches" and question["type"] == "short_text":
        named = part.arguments[1]
        if part.arguments[0] == THIS and isinstance(named, Lit) and "format" not in question:
            question["format"] = named.value
            return True
    if not isinstance(part, Op) or part.name not in _TURNED:
        return False
    left, right, sign = part.operands[0], part.operands[1], part.name
    if _constant(left) is not None and _constant(right) is None:
        left, right, sign = right, left, _TURNED[sign]
    value = _constant(right)
    if value is None:
        return _is_rounded(question, left, right, sign)
    return _compared(question, left, sign, value)


def _constant(part: Expression) -> float | str | None:
    if isinstance(part, Op) and part.name == "neg" and isinstance(part.operands[0], Lit):
        value = part.operands[0].value
        return -value if isinstance(value, float) else None
    if isinstance(part, Lit) and not isinstance(part.value, bool):
        return part.value
    return None


def _is_rounded(question: Plain, left: Expression, right: Expression, sign: str) -> bool:
    if question["type"] == "number" and sign == "=" and left == THIS:
        for places in range(1, 6):
            if right == function("round", THIS, float(places)):
                question["decimals"] = places
                return True
    return False


def _compared(question: Plain, left: Expression, sign: str, value: float | str) -> bool:
    type_ = question["type"]
    if type_ == "number" and left == THIS:
        return _amount(question, sign, value)
    if type_ == "date" and left == THIS:
        key = {">=": "earliest", "<=": "latest"}.get(sign)
        if key and isinstance(value, str) and _DAY.fullmatch(value) and key not in question:
            question[key] = value
            return True
        return False
    if not isinstance(value, float) or not value.is_integer():
        return False
    if left == _LENGTH and type_ in {"short_text", "long_text"}:
        most = int(value) - (sign == "<")
        if sign in {"<", "<="} and 1 <= most <= 10_000 and "max_length" not in question:
            question["max_length"] = most
            return True
    if left == _COUNT and type_ in {"multiple", "ranking"}:
        return _choices(question, sign, int(value))
    return False


def _amount(question: Plain, sign: str, value: float | str) -> bool:
    if isinstance(value, str) or abs(value) > 1e15:
        return False
    whole = not question.get("decimals")
    key = {">=": "min", "<=": "max", ">": "min", "<": "max"}.get(sign)
    if key is None or key in question or (sign in {"<", ">"} and not whole):
        return False
    if sign in {"<", ">"}:
        if not value.is_integer():
            return False
        value += 1 if sign == ">" else -1
    question[key] = int(value) if value.is_integer() else value
    return True


def _choices(question: Plain, sign: str, value: int) -> bool:
    limits = {">=": ("min", value), ">": ("min", value + 1), "<=": ("max", value),
              "<": ("max", value - 1)}  # fmt: skip
    wanted = [("min", value), ("max", value)] if sign == "=" else [limits[sign]]
    ordinary = sum(not option.get("exclusive") for option in question["options"])
    if any(not 1 <= n <= ordinary or f"{end}_choices" in question for end, n in wanted):
        return False
    question |= {f"{end}_choices": n for end, n in wanted}
    return question.get("min_choices", 1) <= question.get("max_choices", ordinary)
