"""Questionnaires, read once: a version never changes, so its digest is its name in the cache."""

from collections import OrderedDict
from threading import Lock

from sqlalchemy import select
from sqlalchemy.orm import Session

from surveys.definition import Questionnaire
from surveys.models import DefinitionVersion, Survey
from surveys.questions import QuestionView, view_of

KEPT = 64

_lock = Lock()
_read: OrderedDict[str, Questionnaire] = OrderedDict()
_views: OrderedDict[tuple[str, str], dict[str, QuestionView]] = OrderedDict()


def questionnaire(session: Session, version_id: str, digest: str) -> Questionnaire:
    """Return a version's questionnaire."""
    found = _read.get(digest)
    if found is None:
        document = session.execute(
            select(DefinitionVersion.document).where(DefinitionVersion.id == version_id)
        ).scalar_one()
        found = Questionnaire.model_validate(document)
        _keep(_read, digest, found)
    return found


def current_questionnaire(session: Session, survey: Survey) -> Questionnaire | None:
    """Return the questionnaire that a survey asks now; None while it has none."""
    row = session.execute(
        select(DefinitionVersion.id, DefinitionVersion.digest).where(
            DefinitionVersion.survey_id == survey.id,
            DefinitionVersion.number == survey.current_version,
        )
    ).one_or_none()
    return questionnaire(session, row.id, row.digest) if row else None


def views(document: Questionnaire, digest: str, language: str) -> dict[str, QuestionView]:
    """Return every question as a page draws it for somebody to whom all of it is shown."""
    found = _views.get((digest, language))
    if found is None:
        found = drawn(document, language)
        _keep(_views, (digest, language), found)
    return found


def drawn(document: Questionnaire, language: str) -> dict[str, QuestionView]:
    """Return the same without the cache, for documents that are not kept."""
    return {
        code: view_of(question, language, document.language)
        for code, question in document.questions.items()
    }


def _keep(cache: OrderedDict, name: object, value: object) -> None:
    with _lock:
        cache[name] = value
        while len(cache) > KEPT:
            cache.popitem(last=False)
