"""Response rates of a survey, from who was asked and who answered; no answer is looked at."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engage.stats.disclose import one_way
from engage.stats.rates import RateTable, response_rates
from surveys.models import Participation, Survey
from surveys.models.panel import SEXES
from surveys.results.published import survey_kind

AXES = ("sex", "age_band", "district")


@dataclass(frozen=True)
class RateRow:
    """One group: how many were asked and answered; None where the numbers are too small."""

    group: str
    asked: int | None
    answered: int | None
    percent: str | None
    is_total: bool = False

    @property
    def is_hidden(self) -> bool:
        """Whether the numbers could point at persons."""
        return self.asked is None

    @property
    def share(self) -> float:
        """The rate between 0 and 1, for drawing."""
        return (self.answered or 0) / self.asked if self.asked else 0.0


@dataclass(frozen=True)
class RatesBy:
    """The rate overall and in the groups of one attribute, with small groups hidden."""

    axis: str
    rows: tuple[RateRow, ...]
    table: RateTable

    @property
    def total(self) -> RateRow:
        """The row of everybody."""
        return self.rows[0]

    @property
    def has_hidden(self) -> bool:
        """Whether a note about hiding is needed."""
        return any(row.is_hidden for row in self.rows)


def rates_by(session: Session, survey: Survey, axis: str, order: Sequence[str] = ()) -> RatesBy:
    """Return the response rate overall and by sex, age band or district, in a printed order."""
    column = getattr(Participation, axis)
    found = session.execute(
        select(column, func.count(), func.sum(Participation.used))
        .where(Participation.survey_id == survey.id)
        .group_by(column)
        .order_by(column)
    ).all()
    places = {name: place for place, name in enumerate((*SEXES, *order))}
    found = sorted(found, key=lambda row: (places.get(row[0], len(places)), row[0]))
    asked = {group: int(count) for group, count, _ in found}
    answered = {group: int(used or 0) for group, _, used in found}
    table = response_rates(answered, asked, kind=survey_kind(survey.kind))
    hidden = _hidden(list(asked.values()), list(answered.values()))
    rows = [_row("", table.overall.n, table.overall.count, table.overall.percent, total=True)]
    for group, hide in zip(table.groups, hidden, strict=True):
        if hide:
            rows.append(RateRow(group.group or "", None, None, None))
        else:
            rows.append(_row(group.group or "", group.n, group.count, group.percent))
    return RatesBy(axis, tuple(rows), table)


def _row(
    group: str, asked: int, answered: int, percent: str | None, *, total: bool = False
) -> RateRow:
    return RateRow(group, asked, answered, percent, total)


def _hidden(asked: list[int], answered: list[int]) -> list[bool]:
    """Hide groups in which fewer than k were asked, and enough others to stop subtraction."""
    if not asked:
        return []
    return [a or b for a, b in zip(one_way(asked).hidden, one_way(answered).hidden, strict=True)]
