"""A questionnaire being built, as the builder's pages show it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from surveys.building import Document
from surveys.definition.editions import upgraded
from surveys.definition.schema import EDITION
from surveys.models import BankQuestion, DefinitionVersion, Survey
from surveys.models.building import QuestionnaireDraft, QuestionnaireEdit

UNWRITTEN = 0
"""The revision of a draft that nobody has edited yet."""
SHOWN_EDITS = 200


@dataclass(frozen=True)
class WorkingDraft:
    """A draft as it stands: the document, its revision, the version that it began from."""

    document: Document
    revision: int
    base_version: int | None

    @property
    def is_written(self) -> bool:
        """Whether anybody has edited it."""
        return self.revision != UNWRITTEN


@dataclass(frozen=True)
class EditLine:
    """One edit in the history."""

    revision: int
    what: str
    place: str
    name: str
    at: datetime
    undoes: int | None
    redoes: int | None


@dataclass(frozen=True)
class Steps:
    """What can be taken back, and what taken back can be made again."""

    undo: EditLine | None
    redo: EditLine | None


def draft_of(session: Session, survey: Survey) -> WorkingDraft:
    """Return a survey's draft; before the first edit it is the current version, or an empty one."""
    row = session.get(QuestionnaireDraft, survey.id)
    if row is not None:
        return WorkingDraft(row.document, row.revision, row.base_version)
    document = version_document(session, survey, survey.current_version)
    return WorkingDraft(document or fresh(survey), UNWRITTEN, survey.current_version)


def version_document(session: Session, survey: Survey, number: int | None) -> Document | None:
    """Return the document of one version, of whichever edition it was."""
    if number is None:
        return None
    found = session.scalar(
        select(DefinitionVersion.document).where(
            DefinitionVersion.survey_id == survey.id, DefinitionVersion.number == number
        )
    )
    return upgraded(found) if found is not None else None


def fresh(survey: Survey) -> Document:
    """Return the questionnaire of a survey that has none: one page, nothing on it."""
    return {
        "schema": EDITION,
        "code": survey.code,
        "language": "ja",
        "title": {"ja": survey.title},
        "pages": [{"code": "p1", "questions": []}],
    }


def history(session: Session, survey: Survey, most: int = SHOWN_EDITS) -> list[EditLine]:
    """Return who changed what, the newest first."""
    rows = session.scalars(
        select(QuestionnaireEdit)
        .where(QuestionnaireEdit.survey_id == survey.id)
        .order_by(QuestionnaireEdit.revision.desc())
        .limit(most)
    )
    return [line_of(row) for row in rows]


def line_of(row: QuestionnaireEdit) -> EditLine:
    """Return an edit as a line of the history."""
    return EditLine(
        row.revision, row.what, row.place, row.account_name, row.at, row.undoes, row.redoes
    )


def edits_since(session: Session, survey: Survey, revision: int) -> list[QuestionnaireEdit]:
    """Return the edits after a revision, in order."""
    return list(
        session.scalars(
            select(QuestionnaireEdit)
            .where(QuestionnaireEdit.survey_id == survey.id, QuestionnaireEdit.revision > revision)
            .order_by(QuestionnaireEdit.revision)
        )
    )


def steps(session: Session, survey: Survey) -> Steps:
    """Return the edit that would be taken back next, and the one that would be made again."""
    done: list[EditLine] = []
    undone: list[EditLine] = []
    for line in reversed(history(session, survey)):
        if line.undoes is not None and done and done[-1].revision == line.undoes:
            undone.append(done.pop())
        elif line.redoes is not None and undone and undone[-1].revision == line.redoes:
            done.append(undone.pop())
        elif line.undoes is None and line.redoes is None:
            done.append(line)
            undone.clear()
    return Steps(done[-1] if done else None, undone[-1] if undone else None)


@dataclass(frozen=True)
class Found:
    """A question that can be used again: what it is and where it comes from."""

    question: dict[str, Any]
    source: str
    title: str
    page: str
    is_kept: bool
    take: str = ""
    """What the builder is asked to take: "kept:…" or "question:dx-2024:q1"."""


def sources(session: Session, *, but: Survey | None = None) -> list[tuple[str, str]]:
    """Return code and title of every survey that has a questionnaire, the newest first."""
    rows = session.execute(
        select(Survey.code, Survey.title)
        .where(Survey.current_version.is_not(None), Survey.id != (but.id if but else ""))
        .order_by(Survey.opens_at.desc())
    )
    return [(row.code, row.title) for row in rows]


def bank(session: Session, words: str, *, source: str = "", most: int = 50) -> list[Found]:
    """Return questions that hold all the words: those that were kept first, then every survey's."""
    wanted = [word for word in words.casefold().split() if word]
    found = [hit for hit in [*_kept(session), *_asked(session)] if _matches(hit, wanted)]
    if source:
        found = [hit for hit in found if hit.source == source]
    return found[:most]


def _matches(hit: Found, wanted: list[str]) -> bool:
    parts = [hit.question, *hit.question.get("options", []), *hit.question.get("rows", [])]
    text = " ".join(word for part in parts for word in part["text"].values()).casefold()
    return all(word in text for word in wanted)


def _kept(session: Session) -> list[Found]:
    rows = session.scalars(select(BankQuestion).order_by(BankQuestion.at.desc()))
    return [
        Found(row.question, row.source, "", "", is_kept=True, take=f"kept:{row.id}") for row in rows
    ]


def _asked(session: Session) -> list[Found]:
    rows = session.execute(
        select(Survey.code, Survey.title, DefinitionVersion.document)
        .join(DefinitionVersion, DefinitionVersion.survey_id == Survey.id)
        .where(DefinitionVersion.number == Survey.current_version)
        .order_by(Survey.opens_at.desc())
    )
    return [
        Found(
            question,
            row.code,
            row.title,
            page["code"],
            is_kept=False,
            take=f"question:{row.code}:{question['code']}",
        )
        for row in rows
        for page in upgraded(row.document)["pages"]
        for question in page["questions"]
    ]


def is_in_bank(session: Session, digest: str) -> bool:
    """Whether a question was kept already."""
    return session.scalar(select(BankQuestion.id).where(BankQuestion.digest == digest)) is not None
