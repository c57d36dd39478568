"""What the variables of every type of question share: names, words, codes, lines to write on."""

import re
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from surveys.codebook import cells
from surveys.codebook.coding import Coding, coding, of_amounts, written
from surveys.codebook.names import Names
from surveys.codebook.variables import CHANNEL, PERSON, WEIGHT, Kind, Measure, MultipleSet, Variable
from surveys.definition import Option, Question, Questionnaire, Texts, text_in
from surveys.definition.ruby import without_readings
from surveys.questions.base import LONGEST_COMMENT, LONGEST_OTHER, State, item_key
from surveys.questions.options import scores

CHANNELS = {"web": "ウェブ", "paper": "郵送", "counter": "窓口", "phone": "電話"}
LONGEST_NAME = 300
POINTS_OF_A_MEASURE = 7
"""From this many points on a row of points is treated as a measure."""
_PIPED = re.compile(r"\{\{\s*([^{}]*?)\s*\}\}")
_SEVERAL = frozenset({"multiple", "ranking", "note"})


class Sheet:
    """The variables so far, and the words of one language."""

    def __init__(self, questionnaire: Questionnaire, language: str) -> None:
        """Begin without variables."""
        self.questionnaire = questionnaire
        self.language = language
        self.variables: list[Variable] = []
        self.sets: list[MultipleSet] = []
        self.weight: str | None = None
        one = [q for q in questionnaire.questions.values() if q.type not in _SEVERAL and not q.rows]
        self._names = Names(frozenset(question.code for question in one))

    def say(self, texts: Texts | None) -> str:
        """Return a text as a label: one line, no readings, references as references."""
        text = without_readings(text_in(texts, self.language, self.questionnaire.language))
        return " ".join(_PIPED.sub(r"［\1］", text).split())

    def add_channel(self) -> None:
        """Add how the answer came."""
        codes = {name: number for number, name in enumerate(CHANNELS, 1)}
        self.variables.append(
            Variable(
                name=self._names.take("channel_of_answer"),
                label="回答の方法",
                kind="code",
                question=CHANNEL,
                key=CHANNEL,
                read=lambda state: codes[state["codes"][0]],
                labels={codes[name]: words for name, words in CHANNELS.items()},
            )
        )

    def add_person(self) -> None:
        """Add whose answer it is; only named surveys know."""
        self.variables.append(
            Variable(
                name=self._names.take("person_of_answer"),
                label="回答した人",
                kind="text",
                question=PERSON,
                key=PERSON,
                read=lambda state: state["text"],
                longest=LONGEST_NAME,
            )
        )

    def add_weight(self) -> None:
        """Add by how much each response counts."""
        self.weight = self._names.take("weight")
        self.variables.append(
            Variable(
                name=self.weight,
                label="ウエイト",
                kind="number",
                question=WEIGHT,
                key=WEIGHT,
                read=lambda state: state["number"],
                measure="scale",
                decimals=6,
            )
        )

    def _put(
        self,
        question: Question,
        parts: tuple[str, ...],
        label: str,
        read: Callable[[State], Any],
        kind: Kind,
        how: Coding,
        measure: Measure = "nominal",
        **more: Any,
    ) -> str:
        name = self._names.take(question.code, *parts)
        self.variables.append(
            Variable(
                name=name,
                label=label,
                kind=kind,
                question=question.code,
                key=item_key(question.code, *parts),
                read=read,
                measure=measure,
                labels=how.labels,
                origins={code: option for option, code in how.codes.items()},
                missing=how.missing,
                declared=how.declared,
                **more,
            )
        )
        return name

    def _coding(self, options: tuple[Option, ...], question: Question) -> Coding:
        labels = {option.code: self.say(option.text) for option in options}
        if question.type == "scale" and question.ends:
            ends = (
                (question.points[0], question.ends.low),
                (question.points[-1], question.ends.high),
            )
            for point, words in ends:
                labels[str(point)] = f"{point}（{self.say(words)}）"
        return coding(options, labels)

    def _text(
        self,
        question: Question,
        parts: tuple[str, ...],
        label: str,
        read: Callable[[State], Any],
        longest: int,
    ) -> None:
        """Add what was written; it leaves the house only when somebody asks for texts."""
        self.variables.append(
            Variable(
                name=self._names.take(question.code, *parts),
                label=label,
                kind="text",
                question=question.code,
                key=item_key(question.code, *parts),
                read=read,
                longest=longest,
                is_free_text=True,
            )
        )

    def _written(
        self,
        question: Question,
        parts: tuple[str, ...],
        label: str,
        read: Callable[[State], Any],
        longest: int,
    ) -> None:
        """Add a text and, beside it, whether it was written."""
        self._text(question, parts, label, read, longest)
        has_text = partial(cells.has_text, read)
        self._put(
            question, (*parts, "written"), f"{label}（記入の有無）", has_text, "code", written()
        )

    def _beside(self, question: Question) -> None:
        """Add the lines beside options, and the comment."""
        words = self.say(question.text)
        for option in question.options:
            if option.other_text:
                label = f"{words}：{self.say(option.text)}（記入）"
                read = partial(cells.text_at, ("other", option.code))
                self._text(question, (option.code, "text"), label, read, LONGEST_OTHER)
        if question.comment:
            label = f"{words}：{self.say(question.comment)}"
            self._text(
                question, ("comment",), label, partial(cells.text_at, ("comment",)), LONGEST_COMMENT
            )

    def _group(
        self,
        question: Question,
        parts: tuple[str, ...],
        label: str,
        names: tuple[str, ...],
        *,
        dichotomous: bool,
    ) -> None:
        if len(names) > 1:
            name = stem = "$" + "_".join((question.code, *parts))[:60]
            taken = {each.name.casefold() for each in self.sets}
            number = len(self.sets)
            while name.casefold() in taken:
                name = f"{stem[:56]}_{number}"
                number += 1
            self.sets.append(MultipleSet(name, label, names, dichotomous, question.code))

    def _rows(self, question: Question) -> Iterator[tuple[str, str]]:
        words = self.say(question.text)
        return ((row.code, f"{words}：{self.say(row.text)}") for row in question.rows)

    def _cells(self, question: Question) -> Iterator[tuple[str, str, str]]:
        for row, label in self._rows(question):
            for column in question.columns:
                yield row, column.code, f"{label}・{self.say(column.text)}"

    def _amount(
        self, question: Question, parts: tuple[str, ...], label: str, path: tuple[str, ...]
    ) -> None:
        unit = f"（{self.say(question.unit)}）" if question.unit else ""
        self._put(
            question,
            parts,
            f"{label}{unit}",
            partial(cells.number_at, of_amounts(question), path),
            "number",
            of_amounts(question),
            "scale",
            decimals=question.decimals or 0,
        )


def measure_of(question: Question, options: tuple[Option, ...]) -> Measure:
    """Return ordinal where the questionnaire says what the options count for."""
    if question.type == "scale":
        return "scale" if len(question.points) >= POINTS_OF_A_MEASURE else "ordinal"
    plain = [option for option in options if option.role is None]
    return "ordinal" if plain and len(scores(tuple(plain))) == len(plain) else "nominal"
