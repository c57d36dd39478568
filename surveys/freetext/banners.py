"""Codes of free answers as something to count and to divide by."""

from collections.abc import Mapping, Sequence

from sqlalchemy.orm import Session

from engage.stats.cells import CHOSEN, NOT_ASKED, NOT_CHOSEN, Column, option_key
from surveys.frame import Frame, build
from surveys.freetext.answers import TextItem, states_of
from surveys.freetext.sorting import final_codes
from surveys.models import Survey, TextCode
from surveys.queries import freetext as queries
from surveys.results.topics import Topic

MOST_ANSWERS = 50_000
"""Answers that are coded anew while somebody waits."""
SUFFIX = "~codes"


def code_topic(item: TextItem, codes: Sequence[TextCode]) -> Topic:
    """Return the codes of an item as a question with several answers."""
    options = tuple((code.code, code.label) for code in codes)
    return Topic(f"{item.key}{SUFFIX}", item.text, options, many=True)


def is_coded(key: str) -> bool:
    """Whether a table's key is of codes that people gave."""
    return SUFFIX in key


def coded_columns(
    session: Session, survey: Survey, frame: Frame, items: Sequence[TextItem]
) -> Mapping[str, Column]:
    """Return every column of the survey, and those of the codes, in one order.

    A text that is not sorted yet, or on which coders differ, counts as 無回答.
    """
    documents = []
    given: dict[str, list[list[str] | str | None]] = {item.key: [] for item in items}
    for number, item in enumerate(items):
        final = _final(session, survey, item.key)
        for document, digest in states_of(session, survey, frame, item.key):
            if number == 0:
                documents.append(document)
            given[item.key].append(NOT_ASKED if digest is None else final.get(digest))
    columns = dict(build(frame.questionnaire, documents).cells.columns)
    for item in items:
        for code in queries.codes_of(session, survey, item.key):
            key = option_key(f"{item.key}{SUFFIX}", code.code)
            columns[key] = _column(given[item.key], code.code)
    return columns


def _column(given: Sequence[list[str] | str | None], code: str) -> Column:
    """Return who wrote what a code says; a text without any code is an answer too."""
    said = [
        (CHOSEN if code in codes else NOT_CHOSEN) if isinstance(codes, list) else codes
        for codes in given
    ]
    return Column.of(said, (NOT_CHOSEN, CHOSEN))


def _final(session: Session, survey: Survey, item: str) -> dict[str, list[str] | None]:
    settled = queries.settlements_of(session, survey, item)
    codings = queries.codings_of(session, survey, item)
    return {
        digest: final_codes(codings.get(digest, {}), settled.get(digest))
        for digest in {*codings, *settled}
    }
