"""Shares of one question: sorted horizontal bars, with the interval under each bar."""

from dataclasses import dataclass
from fractions import Fraction

from engage.charts import axis, marks, palette
from engage.charts.sheet import Sheet
from engage.charts.twin import (
    EMPTY,
    Cell,
    Row,
    RowKind,
    body_kind,
    count_cell,
    interval_cell,
    share_cell,
)
from engage.charts.value import (
    JAPANESE,
    Flag,
    Value,
    Words,
    WrongChart,
    count_text,
    require_text,
    value_text,
)


@dataclass(frozen=True, slots=True)
class Bar:
    """One option of a question and the share of people who chose it."""

    label: str
    share: float | Fraction | None
    count: int | None = None
    low: float | Fraction | None = None
    high: float | Fraction | None = None
    is_rest: bool = False
    flag: Flag = Flag.PLAIN

    def __post_init__(self) -> None:
        """Refuse an impossible bar."""
        require_text("label", self.label)
        _ = self.value

    @property
    def value(self) -> Value:
        """The measured value without its label."""
        return Value(self.share, self.count, self.low, self.high, self.flag)


@dataclass(frozen=True, slots=True)
class BarChart:
    """The shares of one question among n people."""

    title: str
    desc: str
    bars: tuple[Bar, ...]
    n: int | None = None
    keeps_order: bool = False
    words: Words = JAPANESE

    def __post_init__(self) -> None:
        """Refuse a chart that says nothing or contradicts itself."""
        require_text("title", self.title)
        require_text("desc", self.desc)
        if not self.bars:
            raise WrongChart("a chart needs at least one bar")
        for bar in self.bars:
            if self.n is not None and bar.count is not None and bar.count > self.n:
                raise WrongChart(f"{bar.count} of {self.n} people is impossible")

    @property
    def has_intervals(self) -> bool:
        """Whether any bar shows its doubt; the twin has one more column then."""
        return any(bar.value.has_interval for bar in self.bars)

    @property
    def in_order(self) -> tuple[Bar, ...]:
        """The bars as drawn: largest first, その他・とくにない・無回答 last as given."""
        if self.keeps_order:
            return tuple(sorted(self.bars, key=lambda bar: bar.is_rest))
        return tuple(sorted(self.bars, key=_place))


def _place(bar: Bar) -> tuple[bool, float]:
    return bar.is_rest, 0.0 if bar.is_rest else -float(-1 if bar.share is None else bar.share)


def lay_out(chart: BarChart, sheet: Sheet) -> None:
    """Put the chart on a sheet."""
    bars = chart.in_order
    ends = [end for bar in bars for end in (bar.share, bar.high) if end is not None]
    scale = axis.reaching(max(ends, default=1))
    values = [value_text(bar.value, chart.words) for bar in bars]
    counts = [count_text(bar.value, chart.words) for bar in bars]
    at = marks.columns(sheet, values, counts)
    below = 33 if chart.has_intervals else 25
    y = 0.0
    for bar, value, count in zip(bars, values, counts, strict=True):
        top = marks.heading(sheet, y, bar.label, value, count, at)
        colour = palette.REST if bar.is_rest else palette.FIRST
        marks.bar(sheet, top, bar.value, scale, sheet.width, colour)
        marks.interval(sheet, top, bar.value, scale, sheet.width)
        y = top + below
    sheet.height = marks.axis_below(sheet, 4, y + 4, scale, chart.words.percent, sheet.width)


def rows(chart: BarChart) -> list[Row]:
    """Return the twin: count, share and, if there are any, interval; first row is n."""
    words = chart.words
    table = []
    if chart.n is not None:
        base = (Cell(f"{chart.n:,}"), Cell("100.0"), *((EMPTY,) if chart.has_intervals else ()))
        table.append(Row(words.respondents, base, RowKind.BASE))
    for bar in chart.in_order:
        cells = [count_cell(bar.value, words), share_cell(bar.value, words)]
        if chart.has_intervals:
            cells.append(interval_cell(bar.value, words))
        table.append(Row(bar.label, tuple(cells), body_kind(is_rest=bar.is_rest)))
    return table
