"""Random expressions and answers, the same for a seed: what the two evaluators are compared on."""

import random
from datetime import date, timedelta
from typing import Any

from surveys.logic import Call, Expression, Lit, Op, Ref
from surveys.logic.functions import FORMATS, FUNCTIONS

TEXTS = (
    "", " ", "はい", "犬", "𠮷野家", "𠮷", "Ａ", "ﾊﾝｶｸ", "カタカナ", "ひらがな",
    "１２", "12", " 12 ", "012", "-3", "1.5", "0", "3.14159265358979", "1e3", "abc", "ABC",
    "ÀÉ", "a b",
    "it's", '"q"', "e\u0301", "👨‍👩‍👧", "㋿", "\u202eabc", "963-8601", "9638601",
    "024-924-2000", "024-924", "+81249242000",
    "a@example.jp", "a@b", "https://example.jp/", "true", "false", "line\nline", "　",
    "constructor", "__proto__",
)  # fmt: skip
DATES = (
    "2026-11-23", "2024-02-29", "2023-02-29", "1900-02-28", "2000-02-29", "0001-01-01",
    "9999-12-31", "2026-11", "2026", "2026-13-01", "0000-01-01", "1926-12-25", "2019-05-01",
    "2026-1-1",
)  # fmt: skip
NUMBERS = (
    0.0, 1.0, 2.0, 3.0, 0.5, 2.5, 1.005, 0.1, 0.2, 10.0, 99.0, 1e6, 123456.789, 999999999999999.0,
    1e15, 0.0000001, 0.000001, 4503599627370497.5, 1.0 / 3.0,
)  # fmt: skip
CODES = ("1", "2", "3", "01", "98", "a", "r1")
PATHS = (
    ("q1",), ("q2",), ("q3",), ("q4",), ("q5",), ("q6",), ("q7", "r1"), ("q7", "r2"), ("q7",),
    ("q8", "r1", "c1"), ("q8", "r1"), ("q8",), ("q1", "other"), ("q1", "comment"), ("this",),
    ("q9", "constructor"),
)  # fmt: skip
COMPARISONS = ("=", "!=", "<", "<=", ">", ">=")
ARITHMETIC = ("+", "-", "*", "/", "mod")
OPERATORS = (*COMPARISONS, *ARITHMETIC, "and", "or", "not", "neg", "in", "has")
BIG = (1e15, 1e200, -1e200, 1.7976931348623157e308, 5e-324, -1e15 - 1.0)


class Expressions:
    """A source of random cases."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)

    def case(self) -> tuple[Expression, dict[str, Any], date]:
        """An expression, the answers it looks at, the day it is."""
        pick = self.random
        today = date(2026, 11, 23) + timedelta(days=pick.randint(-30_000, 30_000))
        values = {".".join(path): self.value() for path in PATHS if pick.random() < 0.7}
        return self.expression(pick.randint(1, 4)), values, today

    def value(self) -> Any:
        """An answer, or missing."""
        pick = self.random
        kind = pick.randrange(8)
        if kind == 0:
            return None
        if kind == 1:
            return pick.random() < 0.5
        if kind == 2:
            return pick.choice((*BIG, *(-n for n in NUMBERS)))
        if kind == 3:
            return self.number()
        if kind == 4:
            return pick.choice(TEXTS)
        if kind == 5:
            return pick.choice(CODES)
        if kind == 6:
            return pick.choice(DATES)
        return pick.sample(CODES, pick.randint(0, 4))

    def number(self) -> float:
        pick = self.random
        if pick.random() < 0.5:
            return pick.choice(NUMBERS)
        return pick.choice(
            (float(pick.randint(0, 200)), round(pick.uniform(0, 1e6), 4), pick.random())
        )

    def literal(self) -> Lit:
        pick = self.random
        kind = pick.randrange(10)
        if kind < 4:
            return Lit(self.literal_number())
        if kind < 6:
            return Lit(pick.choice(CODES))
        if kind < 7:
            return Lit(pick.choice(DATES))
        if kind < 9:
            return Lit(pick.choice(TEXTS))
        return Lit(pick.choice((True, False, None)))

    def literal_number(self) -> float:
        return min(self.number(), 1e15)

    def expression(self, depth: int) -> Expression:
        """An expression of every operator and function, at most so deep."""
        pick = self.random
        if depth == 0 or pick.random() < 0.08:
            return Ref(pick.choice(PATHS)) if pick.random() < 0.55 else self.literal()
        if pick.random() < 0.5:
            return self.call(depth)
        return self.operation(depth)

    def operation(self, depth: int) -> Expression:
        pick = self.random
        name = pick.choice(OPERATORS)
        count = {"not": 1, "neg": 1}.get(name, 2)
        if name in {"and", "or", "in"}:
            count = pick.randint(2, 4)
        if pick.random() < 0.3:
            if name in COMPARISONS:
                return Op(name, tuple(Lit(pick.choice(TEXTS)) for _ in range(2)))
            if name in ARITHMETIC:
                return Op(name, tuple(Lit(self.literal_number()) for _ in range(2)))
        return Op(name, tuple(self.expression(depth - 1) for _ in range(count)))

    def call(self, depth: int) -> Expression:
        """A call, mostly with arguments that make sense."""
        pick = self.random
        function = FUNCTIONS[pick.choice(tuple(FUNCTIONS))]
        count = pick.randint(function.least, min(function.most, function.least + 3))
        given = [self.expression(depth - 1) for _ in range(count)]
        name = function.name
        if pick.random() < 0.7:
            if name in {"year", "month", "day", "days_between", "years_between"}:
                given = [Lit(pick.choice(DATES)) if pick.random() < 0.7 else part for part in given]
            elif name == "matches":
                given = [self.literal(), Lit(pick.choice(tuple(FORMATS)))]
            elif name == "date":
                year, month, day = pick.randint(0, 3000), pick.randint(1, 13), pick.randint(1, 31)
                given = [Lit(float(year)), Lit(float(month)), Lit(float(day))]
            elif name in {"substring", "round", "at"}:
                given[1:] = [Lit(float(pick.randint(0, 7))) for _ in given[1:]]
            elif name in {"contains", "starts", "ends"}:
                text = pick.choice(TEXTS)
                given = [Lit(text), Lit(text[pick.randint(0, 1) :][: pick.randint(1, 3)])]
            elif name == "rank":
                given[1] = Lit(pick.choice(CODES))
        return Call(name, tuple(given))
