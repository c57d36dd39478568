"""The document "engage-questionnaire/1": pages of questions on stable codes, texts by language."""

from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

MOST_PAGES = 300
MOST_QUESTIONS = 300
MOST_OPTIONS = 2000
MOST_ROWS = 50
MOST_POINTS = 20
LONGEST_ANSWER = 10_000
DEFAULT_LENGTH = {"short_text": 200, "long_text": 2000}

QuestionCode = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,29}$")]
OptionCode = Annotated[str, Field(pattern=r"^[A-Za-z0-9_]{1,20}$")]
Language = Annotated[str, Field(pattern=r"^[a-z]{2}(-[A-Za-z0-9]{2,8})?$")]
Text = Annotated[str, Field(min_length=1, max_length=2000)]
Texts = dict[Language, Text]
Type = Literal["single", "multiple", "matrix", "number", "short_text", "long_text"]
Whole = Annotated[int, Field(ge=-1_000_000_000_000, le=1_000_000_000_000)]


class Part(BaseModel):
    """A piece of the document: unknown keys are mistakes, and nothing changes after reading."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class AnyOf(Part):
    """Show when an earlier question was answered with one of these options."""

    question: QuestionCode
    any_of: Annotated[list[OptionCode], Field(min_length=1, max_length=MOST_OPTIONS)]


class Answered(Part):
    """Show when an earlier question was answered at all (or was not)."""

    question: QuestionCode
    answered: bool


Condition = AnyOf | Answered


class Option(Part):
    """One possible answer."""

    code: OptionCode
    text: Texts
    other_text: bool = False
    exclusive: bool = False


class Row(Part):
    """One line of a matrix."""

    code: OptionCode
    text: Texts


class Question(Part):
    """One question; which of the fields it may have depends on its type."""

    code: QuestionCode
    type: Type
    text: Texts
    hint: Texts | None = None
    required: bool = False
    min_choices: Annotated[int, Field(ge=1)] | None = None
    max_choices: Annotated[int, Field(ge=1)] | None = None
    options: Annotated[list[Option], Field(max_length=MOST_OPTIONS)] = []
    rows: Annotated[list[Row], Field(max_length=MOST_ROWS)] = []
    min: Whole | None = None
    max: Whole | None = None
    unit: Texts | None = None
    max_length: Annotated[int, Field(ge=1, le=LONGEST_ANSWER)] | None = None
    show_if: Condition | None = None

    @cached_property
    def option_codes(self) -> frozenset[str]:
        """The codes of all options."""
        return frozenset(option.code for option in self.options)

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


class Page(Part):
    """What is asked at one time."""

    code: QuestionCode
    title: Texts | None = None
    questions: Annotated[list[Question], Field(min_length=1)]
    show_if: Condition | None = None


class Questionnaire(Part):
    """The whole document."""

    schema_: Annotated[Literal["engage-questionnaire/1"], Field(alias="schema")]
    code: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,59}$")]
    language: Language
    title: Texts
    pages: Annotated[list[Page], Field(min_length=1, max_length=MOST_PAGES)]

    @cached_property
    def questions(self) -> dict[str, Question]:
        """Every question by its code, in the order of the document."""
        return {q.code: q for page in self.pages for q in page.questions}

    @property
    def languages(self) -> list[str]:
        """The languages of the title, the main one first."""
        return sorted(self.title, key=lambda language: (language != self.language, language))

    def as_document(self) -> dict[str, Any]:
        """Return the plain document again, without what was left out."""
        return self.model_dump(by_alias=True, exclude_unset=True)
