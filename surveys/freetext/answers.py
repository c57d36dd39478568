"""The texts that were written to one item: masked, each once, in no order of coming."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from engage.core.digest import digest
from engage.japanese.masking import mask
from surveys.definition import Question, Questionnaire
from surveys.frame import Frame
from surveys.models import Survey
from surveys.queries.responses import response_documents
from surveys.questions import TYPES, Item
from surveys.questions.base import ANSWERED
from surveys.results.tables import Words

MOST_TEXTS = 20_000
"""Texts that are cut into words while somebody waits."""
NOT_SHOWN = "not-shown"


@dataclass(frozen=True)
class TextItem:
    """Something that was answered in people's own words."""

    key: str
    text: str
    written: int

    @property
    def path(self) -> str:
        """The key as it stands in an address."""
        return self.key.replace("/", "~")


@dataclass(frozen=True)
class TextAnswer:
    """One text, masked; how many wrote exactly this."""

    digest: str
    text: str
    times: int


@dataclass(frozen=True)
class Written:
    """What one person wrote, as a digest and masked, and what they answered beside it."""

    digest: str
    text: str
    beside: str | None


def may_be_read(survey: Survey, at: datetime) -> bool:
    """Whether texts may be read: before the close the newest would tell who wrote just now."""
    return survey.state == "closed" or survey.closes_at <= at


def text_items(frame: Frame, words: Words) -> tuple[TextItem, ...]:
    """Return what was answered in people's own words, in the order of the questionnaire."""
    return tuple(
        TextItem(item.key, _wording(question, item, words), len(frame.texts[item.key]))
        for question, item in _items(frame.questionnaire)
    )


def text_item(frame: Frame, path: str, words: Words) -> TextItem | None:
    """Return the item of an address."""
    return next((item for item in text_items(frame, words) if item.path == path), None)


def answers_to(frame: Frame, key: str) -> tuple[TextAnswer, ...]:
    """Return the texts of an item, each once, in the order of their digests."""
    places = places_of(frame.questionnaire)
    times = Counter(text.strip() for text in frame.texts[key])
    found = (
        TextAnswer(digest_of(text), mask(text, places=places).text, count)
        for text, count in times.items()
        if text
    )
    return tuple(sorted(found, key=lambda answer: answer.digest))


def people_of(
    session: Session, survey: Survey, frame: Frame, key: str, by: str = ""
) -> Iterator[Written]:
    """Return what each person wrote, with the single answer that they gave to `by`."""
    question, item = _named(frame.questionnaire, key)
    axis = frame.questionnaire.questions.get(by)
    beside = TYPES[axis.type].items(axis)[0] if axis else None
    places = places_of(frame.questionnaire)
    for document in response_documents(session, survey):
        said = _said(document.get(question.code), item)
        if said:
            group = _said(document.get(by), beside) if beside else None
            yield Written(digest_of(said), mask(said, places=places).text, group)


def digest_of(text: str) -> str:
    """Return what a text is known by; equal texts are one."""
    return digest({"text": text.strip()})


def places_of(questionnaire: Questionnaire) -> frozenset[str]:
    """Return the districts that a questionnaire offers: no names of persons."""
    return frozenset(
        option.text.get("ja", "")
        for question in questionnaire.questions.values()
        for option in question.choices
    )


def states_of(
    session: Session, survey: Survey, frame: Frame, key: str
) -> Iterator[tuple[dict[str, Any], str | None]]:
    """Return every answer with the digest of its text: "" left open, None not asked."""
    question, item = _named(frame.questionnaire, key)
    for document in response_documents(session, survey):
        state = document.get(question.code)
        said = _said(state, item)
        if said:
            yield document, digest_of(said)
        else:
            hidden = state is None or state.get("state") == NOT_SHOWN
            yield document, None if hidden else ""


def _said(state: dict[str, Any] | None, item: Item) -> str | None:
    if not state or state.get("state") != ANSWERED:
        return None
    found = item.of(state)
    return str(found).strip() if found is not None else None


def _items(questionnaire: Questionnaire) -> Iterator[tuple[Question, Item]]:
    for question in questionnaire.questions.values():
        for item in TYPES[question.type].items(question):
            if item.kind == "text" and question.type != "file" and question.format is None:
                yield question, item


def _named(questionnaire: Questionnaire, key: str) -> tuple[Question, Item]:
    return next(found for found in _items(questionnaire) if found[1].key == key)


def _wording(question: Question, item: Item, words: Words) -> str:
    text = words.of(question.text)
    return f"{text}：{words.of(item.label)}" if item.label else text
