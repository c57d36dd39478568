"""Rates of people counted one by one: bars on a track from 0 to 100 %, without intervals."""

from dataclasses import dataclass
from fractions import Fraction

from engage.charts import axis, marks, palette
from engage.charts.sheet import Rect, Sheet
from engage.charts.twin import Cell, Row, RowKind, share_cell
from engage.charts.value import (
    JAPANESE,
    Flag,
    Value,
    Words,
    WrongChart,
    require_text,
    value_text,
)


@dataclass(frozen=True, slots=True)
class Rate:
    """A part of a whole, such as 151 answers of 164 registered men; both None when withheld."""

    label: str
    part: int | None
    whole: int | None
    is_total: bool = False
    flag: Flag = Flag.PLAIN

    def __post_init__(self) -> None:
        """Refuse a part that is larger than its whole, and a rate of nobody."""
        require_text("label", self.label)
        if (self.flag is Flag.HIDDEN) != (self.part is None or self.whole is None):
            raise WrongChart("a rate is hidden exactly when its numbers are")
        if self.part is not None and self.whole is not None and not 0 <= self.part <= self.whole:
            raise WrongChart(f"{self.part} of {self.whole} people is impossible")
        if self.whole == 0:
            raise WrongChart("nobody has no rate")

    @property
    def value(self) -> Value:
        """The rate as a value; it is exact."""
        if self.part is None or self.whole is None:
            return Value(None, flag=Flag.HIDDEN)
        return Value(Fraction(self.part, self.whole), self.part, flag=self.flag)


@dataclass(frozen=True, slots=True)
class RateChart:
    """Rates that may be compared, in the order given."""

    title: str
    desc: str
    rates: tuple[Rate, ...]
    words: Words = JAPANESE

    def __post_init__(self) -> None:
        """Refuse an empty chart."""
        require_text("title", self.title)
        require_text("desc", self.desc)
        if not self.rates:
            raise WrongChart("a chart needs at least one rate")


def lay_out(chart: RateChart, sheet: Sheet) -> None:
    """Put the chart on a sheet."""
    values = [value_text(rate.value, chart.words) for rate in chart.rates]
    counts = [_of(rate, chart.words) for rate in chart.rates]
    at = marks.columns(sheet, values, counts)
    y = 0.0
    for rate, value, count in zip(chart.rates, values, counts, strict=True):
        top = marks.heading(sheet, y, rate.label, value, count, at)
        sheet.add(Rect(0, top, sheet.width, marks.BAR, palette.GRID))
        marks.bar(sheet, top, rate.value, axis.WHOLE, sheet.width, palette.FIRST)
        y = top + marks.BAR + 12
    sheet.height = marks.axis_below(sheet, 4, y + 2, axis.WHOLE, chart.words.percent, sheet.width)


def _of(rate: Rate, words: Words) -> str:
    if rate.part is None:
        return ""
    return words.of.format(part=f"{rate.part:,}", whole=f"{rate.whole:,}")


def rows(chart: RateChart) -> list[Row]:
    """Return the twin: the whole, the part and the rate."""
    table = []
    for rate in chart.rates:
        numbers = tuple(
            Cell(chart.words.hidden, is_hidden=True) if number is None else Cell(f"{number:,}")
            for number in (rate.whole, rate.part)
        )
        kind = RowKind.TOTAL if rate.is_total else RowKind.BODY
        table.append(Row(rate.label, (*numbers, share_cell(rate.value, chart.words)), kind))
    return table
