"""Answers as a flat table: which columns there are, what their numbers mean, what is missing.

Every file of answers (CSV, Excel, SPSS) is made from this one list of variables, so a number means
the same in all of them.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Literal

from surveys.definition import Option, Question, Questionnaire, text_in
from surveys.definition.ruby import without_readings
from surveys.questions import TYPES, Item

Kind = Literal["code", "number", "text"]
Measure = Literal["nominal", "ordinal", "scale"]
Cell = int | float | str | None

NO_ANSWER, NOT_SHOWN, INVALID = -9, -8, -7
MISSING = {NO_ANSWER: "無回答", NOT_SHOWN: "非該当", INVALID: "無効"}
"""What the missing numbers mean, in the order in which files list them."""
BELOW_EVERYTHING = -999_999_990
"""Added to the missing numbers where an answer itself may be below nought."""
_STATES = {"no-answer": NO_ANSWER, "not-shown": NOT_SHOWN, "invalid": INVALID}
_RESERVED = frozenset(
    ["ALL", "AND", "BY", "EQ", "GE", "GT", "LE", "LT", "NE", "NOT", "OR", "TO", "WITH"]
)
LONGEST_NAME = 60


@dataclass(frozen=True)
class Variable:
    """One column. `of` takes the state of its question and returns the cell, missing included."""

    name: str
    question: str
    label: str
    kind: Kind
    of: Callable[[dict[str, Any]], Cell]
    values: tuple[tuple[int, str], ...] = ()
    """What each number means, missing ones included; none for texts."""
    codes: tuple[tuple[int, str], ...] = ()
    """The option of the questionnaire behind each number."""
    missing: tuple[int, ...] = ()
    measure: Measure = "nominal"
    decimals: int = 0

    def cell(self, document: dict[str, Any]) -> Cell:
        """Return what one response says; a question that it does not know was not shown."""
        return self.of(document.get(self.question) or {"state": "not-shown"})


@dataclass(frozen=True)
class ResponseSet:
    """Columns of 0 and 1 that are one question with several answers."""

    name: str
    label: str
    variables: tuple[str, ...]


@dataclass(frozen=True)
class Codebook:
    """All variables of a questionnaire, and which of them belong together."""

    variables: tuple[Variable, ...]
    sets: tuple[ResponseSet, ...] = field(default=())


def codebook_of(questionnaire: Questionnaire, *, with_texts: bool, language: str = "") -> Codebook:
    """Return the variables of a questionnaire; what people wrote only when it is asked for."""
    making = _Making(questionnaire, language or questionnaire.language)
    for question in questionnaire.questions.values():
        making.add(question, with_texts=with_texts)
    return Codebook(tuple(making.variables), tuple(making.sets))


class _Making:
    """A codebook while it grows: names are given once."""

    def __init__(self, questionnaire: Questionnaire, language: str) -> None:
        self.main = questionnaire.language
        self.language = language
        self.taken: set[str] = set()
        self.variables: list[Variable] = []
        self.sets: list[ResponseSet] = []

    def words(self, texts: Any) -> str:
        return without_readings(text_in(texts, self.language, self.main)).replace("\n", " ")

    def name(self, wanted: str) -> str:
        """Return a name that SPSS takes and nobody has yet."""
        stem = wanted.replace("/", "_")[:LONGEST_NAME]
        name, number = stem, 1
        while name.upper() in self.taken or name.upper() in _RESERVED:
            number += 1
            name = f"{stem}_{number}"
        self.taken.add(name.upper())
        return name

    def add(self, question: Question, *, with_texts: bool) -> None:
        if question.type == "date":
            self._text(question.code, question, self.words(question.text), _date)
            return
        if question.type == "file":
            self._number(question, Item(question.code, "number", _files), "")
            return
        for item in TYPES[question.type].items(question):
            label = self.words(question.text)
            if item.label:
                label = f"{label}：{self.words(item.label)}"
            if item.kind == "one":
                self._choice(question, item, label)
            elif item.kind == "many":
                self._choices(question, item, label)
            elif item.kind == "number":
                self._number(question, item, label)
            elif with_texts:
                self._text(item.key, question, label, item.of)
        if with_texts:
            self._written_beside(question)

    def _choice(self, question: Question, item: Item, label: str) -> None:
        numbers = numbers_of(item.options)
        texts = {numbers[o.code]: self.words(o.text) for o in item.options}
        self.variables.append(
            Variable(
                name=self.name(item.key),
                question=question.code,
                label=label,
                kind="code",
                of=partial(_coded, item, numbers),
                values=(*texts.items(), *MISSING.items()),
                codes=tuple((number, code) for code, number in numbers.items()),
                missing=tuple(MISSING),
                measure="ordinal" if item.scores else "nominal",
            )
        )

    def _choices(self, question: Question, item: Item, label: str) -> None:
        names = []
        for option in item.options:
            names.append(self.name(f"{item.key}/{option.code}"))
            self.variables.append(
                Variable(
                    name=names[-1],
                    question=question.code,
                    label=f"{label}：{self.words(option.text)}",
                    kind="code",
                    of=partial(_ticked, item, option.code),
                    values=((0, "選ばない"), (1, "選ぶ"), *MISSING.items()),
                    codes=((1, option.code),),
                    missing=tuple(MISSING),
                )
            )
        self.sets.append(ResponseSet(f"${item.key.replace('/', '_')}", label, tuple(names)))

    def _number(self, question: Question, item: Item, label: str) -> None:
        low = question.min if question.type != "file" else 0
        shift = 0 if low is not None and low >= 0 else BELOW_EVERYTHING
        missing = {number + shift: words for number, words in MISSING.items()}
        self.variables.append(
            Variable(
                name=self.name(item.key),
                question=question.code,
                label=label or self.words(question.text),
                kind="number",
                of=partial(_amount, item, shift),
                values=tuple(missing.items()),
                missing=tuple(missing),
                measure="scale",
                decimals=question.decimals or 0,
            )
        )

    def _text(
        self, key: str, question: Question, label: str, of: Callable[[dict[str, Any]], Any]
    ) -> None:
        found = Variable(self.name(key), question.code, label, "text", partial(_written, of))
        self.variables.append(found)

    def _written_beside(self, question: Question) -> None:
        label = self.words(question.text)
        for option in question.choices:
            if option.other_text:
                beside = f"{label}：{self.words(option.text)}（記入）"
                key = f"{question.code}/{option.code}/text"
                self._text(key, question, beside, partial(_other, option.code))
        if question.comment:
            beside = f"{label}：{self.words(question.comment)}"
            self._text(f"{question.code}/comment", question, beside, _comment)


def numbers_of(options: tuple[Option, ...]) -> dict[str, int]:
    """Return a number for each option: its code where all codes are numbers, else its place."""
    codes = [option.code for option in options]
    plain = all(code.isascii() and code.isdigit() and len(code) < 9 for code in codes)
    if plain and len({int(code) for code in codes}) == len(codes):
        return {code: int(code) for code in codes}
    return {code: place for place, code in enumerate(codes, start=1)}


def rows(codebook: Codebook, documents: Iterator[dict[str, Any]]) -> Iterator[list[Cell]]:
    """Yield one row of cells a response, in the order of the variables."""
    for document in documents:
        yield [variable.cell(document) for variable in codebook.variables]


def _coded(item: Item, numbers: dict[str, int], state: dict[str, Any]) -> Cell:
    if state["state"] != "answered":
        return _STATES.get(state["state"], INVALID)
    code = item.of(state)
    return NO_ANSWER if code is None else numbers.get(code, INVALID)


def _ticked(item: Item, code: str, state: dict[str, Any]) -> Cell:
    if state["state"] != "answered":
        return _STATES.get(state["state"], INVALID)
    codes = item.of(state)
    return NO_ANSWER if codes is None else int(code in codes)


def _amount(item: Item, shift: int, state: dict[str, Any]) -> Cell:
    if state["state"] != "answered":
        return _STATES.get(state["state"], INVALID) + shift
    value: int | float | None = item.of(state)
    return NO_ANSWER + shift if value is None else value


def _written(of: Callable[[dict[str, Any]], Any], state: dict[str, Any]) -> Cell:
    found = of(state) if state["state"] == "answered" else None
    return None if found is None else str(found)


def _date(state: dict[str, Any]) -> str | None:
    return state.get("date")


def _files(state: dict[str, Any]) -> int:
    return len(state.get("files", ()))


def _other(code: str, state: dict[str, Any]) -> str | None:
    found: str | None = state.get("other", {}).get(code)
    return found


def _comment(state: dict[str, Any]) -> str | None:
    return state.get("comment")
