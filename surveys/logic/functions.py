"""The functions of the expression language; `static/js/expression.js` has the same ones."""

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from surveys.logic.values import (
    MOST_PLACES,
    Value,
    codes_of,
    equal,
    finite,
    is_missing,
    number_of,
    rounded,
    text_of,
    truth,
)

Kind = Literal["number", "text", "date", "truth", "code", "codes", "parts", "missing", "any"]
"""What an expression gives. parts: a question that has only rows; any: cannot be said before."""

MANY = 400
LONGEST_TEXT = 10_000
_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
FORMATS = {
    "mail": re.compile(r"[A-Za-z0-9._%+\-]{1,64}@[A-Za-z0-9\-]{1,63}(\.[A-Za-z0-9\-]{1,63}){1,8}"),
    "phone": re.compile(r"\+?(?=(?:-?[0-9]){9,15}\Z)[0-9]{2,5}(-?[0-9]{1,4}){1,3}"),
    "postal_code": re.compile(r"[0-9]{3}-?[0-9]{4}"),
    "url": re.compile(r"https?://[!-~]{1,2000}"),
    "digits": re.compile(r"[0-9]+"),
    "katakana": re.compile(r"[ァ-ヺー・ 　]+"),
    "hiragana": re.compile(r"[ぁ-ゖー・ 　]+"),
}


@dataclass(frozen=True)
class Surroundings:
    """What a function may know besides its arguments: which day it is in Japan."""

    today: date


Given = Sequence[Value]


@dataclass(frozen=True)
class Function:
    """One function: how many arguments it takes, what it returns, how it is worked out.

    `sees_parts`: a question with rows stands for all of them. `result` and `wants` are types of
    `check`: what comes out, and what each argument should be (the last one stands for the rest).
    """

    name: str
    least: int
    most: int
    result: Kind
    apply: Callable[[Given, Surroundings], Value]
    wants: tuple[Kind, ...] = ("any",)
    sees_parts: bool = False

    def takes(self, count: int) -> bool:
        """Whether it takes this many arguments."""
        return self.least <= count <= self.most


def _numbers(given: Given) -> list[float]:
    return [number for value in given if (number := number_of(value)) is not None]


def _sum(given: Given, _around: Surroundings) -> Value:
    total = 0.0
    for number in _numbers(given):
        total += number
    return finite(total)


def _least(given: Given, _around: Surroundings) -> Value:
    return min(_numbers(given), default=None)


def _most(given: Given, _around: Surroundings) -> Value:
    return max(_numbers(given), default=None)


def _mean(given: Given, around: Surroundings) -> Value:
    numbers = _numbers(given)
    total = _sum(given, around)
    return total / len(numbers) if numbers and isinstance(total, float) else None


def _count(given: Given, _around: Surroundings) -> Value:
    return float(sum(len(v) if isinstance(v, list) else not is_missing(v) for v in given))


def _count_if(given: Given, _around: Surroundings) -> Value:
    wanted = given[0]
    total = 0
    for value in given[1:]:
        if isinstance(value, list):
            total += sum(equal(code, wanted) for code in value)
        else:
            total += equal(value, wanted) and not is_missing(value)
    return float(total)


def _answered(given: Given, _around: Surroundings) -> Value:
    return any(not is_missing(value) for value in given)


def _round(given: Given, _around: Surroundings) -> Value:
    number = number_of(given[0])
    places = number_of(given[1]) if len(given) > 1 else 0.0
    if number is None or places not in range(MOST_PLACES + 1):
        return None
    return rounded(number, int(places or 0))


def _floor(given: Given, _around: Surroundings) -> Value:
    number = number_of(given[0])
    return None if number is None else float(math.floor(number))


def _ceil(given: Given, _around: Surroundings) -> Value:
    number = number_of(given[0])
    return None if number is None else float(math.ceil(number))


def _abs(given: Given, _around: Surroundings) -> Value:
    number = number_of(given[0])
    return None if number is None else abs(number)


def _sqrt(given: Given, _around: Surroundings) -> Value:
    number = number_of(given[0])
    return None if number is None or number < 0 else math.sqrt(number)


def _coalesce(given: Given, _around: Surroundings) -> Value:
    return next((value for value in given if not is_missing(value)), None)


def _number(given: Given, _around: Surroundings) -> Value:
    return number_of(given[0])


def _text(given: Given, _around: Surroundings) -> Value:
    return text_of(given[0])


def _length(given: Given, _around: Surroundings) -> Value:
    return float(len(text_of(given[0]) or ""))


_LOWER = {ord("A") + n: ord("a") + n for n in range(26)}
_UPPER = {ord("a") + n: ord("A") + n for n in range(26)}


def _lower(given: Given, _around: Surroundings) -> Value:
    text = text_of(given[0])
    return None if text is None else text.translate(_LOWER)


def _upper(given: Given, _around: Surroundings) -> Value:
    text = text_of(given[0])
    return None if text is None else text.translate(_UPPER)


def _contains(given: Given, _around: Surroundings) -> Value:
    return (text_of(given[1]) or "") in (text_of(given[0]) or "")


def _starts(given: Given, _around: Surroundings) -> Value:
    return (text_of(given[0]) or "").startswith(text_of(given[1]) or "")


def _ends(given: Given, _around: Surroundings) -> Value:
    return (text_of(given[0]) or "").endswith(text_of(given[1]) or "")


def _substring(given: Given, _around: Surroundings) -> Value:
    text, start = text_of(given[0]), number_of(given[1])
    length = number_of(given[2]) if len(given) > 2 else float(LONGEST_TEXT)
    if text is None or start is None or length is None or abs(start) > 1e9 or abs(length) > 1e9:
        return None
    first = max(0, math.floor(start) - 1)
    return text[first : first + max(0, math.floor(length))]


def _join(given: Given, _around: Surroundings) -> Value:
    return "".join(text_of(value) or "" for value in given)[:LONGEST_TEXT]


def _matches(given: Given, _around: Surroundings) -> Value:
    pattern = FORMATS.get(given[1]) if isinstance(given[1], str) else None
    text = text_of(given[0])
    return pattern is not None and text is not None and pattern.fullmatch(text) is not None


def _rank(given: Given, _around: Surroundings) -> Value:
    codes, wanted = codes_of(given[0]), text_of(given[1])
    return float(codes.index(wanted) + 1) if wanted in codes else None


def _at(given: Given, _around: Surroundings) -> Value:
    codes, place = codes_of(given[0]), number_of(given[1])
    if place is None or place != math.floor(place) or not 1 <= place <= len(codes):
        return None
    return codes[int(place) - 1]


def day_of(value: Value) -> tuple[int, int, int] | None:
    """Return year, month and day of an ISO text; a month, a year stands for its first day."""
    found = _DATE.fullmatch(value) if isinstance(value, str) else None
    if not found:
        return None
    year, month, day = int(found[1]), int(found[2] or "1"), int(found[3] or "1")
    try:
        date(year, month, day)
    except ValueError:
        return None
    return year, month, day


def _today(_given: Given, around: Surroundings) -> Value:
    return around.today.isoformat()


def _date(given: Given, _around: Surroundings) -> Value:
    numbers = [number_of(value) for value in given]
    whole = [int(n) for n in numbers if n is not None and n == math.floor(n) and 0 <= n <= 9999]
    if len(whole) != 3:
        return None
    text = f"{whole[0]:04d}-{whole[1]:02d}-{whole[2]:02d}"
    return text if day_of(text) else None


def _year(given: Given, _around: Surroundings) -> Value:
    day = day_of(given[0])
    return float(day[0]) if day else None


def _month(given: Given, _around: Surroundings) -> Value:
    day = day_of(given[0])
    return float(day[1]) if day else None


def _day(given: Given, _around: Surroundings) -> Value:
    day = day_of(given[0])
    return float(day[2]) if day else None


def _days_between(given: Given, _around: Surroundings) -> Value:
    first, second = day_of(given[0]), day_of(given[1])
    if first is None or second is None:
        return None
    return float((date(*second) - date(*first)).days)


def _years_between(given: Given, _around: Surroundings) -> Value:
    """Return full years, as ages are counted."""
    first, second = day_of(given[0]), day_of(given[1])
    if first is None or second is None:
        return None
    if second < first:
        return None
    return float(second[0] - first[0] - (second[1:] < first[1:]))


def _if(given: Given, _around: Surroundings) -> Value:
    return given[1] if truth(given[0]) else given[2]


FUNCTIONS = {
    function.name: function
    for function in (
        Function("answered", 1, MANY, "truth", _answered, sees_parts=True),
        Function("count", 1, MANY, "number", _count, sees_parts=True),
        Function("count_if", 2, MANY, "number", _count_if, sees_parts=True),
        Function("sum", 1, MANY, "number", _sum, ("number",), sees_parts=True),
        Function("min", 1, MANY, "number", _least, ("number",), sees_parts=True),
        Function("max", 1, MANY, "number", _most, ("number",), sees_parts=True),
        Function("mean", 1, MANY, "number", _mean, ("number",), sees_parts=True),
        Function("round", 1, 2, "number", _round, ("number", "number")),
        Function("floor", 1, 1, "number", _floor, ("number",)),
        Function("ceil", 1, 1, "number", _ceil, ("number",)),
        Function("abs", 1, 1, "number", _abs, ("number",)),
        Function("sqrt", 1, 1, "number", _sqrt, ("number",)),
        Function("if", 3, 3, "any", _if),
        Function("coalesce", 1, MANY, "any", _coalesce),
        Function("number", 1, 1, "number", _number),
        Function("text", 1, 1, "text", _text),
        Function("length", 1, 1, "number", _length),
        Function("lower", 1, 1, "text", _lower),
        Function("upper", 1, 1, "text", _upper),
        Function("contains", 2, 2, "truth", _contains),
        Function("starts", 2, 2, "truth", _starts),
        Function("ends", 2, 2, "truth", _ends),
        Function("substring", 2, 3, "text", _substring, ("any", "number", "number")),
        Function("join", 1, MANY, "text", _join),
        Function("matches", 2, 2, "truth", _matches),
        Function("rank", 2, 2, "number", _rank, ("codes", "any")),
        Function("at", 2, 2, "text", _at, ("codes", "number")),
        Function("today", 0, 0, "date", _today),
        Function("date", 3, 3, "date", _date, ("number",)),
        Function("year", 1, 1, "number", _year, ("date",)),
        Function("month", 1, 1, "number", _month, ("date",)),
        Function("day", 1, 1, "number", _day, ("date",)),
        Function("days_between", 2, 2, "number", _days_between, ("date",)),
        Function("years_between", 2, 2, "number", _years_between, ("date",)),
    )
}
