"""The whole way of a report: count, draw, write each format, keep the files."""

from collections.abc import Callable
from typing import Any

from sqlalchemy.orm import Session

from engage.core.storage import Storage
from engage.documents.outline import Outline
from surveys import rules
from surveys.freetext.answers import text_items
from surveys.freetext.tables import CodedItem, coded_item
from surveys.models import Survey
from surveys.queries.freetext import coded_items, quotes_of
from surveys.report.content import Comparison, Wish, report_of
from surveys.report.files import as_files, pictures_of
from surveys.results import waves
from surveys.results.report import SurveyResults, any_survey, crosses_by, results_of


def count(
    session: Session, survey: Survey, choices: dict[str, Any], *, city: str, phase: rules.Phase
) -> tuple[SurveyResults, Outline]:
    """Return the counted survey and the report's outline."""
    results = results_of(session, survey)
    crosses = tuple(cross for code in choices["by"] for cross in crosses_by(session, survey, code))
    before = any_survey(session, choices["before"]) if choices["before"] else None
    wish = Wish(
        crosses=crosses,
        comparison=_comparison(session, before, results) if before else None,
        city=city,
        is_running=phase is rules.Phase.OPEN,
        quotes=tuple(
            (quote.item.partition("/")[0], quote.text) for quote in quotes_of(session, survey)
        ),
        coded=_coded(session, survey, results),
    )
    return results, report_of(results, wish)


def _coded(session: Session, survey: Survey, results: SurveyResults) -> tuple[CodedItem, ...]:
    sorted_items = set(coded_items(session, survey))
    found = (
        coded_item(session, survey, results.frame, item)
        for item in text_items(results.frame, results.words)
        if item.key in sorted_items
    )
    return tuple(each for each in found if each is not None)


def _comparison(session: Session, before: Survey, now: SurveyResults) -> Comparison:
    both = waves.asked_in_both(session, before, now.survey)
    return Comparison(
        before.title, waves.waves(results_of(session, before), now, asked_in_both=both)
    )


def make(
    results: SurveyResults, outline: Outline, storage: Storage, note: Callable[[int], None]
) -> dict[str, str]:
    """Write and keep the report in every format; `note` hears the steps. Format → digest."""
    note(1)
    pictures = pictures_of(results)
    note(2)
    kept = {}
    for step, (name, export) in enumerate(as_files(outline, pictures), start=3):
        kept[name] = storage.keep_own(export.content)
        note(step)
    return kept
