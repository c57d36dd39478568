"""Answers on a scale around a middle: the bad side left of a line, the good side right of it."""

from dataclasses import dataclass
from fractions import Fraction
from typing import TypeVar

from engage.charts import marks, measure, palette
from engage.charts.scale import ScaleChart, ScaleRow, base_text
from engage.charts.sheet import Anchor, Line, Rect, Sheet, Text
from engage.charts.twin import Cell, Row, RowKind, share_cell
from engage.charts.value import Value, clean, percent

_HEIGHT = 24
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class DivergingChart(ScaleChart):
    """Ratings of items on one scale of two to seven steps; answers off the scale are only written.

    With an odd number of steps the middle one straddles the line: Heiberger & Robbins (2014), JSS
    57(5).
    """

    @property
    def palettes(self) -> dict[int, tuple[str, ...]]:
        """The colours for each number of steps that can be drawn, the bad end first."""
        return palette.LONG_SCALES


@dataclass(frozen=True, slots=True)
class Sides:
    """The shares of one row from the bad end to the good end."""

    bad: tuple[float, ...]
    middle: float
    good: tuple[float, ...]

    @property
    def left(self) -> float:
        """How far the row reaches left of the line."""
        return sum(self.bad) + self.middle / 2

    @property
    def right(self) -> float:
        """How far it reaches right of it."""
        return sum(self.good) + self.middle / 2


def sides(chart: DivergingChart, row: ScaleRow) -> Sides:
    """Return a row's shares, the bad end first."""
    shares = [float(value.share or 0) for value in _from_bad(chart, row.steps)]
    half = len(shares) // 2
    middle = shares[half] if len(shares) % 2 else 0.0
    return Sides(tuple(shares[:half]), middle, tuple(shares[-half:]))


def lay_out(chart: DivergingChart, sheet: Sheet) -> None:
    """Put the chart on a sheet."""
    colours = chart.palettes[len(chart.steps)]
    keys = [
        marks.Key(clean(step), colour)
        for step, colour in zip(_from_bad(chart, chart.steps), colours, strict=True)
    ]
    y = marks.legend(sheet, 0, keys, chart.words.in_percent) + 10
    shown = [sides(chart, row) for row in chart.rows if not row.is_hidden]
    left = max((each.left for each in shown), default=0.5)
    right = max((each.right for each in shown), default=0.5)
    unit = sheet.width / max(left + right, 1e-9)
    zero = left * unit
    for row in chart.rows:
        y = _row(chart, row, sheet, y, (zero, unit))
    sheet.height = y


def _row(
    chart: DivergingChart, row: ScaleRow, sheet: Sheet, y: float, at: tuple[float, float]
) -> float:
    base = base_text(row, chart.words)
    room = sheet.width - measure.width(base, sheet.small) - 16
    baseline = marks.label_lines(sheet, y, row.label, room, indent=0)
    sheet.add(
        Text(sheet.width, y + 7 + sheet.size, base, sheet.small, palette.INK_3, "end", role="tick")
    )
    top = baseline + 9
    if row.is_hidden:
        sheet.add(Rect(0, top, sheet.width, _HEIGHT, palette.GRID))
        return top + _HEIGHT + 14
    _bar(chart, row, sheet, top, at)
    below = top + _HEIGHT + 7 + sheet.small
    good, bad, net = (cell.text for cell in _side_cells(chart, row))
    sheet.add(
        Text(0, below, bad, sheet.small, palette.LOW[2], role="val", bold=True),
        Text(sheet.width, below, good, sheet.small, palette.FIRST, "end", role="val", bold=True),
        Text(
            at[0],
            below,
            f"（{net}）",
            sheet.small,
            palette.INK_3,
            _beside(at[0], sheet.width),
            role="val",
        ),
    )
    return _beside_the_scale(chart, row, sheet, below) + 12


def _beside_the_scale(chart: DivergingChart, row: ScaleRow, sheet: Sheet, y: float) -> float:
    """Write the answers that are no step of the scale; return the last baseline."""
    said = [
        f"{clean(name)} {percent(value.share)}"
        for name, value in zip(chart.rest, row.rest, strict=True)
        if value.share
    ]
    for line in measure.wrap("　".join(said), sheet.small, sheet.width):
        y += sheet.small * 1.4
        sheet.add(Text(0, y, line, sheet.small, palette.INK_3, role="tick"))
    return y


def _bar(
    chart: DivergingChart, row: ScaleRow, sheet: Sheet, top: float, at: tuple[float, float]
) -> None:
    zero, unit = at
    both = sides(chart, row)
    x = zero - both.left * unit
    colours = chart.palettes[len(chart.steps)]
    for value, colour in zip(_from_bad(chart, row.steps), colours, strict=True):
        width = float(value.share or 0) * unit
        if not width:
            continue
        sheet.add(Rect(x, top, width, _HEIGHT, colour, "small" if row.is_small else ""))
        text = percent(value.share or 0)
        if not row.is_small and width >= measure.width(text, sheet.small) + 4:
            middle, line = x + width / 2, top + _HEIGHT / 2 + sheet.small * 0.36
            ink = palette.text_on(colour)
            role = "seg on-dark" if ink == palette.PAPER else "seg"
            sheet.add(Text(middle, line, text, sheet.small, ink, "middle", role=role))
        x += width
    sheet.add(Line(zero, top - 4, zero, top + _HEIGHT + 4, palette.INK, 1.5))


def _beside(x: float, width: float) -> Anchor:
    """Return how a text at x stays inside the drawing."""
    return "start" if x < width / 4 else "end" if x > width * 3 / 4 else "middle"


def _from_bad(chart: DivergingChart, steps: tuple[T, ...]) -> tuple[T, ...]:
    return steps[::-1] if chart.starts_good else steps


def rows(chart: DivergingChart) -> list[Row]:
    """Return the twin: n, every step, the rest, both sides, and good minus bad in points."""
    table = []
    for row in chart.rows:
        n = Cell(chart.words.hidden, is_hidden=True) if row.n is None else Cell(f"{row.n:,}")
        shares = (share_cell(value, chart.words) for value in (*row.steps, *row.rest))
        table.append(Row(row.label, (n, *shares, *_side_cells(chart, row)), RowKind.BODY))
    return table


def _side_cells(chart: DivergingChart, row: ScaleRow) -> tuple[Cell, Cell, Cell]:
    if row.is_hidden:
        hidden = Cell(chart.words.hidden, is_hidden=True)
        return hidden, hidden, hidden
    half = len(chart.steps) // 2
    from_bad = _from_bad(chart, row.steps)
    good, bad = _exact(from_bad[-half:]), _exact(from_bad[:half])
    text = percent(abs(good - bad))
    sign = "" if text == "0.0" else "+" if good > bad else "-"
    return Cell(percent(good)), Cell(percent(bad)), Cell(f"{sign}{text}")


def _exact(values: tuple[Value, ...]) -> Fraction:
    return sum((Fraction(value.share or 0) for value in values), Fraction(0))
