"""A question as a page draws it: texts chosen, ids made, nothing left to work out."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from engage.japanese.era import ERAS
from engage.japanese.yomi import yomi_key
from surveys.definition import Option, Question, text_in
from surveys.questions.date import part_name, parts_of
from surveys.questions.file import kept_name
from surveys.questions.matrix_dual import FIRST, SECOND
from surveys.questions.options import comment_name, control, other_name
from surveys.questions.ranking import places_of
from surveys.questions.rows import row_name

Say = Callable[[str], str]
"""Puts earlier answers into a text: 「{{q1}}」."""


@dataclass(frozen=True)
class OptionView:
    """One option: its value and its words."""

    code: str
    text: str
    control: str
    other_name: str | None
    is_exclusive: bool
    is_hidden: bool = False
    picture: str | None = None
    alt: str = ""


@dataclass(frozen=True)
class CellView:
    """One box of a table."""

    name: str
    column: str


@dataclass(frozen=True)
class RowView:
    """One line of a matrix, of several numbers or texts, or one option to be ranked."""

    name: str
    text: str
    code: str = ""
    second_name: str = ""
    cells: tuple[CellView, ...] = ()
    is_hidden: bool = False


@dataclass(frozen=True)
class QuestionView:
    """Everything that a template needs to draw a question, without any answer."""

    code: str
    type: str
    text: str
    hint: str
    required: bool
    display: str
    options: tuple[OptionView, ...]
    exclusive: tuple[OptionView, ...]
    points: tuple[OptionView, ...]
    second_points: tuple[OptionView, ...]
    first_heading: str
    second_heading: str
    rows: tuple[RowView, ...]
    columns: tuple[str, ...]
    places: int
    parts: tuple[tuple[str, str], ...]
    """Of a date: part and name of its control."""
    era_name: str
    eras: tuple[str, ...]
    kept_name: str
    max_files: int
    comment: str
    comment_name: str
    low: str
    middle: str
    high: str
    unit: str
    format: str
    longest: int
    least: int | None
    most: int | None
    min: float | None
    max: float | None
    decimals: int
    sum_text: str = ""
    is_hidden: bool = False
    """Whether only a script may bring it in, by an answer on the same page."""


def with_hidden(view: QuestionView, hidden: frozenset[str]) -> QuestionView:
    """Return the view with what is not shown now: "q3", its option "q3/2", its row "q3/r1"."""

    def marked(parts: tuple[Any, ...]) -> tuple[Any, ...]:
        return tuple(replace(p, is_hidden=f"{view.code}/{p.code}" in hidden) for p in parts)

    return replace(
        view,
        is_hidden=view.code in hidden,
        options=marked(view.options),
        exclusive=marked(view.exclusive),
        points=marked(view.points),
        rows=marked(view.rows),
    )


def view_of(question: Question, language: str, main: str, say: Say = str) -> QuestionView:
    """Return the question in the reader's language, earlier answers put into its texts."""

    def words(texts: dict[str, str] | None) -> str:
        return say(text_in(texts, language, main))

    options = tuple(_option(question, option, words) for option in _ordered(question))
    ends = question.ends
    rule = question.sum
    return QuestionView(
        code=question.code,
        type=question.type,
        text=words(question.text),
        hint=words(question.hint),
        required=question.must_be_answered,
        display=question.display or "list",
        options=tuple(o for o in options if not o.is_exclusive),
        exclusive=tuple(o for o in options if o.is_exclusive),
        points=options,
        second_points=tuple(_option(question, o, words) for o in question.second_options),
        first_heading=words(question.first_heading),
        second_heading=words(question.second_heading),
        rows=_rows(question, words),
        columns=tuple(words(column.text) for column in question.columns),
        places=places_of(question) if question.type == "ranking" else 0,
        parts=_parts(question),
        era_name=part_name(question, "era"),
        eras=ERAS,
        kept_name=kept_name(question),
        max_files=question.max_files or 1,
        comment=words(question.comment),
        comment_name=comment_name(question),
        low=words(ends.low) if ends else "",
        middle=words(ends.middle) if ends else "",
        high=words(ends.high) if ends else "",
        unit=words(question.unit),
        format=question.format or "",
        longest=question.longest,
        least=question.min_choices,
        most=question.max_choices,
        min=question.min,
        max=question.max,
        decimals=question.decimals or 0,
        sum_text="" if rule is None or rule.equals is None else f"{rule.equals:,}",
    )


def _ordered(question: Question) -> tuple[Option, ...]:
    """Return the options as they are drawn; districts come in the order of their readings."""
    if question.type != "district":
        return question.choices
    named = [option for option in question.options if option.yomi]
    rest = [option for option in question.options if not option.yomi]
    return (*sorted(named, key=lambda option: yomi_key(option.yomi or "")), *rest)


def _option(question: Question, option: Option, words: Callable[..., str]) -> OptionView:
    return OptionView(
        code=option.code,
        text=words(option.text),
        control=control(question, option.code),
        other_name=other_name(question, option.code) if option.other_text else None,
        is_exclusive=option.exclusive,
        picture=option.picture.name if option.picture else None,
        alt=words(option.picture.alt) if option.picture else "",
    )


def _rows(question: Question, words: Callable[..., str]) -> tuple[RowView, ...]:
    if question.type == "ranking":
        return tuple(
            RowView(row_name(question, o.code), words(o.text), o.code) for o in question.options
        )
    dual = question.type == "matrix_dual"
    return tuple(
        RowView(
            name=row_name(question, row.code, FIRST if dual else ""),
            text=words(row.text),
            code=row.code,
            second_name=row_name(question, row.code, SECOND) if dual else "",
            cells=tuple(
                CellView(row_name(question, row.code, column.code), words(column.text))
                for column in question.columns
            ),
        )
        for row in question.rows
    )


def _parts(question: Question) -> tuple[tuple[str, str], ...]:
    if question.type != "date":
        return ()
    return tuple((part, part_name(question, part)) for part in parts_of(question))
