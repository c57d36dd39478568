"""What a table counts or divides by: a question, one row of a matrix, one option of several."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from engage.stats.cells import CHOSEN, NOT_CHOSEN, option_key
from surveys.definition import Question, Questionnaire
from surveys.questions import TYPES, Item
from surveys.results.tables import Words, is_rest


@dataclass(frozen=True)
class Topic:
    """Answers that can be counted: their column, their words, and the codes with their labels."""

    key: str
    text: str
    options: tuple[tuple[str, str], ...]
    many: bool = False
    rest: frozenset[str] = frozenset()
    """The codes that stand apart at the end: その他, とくにない, わからない."""

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes in their order."""
        return tuple(code for code, _ in self.options)


def topic_of(question: Question, words: Words) -> Topic:
    """Return what a question without rows counts."""
    return _topic(question, TYPES[question.type].items(question)[0], words)


def topics(questionnaire: Questionnaire, words: Words) -> tuple[Topic, ...]:
    """Return everything with options to choose from, in the order of the questionnaire."""
    return tuple(
        _topic(question, item, words)
        for question in questionnaire.questions.values()
        for item in TYPES[question.type].items(question)
        if item.kind in ("one", "many") and item.options
    )


def banners(rows: Iterable[Topic], chosen: str, other: str) -> Iterator[Topic]:
    """Return everything that people can be divided by.

    Where several answers may be given, each option divides those who chose it from the others,
    named by the words `chosen` and `other`.
    """
    for topic in rows:
        if not topic.many:
            yield topic
            continue
        for code, label in topic.options:
            yield Topic(
                option_key(topic.key, code),
                f"{topic.text}：{label}",
                ((CHOSEN, chosen), (NOT_CHOSEN, other)),
            )


def _topic(question: Question, item: Item, words: Words) -> Topic:
    text = words.of(question.text)
    return Topic(
        key=item.key,
        text=f"{text}：{words.of(item.label)}" if item.label else text,
        options=tuple((option.code, words.of(option.text)) for option in item.options),
        many=item.kind == "many",
        rest=frozenset(o.code for o in item.options if is_rest(o.code, question)),
    )
