"""A question as a page draws it: texts chosen, ids made; the same for everyone, so made once."""

from dataclasses import dataclass

from surveys.definition import Question, text_in
from surveys.questions.matrix import row_name
from surveys.questions.options import other_name


@dataclass(frozen=True)
class OptionView:
    """One option: its value and its words."""

    code: str
    text: str
    control: str
    other_name: str | None
    is_exclusive: bool


@dataclass(frozen=True)
class RowView:
    """One line of a matrix."""

    name: str
    text: str


@dataclass(frozen=True)
class QuestionView:
    """Everything that a template needs to draw a question, without any answer."""

    code: str
    type: str
    text: str
    hint: str
    required: bool
    options: tuple[OptionView, ...]
    exclusive: tuple[OptionView, ...]
    points: tuple[OptionView, ...]
    rows: tuple[RowView, ...]
    unit: str
    longest: int
    least: int | None
    most: int | None
    min: int | None
    max: int | None


def view_of(question: Question, language: str, main: str) -> QuestionView:
    """Return the question in the reader's language."""
    options = tuple(
        OptionView(
            code=option.code,
            text=text_in(option.text, language, main),
            control=f"{question.code}-{option.code}",
            other_name=other_name(question, option.code) if option.other_text else None,
            is_exclusive=option.exclusive,
        )
        for option in question.options
    )
    return QuestionView(
        code=question.code,
        type=question.type,
        text=text_in(question.text, language, main),
        hint=text_in(question.hint, language, main),
        required=question.required,
        options=tuple(o for o in options if not o.is_exclusive),
        exclusive=tuple(o for o in options if o.is_exclusive),
        points=options,
        rows=tuple(
            RowView(row_name(question, row.code), text_in(row.text, language, main))
            for row in question.rows
        ),
        unit=text_in(question.unit, language, main),
        longest=question.longest,
        least=question.min_choices,
        most=question.max_choices,
        min=question.min,
        max=question.max,
    )
