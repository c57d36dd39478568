"""The document "engage-questionnaire/2": pages of questions on stable codes, texts by language.

Conditions, checks, defaults and computed values are texts in the expression language of
`surveys.logic`. A document of the first edition is read too: see `editions`.
"""

from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from surveys.definition import given
from surveys.definition.editions import upgraded
from surveys.definition.given import NO, YES

EDITION = "engage-questionnaire/2"
MOST_PAGES = 300
MOST_QUESTIONS = 300
MOST_OPTIONS = 2000
MOST_ROWS = 50
MOST_COLUMNS = 20
MOST_POINTS = 20
LONGEST_ANSWER = 10_000
LONGEST_EXPRESSION = 4000
DEFAULT_LENGTH = {"short_text": 200, "short_texts": 200, "matrix_text": 200, "long_text": 2000}

QuestionCode = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,29}$")]
OptionCode = Annotated[str, Field(pattern=r"^[A-Za-z0-9_]{1,20}$")]
Language = Annotated[str, Field(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$")]
"""A language tag; やさしい日本語 is "ja-easy"."""
_WRITABLE = r"^[^\x00]*$"
"""Anything but the one character that PostgreSQL keeps in no text."""
Text = Annotated[str, Field(min_length=1, max_length=4000, pattern=_WRITABLE)]
Texts = dict[Language, Text]
"""One text in every language. ｜漢字《かんじ》 gives a reading, {{q1}} an earlier answer."""
Expression = Annotated[str, Field(min_length=1, max_length=LONGEST_EXPRESSION, pattern=_WRITABLE)]
Amount = Annotated[int | float, Field(ge=-1e15, le=1e15, allow_inf_nan=False)]
Day = Annotated[str, Field(pattern=r"^\d{4}(-\d{2}(-\d{2})?)?$")]

Type = Literal[
    "single",
    "multiple",
    "yes_no",
    "scale",
    "matrix",
    "matrix_multiple",
    "matrix_dual",
    "matrix_number",
    "matrix_text",
    "number",
    "numbers",
    "short_text",
    "long_text",
    "short_texts",
    "date",
    "ranking",
    "file",
    "consent",
    "district",
    "note",
    "computed",
]
Format = Literal["mail", "phone", "postal_code", "url", "digits", "katakana", "hiragana"]
FileKind = Literal["pdf", "jpeg", "png"]


class Part(BaseModel):
    """A piece of the document: unknown keys are mistakes, and nothing changes after reading."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Picture(Part):
    """A picture by the digest of its bytes, with the words that stand for it."""

    name: Annotated[str, Field(pattern=r"^[0-9a-f]{64}\.(png|jpg)$")]
    alt: Texts


class Option(Part):
    """One possible answer.

    `role` says what an answer that is no answer means: わからない or 答えたくない. `fixed` keeps
    the option in its place when the others are shuffled. `value` is what it counts for in a mean.
    """

    code: OptionCode
    text: Texts
    other_text: bool = False
    exclusive: bool = False
    role: Literal["dont_know", "refused"] | None = None
    fixed: bool = False
    value: Amount | None = None
    show_if: Expression | None = None
    picture: Picture | None = None
    yomi: Annotated[str, Field(max_length=100)] | None = None


class Row(Part):
    """One line of a matrix, or one field of several numbers or texts."""

    code: OptionCode
    text: Texts
    fixed: bool = False
    show_if: Expression | None = None


class Column(Part):
    """One column of a table of numbers or texts."""

    code: OptionCode
    text: Texts


class Ends(Part):
    """The words at the ends, and in the middle, of a scale of numbers."""

    low: Texts
    high: Texts
    middle: Texts | None = None


class CarryForward(Part):
    """Take options or rows along from an earlier question: those chosen, or those not chosen."""

    question: QuestionCode
    which: Literal["chosen", "not_chosen"] = "chosen"


class SumRule(Part):
    """What several numbers must add up to."""

    equals: Amount | None = None
    min: Amount | None = None
    max: Amount | None = None


class Check(Part):
    """Something that must hold between answers, and what to say when it does not."""

    holds: Expression
    message: Texts


class Question(Part):
    """One question; which of the fields it may have depends on its type, see `fields`."""

    code: QuestionCode
    type: Type
    text: Texts
    hint: Texts | None = None
    required: bool | Literal["soft"] = False
    """True: it must be answered. "soft": asks once whether it was left open on purpose."""
    show_if: Expression | None = None
    checks: Annotated[list[Check], Field(max_length=20)] = []
    default: Expression | None = None
    comment: Texts | None = None
    """The label of a line to comment on the choice; without it there is none."""
    display: Literal["list", "dropdown", "buttons", "pictures"] | None = None
    options: Annotated[list[Option], Field(max_length=MOST_OPTIONS)] = []
    second_options: Annotated[list[Option], Field(max_length=MOST_POINTS)] = []
    first_heading: Texts | None = None
    second_heading: Texts | None = None
    rows: Annotated[list[Row], Field(max_length=MOST_ROWS)] = []
    columns: Annotated[list[Column], Field(max_length=MOST_COLUMNS)] = []
    options_from: CarryForward | None = None
    rows_from: CarryForward | None = None
    shuffle: bool = False
    shuffle_rows: bool = False
    min_choices: Annotated[int, Field(ge=1)] | None = None
    max_choices: Annotated[int, Field(ge=1)] | None = None
    lowest: Annotated[int, Field(ge=0, le=100)] | None = None
    highest: Annotated[int, Field(ge=1, le=100)] | None = None
    ends: Ends | None = None
    min: Amount | None = None
    max: Amount | None = None
    decimals: Annotated[int, Field(ge=0, le=6)] | None = None
    unit: Texts | None = None
    sum: SumRule | None = None
    max_length: Annotated[int, Field(ge=1, le=LONGEST_ANSWER)] | None = None
    format: Format | None = None
    precision: Literal["day", "month", "year"] | None = None
    earliest: Day | None = None
    latest: Day | None = None
    kinds: Annotated[list[FileKind], Field(min_length=1)] | None = None
    max_files: Annotated[int, Field(ge=1, le=10)] | None = None
    formula: Expression | None = None
    hidden: bool = False
    """A computed value that nobody is shown."""

    @cached_property
    def choices(self) -> tuple[Option, ...]:
        """What can be chosen: the options, and those that the type brings along itself."""
        if self.type == "yes_no":
            return tuple(Option(code=code, text=given.WORDS[code]) for code in (YES, NO))
        if self.type == "consent":
            return (Option(code=YES, text=given.AGREED),)
        if self.type == "scale":
            points = (str(point) for point in self.points)
            return (*(Option(code=p, text={"ja": p}, value=int(p)) for p in points), *self.options)
        return tuple(self.options)

    @cached_property
    def option_codes(self) -> frozenset[str]:
        """The codes of all that can be chosen."""
        return frozenset(option.code for option in self.choices)

    @cached_property
    def exclusive_codes(self) -> frozenset[str]:
        """The codes of options that stand alone."""
        return frozenset(option.code for option in self.options if option.exclusive)

    @cached_property
    def other_codes(self) -> tuple[str, ...]:
        """The codes of options that come with a line to write on."""
        return tuple(option.code for option in self.options if option.other_text)

    @cached_property
    def longest(self) -> int:
        """How many characters an answer in words may have."""
        return self.max_length or DEFAULT_LENGTH.get(self.type, 200)

    @property
    def must_be_answered(self) -> bool:
        """Whether the answers cannot be sent without this one."""
        return self.required is True

    @property
    def is_asked(self) -> bool:
        """Whether there is anything to answer."""
        return self.type not in {"note", "computed"}

    @cached_property
    def points(self) -> tuple[int, ...]:
        """The numbers of a scale from its lowest to its highest point."""
        lowest = 1 if self.lowest is None else self.lowest
        return tuple(range(lowest, (5 if self.highest is None else self.highest) + 1))

    @cached_property
    def texts(self) -> tuple[Texts, ...]:
        """Every text of the question, for translating and checking."""
        options = [*self.options, *self.second_options]
        pictures = [option.picture.alt for option in options if option.picture]
        single = (self.text, self.hint, self.comment, self.unit)
        headings = (self.first_heading, self.second_heading)
        ends = (self.ends.low, self.ends.middle, self.ends.high) if self.ends else ()
        return tuple(
            text
            for text in (
                *single,
                *headings,
                *ends,
                *(option.text for option in options),
                *(row.text for row in self.rows),
                *(column.text for column in self.columns),
                *pictures,
                *(check.message for check in self.checks),
            )
            if text is not None
        )


class Page(Part):
    """What is asked at one time."""

    code: QuestionCode
    title: Texts | None = None
    intro: Texts | None = None
    questions: Annotated[list[Question], Field(min_length=1)]
    show_if: Expression | None = None
    shuffle: bool = False
    """Whether the questions of the page come in a random order."""


class Quota(Part):
    """How many answers of one kind are wanted; never more are taken."""

    code: OptionCode
    when: Expression
    limit: Annotated[int, Field(ge=0, le=10_000_000)]
    message: Texts
    """What somebody is told who comes when there are enough."""


class Questionnaire(Part):
    """The whole document."""

    schema_: Annotated[Literal["engage-questionnaire/2"], Field(alias="schema")]
    code: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,59}$")]
    language: Language
    title: Texts
    intro: Texts | None = None
    thanks: Texts | None = None
    pages: Annotated[list[Page], Field(min_length=1, max_length=MOST_PAGES)]
    shuffled_pages: Annotated[list[list[QuestionCode]], Field(max_length=20)] = []
    """Groups of page codes; the pages of a group change places among themselves."""
    quotas: Annotated[list[Quota], Field(max_length=100)] = []

    @model_validator(mode="before")
    @classmethod
    def _read_the_first_edition_too(cls, document: Any) -> Any:
        return upgraded(document)

    @cached_property
    def questions(self) -> dict[str, Question]:
        """Every question by its code, in the order of the document."""
        return {q.code: q for page in self.pages for q in page.questions}

    @cached_property
    def asked(self) -> dict[str, Question]:
        """Every question that somebody answers; notes and computed values are not among them."""
        return {code: question for code, question in self.questions.items() if question.is_asked}

    @cached_property
    def is_shuffled(self) -> bool:
        """Whether anything comes in a random order."""
        return bool(
            self.shuffled_pages
            or any(page.shuffle for page in self.pages)
            or any(q.shuffle or q.shuffle_rows for q in self.questions.values())
        )

    @property
    def languages(self) -> list[str]:
        """The languages of the title, the main one first."""
        return sorted(self.title, key=lambda language: (language != self.language, language))

    def as_document(self) -> dict[str, Any]:
        """Return the plain document again, without what was left out."""
        return self.model_dump(by_alias=True, exclude_unset=True)
