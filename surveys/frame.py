"""Responses as columns of codes: the only code that turns answer documents into arrays.

Answers of people to whom a question was not shown are in no base; blank, refused and invalid
answers are 無回答 and stay in it.
"""

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engage.stats.cells import NOT_ASKED, ArrayCells, Column, multiple_columns
from surveys.definition import Question, Questionnaire, parse
from surveys.models import AnswerChange, DefinitionVersion, Response, Survey

CACHED_FRAMES = 16
ANSWERED = "answered"
NOT_SHOWN = "not-shown"


@dataclass(frozen=True)
class Frame:
    """All responses of a survey by question: coded columns to count, numbers, and texts."""

    questionnaire: Questionnaire
    cells: ArrayCells
    responses: int
    numbers: Mapping[str, list[float | str | None]] = field(default_factory=dict)
    """Question → one value each: a number, None for 無回答, NOT_ASKED."""
    texts: Mapping[str, list[str]] = field(default_factory=dict)
    """Question → the texts that were written, in the order of random ids."""
    not_shown: Mapping[str, int] = field(default_factory=dict)
    """Text question → how many people were not asked it."""


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
        count = session.scalar(
            select(func.count()).select_from(Response).where(Response.survey_id == survey.id)
        )
        changes = session.get(AnswerChange, survey.id)
        edits, withdrawn = (changes.edits, changes.withdrawn) if changes else (0, 0)
        key = (survey.id, version.digest, count or 0, edits, withdrawn)
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        frame = build(parse(version.document), documents(session, survey))
        with self._lock:
            self._kept[key] = frame
            while len(self._kept) > self._size:
                self._kept.popitem(last=False)
        return frame


_frames = Frames()


def frame_of(session: Session, survey: Survey) -> Frame:
    """Return all responses of a survey as columns."""
    return _frames.of(session, survey)


def current_version(session: Session, survey: Survey) -> DefinitionVersion:
    """Return the questionnaire version whose questions are tabulated."""
    return session.scalars(
        select(DefinitionVersion)
        .where(DefinitionVersion.survey_id == survey.id)
        .order_by(
            (DefinitionVersion.number == survey.current_version).desc(),
            DefinitionVersion.number.desc(),
        )
        .limit(1)
    ).one()


def documents(session: Session, survey: Survey) -> list[dict[str, Any]]:
    """Return every answer document, in the order of their random ids."""
    return list(
        session.scalars(
            select(Response.document).where(Response.survey_id == survey.id).order_by(Response.id)
        )
    )


def build(questionnaire: Questionnaire, answers: list[dict[str, Any]]) -> Frame:
    """Code every question of a questionnaire."""
    columns: dict[str, Column] = {}
    numbers: dict[str, list[float | str | None]] = {}
    texts: dict[str, list[str]] = {}
    not_shown: dict[str, int] = {}
    for question in questionnaire.questions.values():
        given = [answer.get(question.code) or {} for answer in answers]
        if question.type == "single":
            codes = [o.code for o in question.options]
            columns[question.code] = Column.of([_one(a) for a in given], codes)
        elif question.type == "multiple":
            codes = [o.code for o in question.options]
            columns |= multiple_columns(question.code, [_many(a) for a in given], codes)
        elif question.type == "matrix":
            columns |= _matrix(question, given)
        elif question.type == "number":
            numbers[question.code] = [_number(a) for a in given]
        else:
            texts[question.code] = [a["text"] for a in given if a.get("state") == ANSWERED]
            not_shown[question.code] = sum(a.get("state") == NOT_SHOWN for a in given)
    cells = ArrayCells(columns)
    return Frame(questionnaire, cells, len(answers), numbers, texts, not_shown)


def row_key(question: str, row: str) -> str:
    """Return the key of one row of a matrix."""
    return f"{question}/{row}"


def _matrix(question: Question, given: list[dict[str, Any]]) -> dict[str, Column]:
    codes = [option.code for option in question.options]
    return {
        row_key(question.code, row.code): Column.of(
            [
                NOT_ASKED if a.get("state") == NOT_SHOWN else (a.get("rows") or {}).get(row.code)
                for a in given
            ],
            codes,
        )
        for row in question.rows
    }


def _one(answer: dict[str, Any]) -> str | None:
    if answer.get("state") == NOT_SHOWN:
        return NOT_ASKED
    codes = answer.get("codes") or [None]
    return codes[0] if answer.get("state") == ANSWERED else None


def _many(answer: dict[str, Any]) -> list[str] | str | None:
    if answer.get("state") == NOT_SHOWN:
        return NOT_ASKED
    return answer.get("codes") if answer.get("state") == ANSWERED else None


def _number(answer: dict[str, Any]) -> float | str | None:
    if answer.get("state") == NOT_SHOWN:
        return NOT_ASKED
    return answer.get("number") if answer.get("state") == ANSWERED else None
