"""Responses as columns of codes: the only code that turns answer documents into arrays.

Answers of people to whom a question was not shown are in no base; blank, refused and invalid
answers are 無回答 and stay in it.
"""

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

from sqlalchemy.orm import Session

from engage.stats.cells import NOT_ASKED, ArrayCells, Column, multiple_columns
from surveys.definition import Questionnaire, parse
from surveys.models import AnswerChange, Survey
from surveys.queries.responses import current_version, response_count, response_documents
from surveys.questions import TYPES, Item

CACHED_FRAMES = 16
ANSWERED = "answered"
NOT_SHOWN = "not-shown"
UNASKED = {"state": NOT_SHOWN}
"""An answer to a version that had no such question yet."""


@dataclass(frozen=True)
class Frame:
    """All responses of a survey by item: coded columns to count, numbers, and texts."""

    questionnaire: Questionnaire
    cells: ArrayCells
    responses: int
    numbers: Mapping[str, list[float | str | None]] = field(default_factory=dict)
    """Item → one value each: a number, None for 無回答, NOT_ASKED."""
    texts: Mapping[str, list[str]] = field(default_factory=dict)
    """Item → the texts that were written, in the order of random ids."""
    not_shown: Mapping[str, int] = field(default_factory=dict)
    """Text item → how many people were not asked it."""


class Frames:
    """Frames that were built lately, each good until answers come, change or are withdrawn."""

    def __init__(self, size: int = CACHED_FRAMES) -> None:
        """Keep the latest `size` frames."""
        self._size = size
        self._kept: OrderedDict[tuple[str, str, int, int, int], Frame] = OrderedDict()
        self._lock = Lock()

    def of(self, session: Session, survey: Survey) -> Frame:
        """Return the survey's frame, built again only when responses have come."""
        version = current_version(session, survey)
        count = response_count(session, survey)
        changes = session.get(AnswerChange, survey.id)
        edits, withdrawn = (changes.edits, changes.withdrawn) if changes else (0, 0)
        key = (survey.id, version.digest, count, edits, withdrawn)
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        frame = build(parse(version.document), list(response_documents(session, survey)))
        with self._lock:
            self._kept[key] = frame
            while len(self._kept) > self._size:
                self._kept.popitem(last=False)
        return frame


_frames = Frames()


def frame_of(session: Session, survey: Survey) -> Frame:
    """Return all responses of a survey as columns."""
    return _frames.of(session, survey)


def build(questionnaire: Questionnaire, answers: list[dict[str, Any]]) -> Frame:
    """Code everything that a questionnaire asks."""
    columns: dict[str, Column] = {}
    numbers: dict[str, list[float | str | None]] = {}
    texts: dict[str, list[str]] = {}
    not_shown: dict[str, int] = {}
    for question in questionnaire.questions.values():
        given = [answer.get(question.code) or UNASKED for answer in answers]
        for item in TYPES[question.type].items(question):
            codes = [option.code for option in item.options]
            if item.kind == "one":
                columns[item.key] = Column.of([_cell(item, a) for a in given], codes)
            elif item.kind == "many":
                columns |= multiple_columns(item.key, [_cell(item, a) for a in given], codes)
            elif item.kind == "number":
                numbers[item.key] = [_cell(item, a) for a in given]
            else:
                texts[item.key] = _written(item, given)
                not_shown[item.key] = sum(a.get("state") == NOT_SHOWN for a in given)
    cells = ArrayCells(columns)
    return Frame(questionnaire, cells, len(answers), numbers, texts, not_shown)


def _cell(item: Item, answer: dict[str, Any]) -> Any:
    """Return what one answer says to one item: NOT_ASKED, None for 無回答, or the value."""
    state = answer.get("state")
    if state == NOT_SHOWN:
        return NOT_ASKED
    return item.of(answer) if state == ANSWERED else None


def _written(item: Item, given: list[dict[str, Any]]) -> list[str]:
    said = (item.of(answer) for answer in given if answer.get("state") == ANSWERED)
    return [text for text in said if text is not None]
