"""The codes of free answers counted: how many people wrote what, small counts hidden."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from engage.stats.cells import NO_ANSWER, ArrayCells
from engage.stats.disclose import multiple
from engage.stats.tables import Base, Question, Share, simple_table
from surveys.frame import Frame
from surveys.freetext.answers import TextItem
from surveys.freetext.banners import code_topic, coded_columns
from surveys.models import Survey
from surveys.queries import freetext as queries
from surveys.results.report import asked_in
from surveys.results.tables import ResultRow, design_of


@dataclass(frozen=True)
class CodedItem:
    """What people wrote to one item, by its codes; the base is whose text is sorted."""

    item: TextItem
    n: int
    rows: tuple[ResultRow, ...]


def coded_item(session: Session, survey: Survey, frame: Frame, item: TextItem) -> CodedItem | None:
    """Return an item's codes counted; None where nothing is sorted."""
    codes = queries.codes_of(session, survey, item.key)
    if not codes:
        return None
    topic = code_topic(item, codes)
    columns = coded_columns(session, survey, frame, [item])
    design = design_of(survey.kind, asked_in(session, survey))
    mine = {key: column for key, column in columns.items() if key.startswith(f"{topic.key}/")}
    table = simple_table(
        ArrayCells(mine),
        Question(topic.key, topic.codes, multiple=True),
        design,
        base=Base.ANSWERED,
    )
    if table.n == 0:
        return None
    return CodedItem(item, table.n, _rows(table.rows, dict(topic.options), table.n))


def _rows(shares: Sequence[Share], labels: dict[str, str], n: int) -> tuple[ResultRow, ...]:
    hidden = multiple([share.count for share in shares], n).hidden
    return tuple(
        ResultRow(share.option, labels[share.option], None, None, None, None)
        if hide
        else ResultRow(
            share.option, labels[share.option], share.count, share.share, share.low, share.high
        )
        for share, hide in zip(shares, hidden, strict=True)
        if share.option != NO_ANSWER
    )
