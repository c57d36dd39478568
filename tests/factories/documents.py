"""Random questionnaires with conditions, and random answers to them, for what must always hold."""

from typing import Any

from hypothesis import strategies as st

from surveys.definition import Question, Questionnaire
from surveys.interchange.climbing import function, joined, negated
from surveys.logic import Expression, Lit, Op, Ref, to_text

Plain = dict[str, Any]
LETTERS = "あアんン漢字髙𠮷㋿abzAZ019 <>&'\"%=+-@#_()（）。、!?*/:;🏯﷽é"
DAYS = ("1999-12-31", "2020-02-29", "2026-11-23")
LANGUAGES = ("en", "ja-easy")

HELD_BY_XLSFORM = (
    "single", "multiple", "yes_no", "scale", "matrix", "matrix_multiple", "number", "short_text",
    "long_text", "date", "ranking", "file", "consent", "note", "computed",
)  # fmt: skip
EVERY = (*HELD_BY_XLSFORM, "matrix_dual", "matrix_number", "matrix_text", "numbers", "short_texts",
         "district")  # fmt: skip

_words = st.text(LETTERS, min_size=1, max_size=12).map(lambda t: " ".join(t.split())).filter(bool)
_option_code = st.from_regex(r"[A-Za-z0-9_]{0,5}[A-Za-z0-9]", fullmatch=True)


@st.composite
def texts(draw: st.DrawFn) -> dict[str, str]:
    """A text in Japanese, sometimes in other languages too."""
    others = draw(st.lists(st.sampled_from(LANGUAGES), unique=True, max_size=2))
    return {"ja": draw(_words)} | {language: draw(_words) for language in others}


@st.composite
def parts(draw: st.DrawFn, least: int = 2, most: int = 4) -> list[Plain]:
    """Options, rows or columns with codes of their own."""
    codes = draw(st.lists(_option_code, min_size=least, max_size=most, unique_by=str.lower))
    return [{"code": code, "text": draw(texts())} for code in codes]


class Drawing:
    """One document being drawn: what was asked so far is what conditions may look at."""

    def __init__(self, draw: st.DrawFn, types: tuple[str, ...]) -> None:
        self.draw = draw
        self.types = types
        self.asked: list[Plain] = []

    # -- questions ------------------------------------------------------------------------------

    def question(self, code: str) -> Plain:
        type_ = self.draw(st.sampled_from(self.types))
        question: Plain = {"code": code, "type": type_, "text": self.draw(texts())}
        question |= getattr(self, f"_{type_}", dict)()
        if self.draw(st.booleans()):
            question["hint"] = self.draw(texts())
        if type_ not in {"note", "computed"}:
            if self.draw(st.booleans()):
                question["required"] = True
            if type_ in {"number", "short_text", "multiple"} and self.draw(st.booleans()):
                check = {"holds": self._check(question), "message": self.draw(texts())}
                question["checks"] = [check]
        if self.asked and self.draw(st.integers(0, 2)) == 0:
            question["show_if"] = self.condition()
        return question

    def _choice(self) -> Plain:
        found: Plain = {"options": self.draw(parts(3, 5))}
        if self.asked and self.draw(st.integers(0, 3)) == 0:
            found["options"][0]["show_if"] = self.condition()
        if self.draw(st.booleans()):
            found["shuffle"] = True
        return found

    def _single(self) -> Plain:
        found = self._choice()
        if self.draw(st.booleans()):
            found["options"][-1]["role"] = "dont_know"
        if self.draw(st.booleans()):
            found["display"] = self.draw(st.sampled_from(["dropdown", "buttons"]))
        else:
            found["options"][1]["other_text"] = True
        if self.draw(st.booleans()):
            found["comment"] = self.draw(texts())
        return found

    def _multiple(self) -> Plain:
        found = self._choice()
        if self.draw(st.booleans()):
            found["options"][-1]["exclusive"] = True
        if self.draw(st.booleans()):
            found["max_choices"] = 2
        return found

    def _ranking(self) -> Plain:
        return {"options": self.draw(parts(3, 4))}

    def _district(self) -> Plain:
        return {"options": self.draw(parts())}

    def _scale(self) -> Plain:
        lowest = self.draw(st.integers(0, 3))
        found: Plain = {"lowest": lowest, "highest": lowest + self.draw(st.integers(2, 10))}
        if self.draw(st.booleans()):
            found["ends"] = {"low": self.draw(texts()), "high": self.draw(texts())}
        return found

    def _matrix(self) -> Plain:
        return {"options": self.draw(parts()), "rows": self.draw(parts(1, 3))}

    _matrix_multiple = _matrix

    def _matrix_dual(self) -> Plain:
        heads = {"first_heading": self.draw(texts()), "second_heading": self.draw(texts())}
        return self._matrix() | heads | {"second_options": self.draw(parts())}

    def _number(self) -> Plain:
        found: Plain = {}
        if self.draw(st.booleans()):
            found["min"] = self.draw(st.integers(-10, 10))
        if self.draw(st.booleans()):
            found["max"] = self.draw(st.integers(11, 200))
        if self.draw(st.booleans()):
            found["decimals"] = self.draw(st.integers(1, 6))
        return found

    def _numbers(self) -> Plain:
        return {"rows": self.draw(parts(1, 3))} | ({"max": 10} if self.draw(st.booleans()) else {})

    def _short_texts(self) -> Plain:
        return {"rows": self.draw(parts(1, 3))}

    def _matrix_number(self) -> Plain:
        return {"rows": self.draw(parts(1, 3)), "columns": self.draw(parts(1, 3))}

    _matrix_text = _matrix_number

    def _short_text(self) -> Plain:
        found: Plain = {}
        if self.draw(st.booleans()):
            found["max_length"] = self.draw(st.integers(1, 100))
        if self.draw(st.booleans()):
            found["format"] = self.draw(st.sampled_from(["mail", "phone", "katakana", "digits"]))
        return found

    def _date(self) -> Plain:
        found: Plain = {}
        if self.draw(st.booleans()):
            found["earliest"] = self.draw(st.sampled_from(DAYS[:2]))
        if self.draw(st.booleans()):
            found["latest"] = DAYS[2]
        if self.draw(st.booleans()):
            found["precision"] = self.draw(st.sampled_from(["month", "year"]))
        return found

    def _computed(self) -> Plain:
        formula: Expression = Op("+", (self._amount(), Lit(1.0)))
        return {"formula": to_text(formula)} | (
            {"hidden": True} if self.draw(st.booleans()) else {}
        )

    # -- expressions ----------------------------------------------------------------------------

    def _check(self, question: Plain) -> str:
        this = Ref(("this",))
        if question["type"] == "number":
            return to_text(Op("!=", (this, Lit(float(self.draw(st.integers(0, 9)))))))
        if question["type"] == "short_text":
            return to_text(negated(function("contains", this, self.draw(_words))))
        return to_text(negated(Op("has", (this, Lit(question["options"][0]["code"])))))

    def _amount(self) -> Expression:
        numbers = [q for q in self.asked if q["type"] in {"number", "scale"}]
        if not numbers:
            return Lit(2.0)
        return Ref((self.draw(st.sampled_from(numbers))["code"],))

    def condition(self, depth: int = 2) -> str:
        return to_text(self._condition(depth))

    def _condition(self, depth: int) -> Expression:
        kind = self.draw(st.integers(0, 5)) if depth else 5
        if kind == 0:
            return negated(self._condition(depth - 1))
        if kind in {1, 2}:
            name = "and" if kind == 1 else "or"
            return joined(name, self._condition(depth - 1), self._condition(depth - 1))
        return self._simple(self.draw(st.sampled_from(self.asked)))

    def _simple(self, question: Plain) -> Expression:
        ref, type_ = Ref((question["code"],)), question["type"]
        options = [option["code"] for option in question.get("options", [])]
        if type_ in {"number", "scale"}:
            sign = self.draw(st.sampled_from(["=", "!=", "<", "<=", ">", ">="]))
            least, most = question.get("lowest", 0), question.get("highest", 20)
            return Op(sign, (ref, Lit(float(self.draw(st.integers(least, most))))))
        if type_ in {"single", "district", "yes_no"}:
            code = self.draw(st.sampled_from(options or ["yes", "no"]))
            return Op(self.draw(st.sampled_from(["=", "!="])), (ref, Lit(code)))
        if type_ == "multiple":
            if self.draw(st.booleans()):
                return Op(">=", (function("count", ref), Lit(2.0)))
            return Op("has", (ref, Lit(self.draw(st.sampled_from(options)))))
        if type_ == "date":
            limit = function("today") if self.draw(st.booleans()) else Lit(DAYS[1])
            return Op(self.draw(st.sampled_from(["<", ">="])), (ref, limit))
        if type_ == "consent":
            return ref
        if question.get("rows"):
            return self._of_row(question, options)
        if type_ in {"short_text", "long_text"} and self.draw(st.booleans()):
            return function("contains", ref, self.draw(_words))
        return function("answered", ref)

    def _of_row(self, question: Plain, options: list[str]) -> Expression:
        row = self.draw(st.sampled_from(question["rows"]))["code"]
        ref = Ref((question["code"], row))
        if question["type"] == "matrix":
            return Op("=", (ref, Lit(self.draw(st.sampled_from(options)))))
        if question["type"] == "matrix_multiple":
            return Op("has", (ref, Lit(self.draw(st.sampled_from(options)))))
        if question["type"] == "matrix_dual":
            ref = Ref((question["code"], row, "1"))
            return Op("=", (ref, Lit(self.draw(st.sampled_from(options)))))
        if question.get("columns"):
            ref = Ref((question["code"], row, question["columns"][0]["code"]))
        return function("answered", ref)

    def document(self) -> Plain:
        pages = []
        number = 0
        for page_number in range(1, self.draw(st.integers(1, 3)) + 1):
            page: Plain = {"code": f"p{page_number}"}
            if self.draw(st.booleans()):
                page["title"] = self.draw(texts())
            if self.draw(st.booleans()):
                page["intro"] = self.draw(texts())
            if self.asked and self.draw(st.booleans()):
                page["show_if"] = self.condition()
            page["questions"] = []
            for _question in range(self.draw(st.integers(1, 4))):
                number += 1
                question = self.question(f"q{number}")
                page["questions"].append(question)
                if question["type"] not in {"note", "computed", "file"}:
                    self.asked.append(question)
            pages.append(page)
        if not self.asked:
            pages[-1]["questions"].append(
                {"code": "last", "type": "long_text", "text": {"ja": "声"}}
            )
        return {
            "schema": "engage-questionnaire/2", "code": "drawn", "language": "ja",
            "title": {"ja": self.draw(_words)}, "pages": pages,
        }  # fmt: skip


@st.composite
def documents(draw: st.DrawFn, types: tuple[str, ...] = EVERY) -> Plain:
    """A document over these types, with conditions that look at what comes before."""
    return Drawing(draw, types).document()


@st.composite
def answers(draw: st.DrawFn, questionnaire: Questionnaire) -> dict[str, Plain]:
    """Answers to some of the questions."""
    found = {}
    for code, question in questionnaire.asked.items():
        state = draw(_state(question)) if draw(st.integers(0, 3)) else None
        if state is not None:
            found[code] = {"state": "answered", **state}
    return found


@st.composite
def _state(draw: st.DrawFn, question: Question) -> Plain | None:
    codes = sorted(question.option_codes)
    rows = [row.code for row in question.rows]
    type_ = question.type
    one = st.sampled_from(codes) if codes else st.nothing()
    if type_ in {"single", "yes_no", "scale", "district", "consent"}:
        return {"codes": [draw(one)]}
    if type_ == "multiple":
        return {"codes": draw(st.lists(one, min_size=1, unique=True))}
    if type_ == "ranking":
        return {"ranks": draw(st.permutations(codes))}
    if type_ == "number":
        return {"number": draw(st.integers(-5, 25))}
    if type_ in {"short_text", "long_text"}:
        return {"text": draw(_words)}
    if type_ == "date":
        length = {"month": 7, "year": 4}.get(question.precision or "day", 10)
        return {"date": draw(st.sampled_from(DAYS))[:length]}
    if type_ == "matrix":
        return {"rows": {row: draw(one) for row in rows}}
    if type_ == "matrix_multiple":
        return {"rows": {row: draw(st.lists(one, min_size=1, unique=True)) for row in rows}}
    if type_ == "numbers":
        return {"numbers": {row: draw(st.integers(0, 9)) for row in rows}}
    if type_ == "short_texts":
        return {"texts": {row: draw(_words) for row in rows}}
    return None
