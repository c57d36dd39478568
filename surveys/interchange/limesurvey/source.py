"""A LimeSurvey questionnaire as it was exported, whichever of its files it came in."""

from collections.abc import Iterator
from dataclasses import dataclass, field

Words = dict[str, str]
"""A text by language, as LimeSurvey keeps it: HTML with {expressions}."""


@dataclass
class Answer:
    """An option of a question, or a point of one of its scales."""

    code: str
    text: Words
    scale: int = 0
    value: str = ""
    order: int = 0


@dataclass
class Part:
    """A sub-question: a row, a column, or an option of a multiple choice."""

    id: str
    code: str
    text: Words
    scale: int = 0
    relevance: str = ""
    order: int = 0


@dataclass
class Default:
    """A default: of the question, of a sub-question, of "other" or of a comment."""

    part: str
    """The id, or in tab-separated files the code, of the sub-question; "" for the question."""
    special: str
    text: Words


@dataclass
class Question:
    """A question with its sub-questions, answers and attributes."""

    id: str
    group: str
    type: str
    code: str
    text: Words = field(default_factory=dict)
    help: Words = field(default_factory=dict)
    other: bool = False
    mandatory: str = "N"
    relevance: str = ""
    pattern: str = ""
    """A regular expression that the answer must match."""
    theme: str = ""
    has_script: bool = False
    order: int = 0
    parts: list[Part] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)
    attributes: dict[str, Words] = field(default_factory=dict)
    """Name → value by language; "" for values that are the same in all of them."""
    defaults: list[Default] = field(default_factory=list)

    def attribute(self, name: str) -> str:
        """Return the value of an attribute, of the first language that has one."""
        values = self.attributes.get(name, {})
        return next((v.strip() for v in (values.get(""), *values.values()) if v and v.strip()), "")

    def words(self, name: str, languages: list[str]) -> Words:
        """Return an attribute that is a text, in these languages."""
        values = self.attributes.get(name, {})
        said = {tag: values.get(tag) or values.get("", "") for tag in languages}
        return {tag: text for tag, text in said.items() if text.strip()}

    def is_on(self, name: str) -> bool:
        """Whether an attribute is switched on."""
        return self.attribute(name) in {"1", "Y", "y"}

    def rows(self, scale: int = 0) -> list[Part]:
        """Return the sub-questions of one scale, in order."""
        return [part for part in self.parts if part.scale == scale]

    def points(self, scale: int = 0) -> list[Answer]:
        """Return the answers of one scale, in order."""
        return [answer for answer in self.answers if answer.scale == scale]


@dataclass
class Group:
    """A group of questions: what is asked on one page."""

    id: str
    name: Words = field(default_factory=dict)
    description: Words = field(default_factory=dict)
    relevance: str = ""
    random: str = ""
    order: int = 0
    questions: list[Question] = field(default_factory=list)


@dataclass
class Condition:
    """A condition of old surveys: this question only when that field compares so."""

    question: str
    asked: str
    """The id of the question that is looked at."""
    field: str
    method: str
    value: str
    scenario: str


@dataclass
class Quota:
    """A quota: answers by question, how many, and what is said when they are there."""

    id: str
    name: str
    limit: str
    active: bool
    members: list[tuple[str, str]] = field(default_factory=list)
    message: Words = field(default_factory=dict)


@dataclass
class Source:
    """Everything of a file that a questionnaire is made of."""

    id: str = ""
    version: int = 0
    languages: list[str] = field(default_factory=list)
    settings: dict[str, str] = field(default_factory=dict)
    title: Words = field(default_factory=dict)
    description: Words = field(default_factory=dict)
    welcome: Words = field(default_factory=dict)
    end: Words = field(default_factory=dict)
    groups: list[Group] = field(default_factory=list)
    conditions: list[Condition] = field(default_factory=list)
    quotas: list[Quota] = field(default_factory=list)
    responses: list[dict[str, str]] = field(default_factory=list)
    """Column → what stands there; a column that is not there was empty in the database."""
    people: int = 0
    """How many participants the file names; they are never taken over."""
    _by_question: dict[str, list[Condition]] | None = None

    def conditions_of(self, question: str) -> list[Condition]:
        """Return the old conditions of a question, by its id."""
        if self._by_question is None:
            self._by_question = {}
            for condition in self.conditions:
                self._by_question.setdefault(condition.question, []).append(condition)
        return self._by_question.get(question, [])

    @property
    def main(self) -> str:
        """The main language."""
        return self.languages[0] if self.languages else "en"

    @property
    def questions(self) -> Iterator[Question]:
        """Every question, in order."""
        return (question for group in self.groups for question in group.questions)
