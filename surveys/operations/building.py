"""Officers build a questionnaire: edits of the working draft that never overwrite each other."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from engage.core import audit
from engage.core.digest import digest
from engage.core.errors import Conflict
from engage.core.permissions import Actor
from surveys.building import Document, changed, changes, reversed_changes
from surveys.building.units import apart
from surveys.models import BankQuestion, DefinitionVersion, Survey
from surveys.models.building import QuestionnaireDraft, QuestionnaireEdit
from surveys.operations.running import add_version
from surveys.queries.building import (
    UNWRITTEN,
    EditLine,
    WorkingDraft,
    draft_of,
    edits_since,
    line_of,
    steps,
)


@dataclass(frozen=True)
class Edit:
    """One edit: what it does to a draft, what the history calls it, where."""

    change: Callable[[Document], Document]
    what: str
    place: str = ""
    touches: str = ""
    """The unit that it writes anew, as the officer saw it."""
    exact: bool = False
    """Whether it replaces everything, and so wants nothing to have changed."""


class ChangedMeanwhile(Conflict):
    """Somebody else changed the same part; nothing was written."""

    def __init__(self, draft: WorkingDraft, unit: str, before: Any, edits: list[EditLine]) -> None:
        """Take the draft as it stands now, the part, how it was before, and who changed it."""
        super().__init__("building-changed-meanwhile")
        self.draft, self.unit, self.before, self.edits = draft, unit, before, edits

    @property
    def theirs(self) -> Any:
        """The part as it stands now; None when it is gone."""
        return apart(self.draft.document).get(self.unit)


def edit_draft(
    session: Session,
    *,
    survey: Survey,
    edit: Edit,
    revision: int,
    token: str,
    actor: Actor,
    at: datetime,
) -> int:
    """Make one edit and return the draft's revision.

    `revision` is the one that the officer saw. Where others have edited since, the edit is made
    on the draft as it is now, unless they changed the unit that this edit writes: then
    ChangedMeanwhile. The same form sent again makes no second edit.
    """
    repeated = _by_token(session, survey, token)
    if repeated is not None:
        return repeated
    draft = draft_of(session, survey)
    if edit.exact and draft.revision != revision:
        raise Conflict("building-draft-moved-on")
    if edit.touches:
        _refuse_if_changed(session, survey, draft, edit.touches, revision)
    made = changes(draft.document, edit.change(draft.document))
    facts = {"token": token, "what": edit.what, "place": edit.place}
    return _keep(session, survey, draft, made, actor=actor, at=at, **facts)


def undo(
    session: Session, *, survey: Survey, revision: int, token: str, actor: Actor, at: datetime
) -> int:
    """Take the newest edit back that was not taken back yet."""
    return _step(session, survey, "undo", revision, token, actor, at)


def redo(
    session: Session, *, survey: Survey, revision: int, token: str, actor: Actor, at: datetime
) -> int:
    """Make the edit again that was taken back last."""
    return _step(session, survey, "redo", revision, token, actor, at)


def adopt_draft(
    session: Session,
    *,
    survey: Survey,
    revision: int,
    actor: Actor,
    at: datetime,
    mapping: dict[str, Any] | None = None,
) -> DefinitionVersion:
    """Make the draft the questionnaire that people answer.

    Raises UnusableDefinition with every problem of the draft.
    """
    draft = draft_of(session, survey)
    if draft.revision != revision:
        raise Conflict("building-draft-moved-on")
    version = add_version(
        session, survey=survey, document=draft.document, mapping=mapping, actor=actor, at=at
    )
    session.execute(
        update(QuestionnaireDraft)
        .where(QuestionnaireDraft.survey_id == survey.id)
        .values(base_version=version.number)
    )
    return version


def keep_in_bank(
    session: Session, *, survey: Survey, question: dict[str, Any], actor: Actor, at: datetime
) -> None:
    """Keep a question, as it stands by itself, to use it again; the same one is kept once."""
    alone = {k: v for k, v in question.items() if k not in {"show_if", "options_from", "rows_from"}}
    row = BankQuestion(
        question=alone, digest=digest(alone), source=survey.code, account_id=actor.id, at=at
    )
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError:
        return
    audit.record(session, actor=actor, verb="bank.question-kept", about=row, at=at)


def _by_token(session: Session, survey: Survey, token: str) -> int | None:
    return session.scalar(
        select(QuestionnaireEdit.revision).where(
            QuestionnaireEdit.survey_id == survey.id, QuestionnaireEdit.token == token
        )
    )


def _refuse_if_changed(
    session: Session, survey: Survey, draft: WorkingDraft, unit: str, revision: int
) -> None:
    met = [e for e in edits_since(session, survey, revision) if unit in e.changes]
    if met:
        before = met[0].changes[unit][0]
        raise ChangedMeanwhile(draft, unit, before, [line_of(edit) for edit in met])


def _step(
    session: Session,
    survey: Survey,
    which: str,
    revision: int,
    token: str,
    actor: Actor,
    at: datetime,
) -> int:
    repeated = _by_token(session, survey, token)
    if repeated is not None:
        return repeated
    draft, ready = draft_of(session, survey), steps(session, survey)
    if draft.revision != revision:
        raise Conflict("building-draft-moved-on")
    line = ready.undo if which == "undo" else ready.redo
    if line is None:
        raise Conflict(
            "building-nothing-to-undo" if which == "undo" else "building-nothing-to-redo"
        )
    made: dict[str, Any] = session.scalars(
        select(QuestionnaireEdit.changes).where(
            QuestionnaireEdit.survey_id == survey.id, QuestionnaireEdit.revision == line.revision
        )
    ).one()
    if which == "undo":
        made = reversed_changes(made)
    return _keep(
        session,
        survey,
        draft,
        made,
        token=token,
        what=which,
        place=line.place,
        actor=actor,
        at=at,
        undoes=line.revision if which == "undo" else None,
        redoes=line.revision if which == "redo" else None,
    )


def _keep(
    session: Session,
    survey: Survey,
    draft: WorkingDraft,
    made: dict[str, Any],
    *,
    actor: Actor,
    **facts: Any,
) -> int:
    """Write the draft anew if nobody else has done so since it was read, and note the edit."""
    if not made:
        return draft.revision
    document = changed(draft.document, made)
    document["code"] = survey.code
    if draft.is_written:
        _write_anew(session, survey, draft, document)
    else:
        _begin(session, survey, draft, document)
    session.add(
        QuestionnaireEdit(
            survey_id=survey.id,
            revision=draft.revision + 1,
            changes=made,
            account_id=actor.id,
            account_name=actor.name,
            **facts,
        )
    )
    session.flush()
    return draft.revision + 1


def _write_anew(session: Session, survey: Survey, draft: WorkingDraft, document: Document) -> None:
    written = session.execute(
        update(QuestionnaireDraft)
        .where(
            QuestionnaireDraft.survey_id == survey.id,
            QuestionnaireDraft.revision == draft.revision,
        )
        .values(document=document, revision=draft.revision + 1)
    )
    if written.rowcount != 1:  # type: ignore[attr-defined]
        raise Conflict("building-draft-moved-on")


def _begin(session: Session, survey: Survey, draft: WorkingDraft, document: Document) -> None:
    row = QuestionnaireDraft(
        survey_id=survey.id,
        document=document,
        revision=UNWRITTEN + 1,
        base_version=draft.base_version,
    )
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError as error:
        raise Conflict("building-draft-moved-on") from error
