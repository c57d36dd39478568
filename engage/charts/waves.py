"""The same shares at several times: a dot for each wave, its interval as a whisker."""

from dataclasses import dataclass
from itertools import pairwise

from engage.charts import axis, marks, measure, palette
from engage.charts.axis import Axis
from engage.charts.sheet import Dot, Line, Sheet, Text
from engage.charts.twin import Cell, Row, RowKind, body_kind, interval_cell, share_cell
from engage.charts.value import JAPANESE, Value, Words, WrongChart, require_text, value_text

_RADIUS = 5.5
_PITCH = 22
_MOST_WAVES = 6


@dataclass(frozen=True, slots=True)
class Wave:
    """One time of asking, and how many answered."""

    label: str
    n: int | None = None


@dataclass(frozen=True, slots=True)
class WaveRow:
    """One option and its share at each time; None where it was not asked."""

    label: str
    values: tuple[Value | None, ...]
    is_rest: bool = False


@dataclass(frozen=True, slots=True)
class WaveChart:
    """Shares over time, the earliest first; only comparable waves are joined by a line."""

    title: str
    desc: str
    waves: tuple[Wave, ...]
    rows: tuple[WaveRow, ...]
    is_comparable: bool = True
    words: Words = JAPANESE

    def __post_init__(self) -> None:
        """Refuse a chart of one time, and rows that do not fit."""
        require_text("title", self.title)
        require_text("desc", self.desc)
        if not 2 <= len(self.waves) <= _MOST_WAVES:
            raise WrongChart(f"two to {_MOST_WAVES} waves can be compared")
        if not self.rows:
            raise WrongChart("a chart needs at least one row")
        for row in self.rows:
            require_text("label", row.label)
            if len(row.values) != len(self.waves):
                raise WrongChart(f"「{row.label}」 does not have a value for every wave")


def lay_out(chart: WaveChart, sheet: Sheet) -> None:
    """Put the chart on a sheet."""
    given = [value for row in chart.rows for value in row.values if value is not None]
    ends = [end for value in given for end in (value.share, value.high) if end is not None]
    scale = axis.reaching(max(ends, default=1))
    texts = [value_text(value, chart.words) for value in given] or [""]
    names = [_name(wave, chart.words) for wave in chart.waves]
    figures = max(measure.width(text, sheet.size, bold=True) for text in texts)
    room = sheet.width - figures - 14
    y = start = _legend(chart, sheet, names)
    for row in chart.rows:
        y = _row(chart, row, sheet, y, (scale, room))
    sheet.height = marks.axis_below(sheet, start, y + 4, scale, chart.words.percent, room)


def _legend(chart: WaveChart, sheet: Sheet, names: list[str]) -> float:
    """Write one line a wave: its dot and its name."""
    y = 0.0
    for place, name in enumerate(names):
        baseline = marks.label_lines(sheet, y, name, sheet.width - 22, indent=22)
        sheet.add(_dot(chart, place, 8, y + 7 + sheet.size * 0.64))
        y = baseline + 2
    return y + 10


def _row(chart: WaveChart, row: WaveRow, sheet: Sheet, y: float, at: tuple[Axis, float]) -> float:
    scale, room = at
    top = marks.label_lines(sheet, y, row.label, sheet.width - marks.INDENT) + 8 + _RADIUS
    pitch = max(_PITCH, sheet.size * 1.35)
    places: list[tuple[float, float]] = []
    for place, value in enumerate(row.values):
        line = top + place * pitch
        if value is None or value.share is None:
            text = chart.words.hidden if value is not None else ""
        else:
            text = value_text(value, chart.words)
            x = max(_RADIUS, scale.at(value.share) * room)
            _whisker(sheet, line, value, scale, room)
            places.append((x, line))
            sheet.add(_dot(chart, place, x, line))
        sheet.add(
            Text(
                sheet.width, line + sheet.size * 0.36, text, sheet.size,
                anchor="end", bold=place == len(row.values) - 1, role="val",
            )
        )  # fmt: skip
    if chart.is_comparable:
        for (x1, y1), (x2, y2) in pairwise(places):
            sheet.under(Line(x1, y1, x2, y2, palette.REST, 1.5))
    return top + len(row.values) * pitch


def _whisker(sheet: Sheet, y: float, value: Value, scale: Axis, room: float) -> None:
    if value.low is None or value.high is None:
        return
    left, right = scale.at(value.low) * room, scale.at(value.high) * room
    sheet.add(Line(left, y, right, y, palette.INK, 1.5))
    for x in (left, right):
        sheet.add(Line(x, y - 4, x, y + 4, palette.INK, 1.5))


def _dot(chart: WaveChart, place: int, x: float, y: float) -> Dot:
    """Return a wave's dot: the latest filled where it can be compared, all others hollow."""
    colour = palette.FIRST if place == len(chart.waves) - 1 else palette.INK_3
    is_filled = place == len(chart.waves) - 1 and chart.is_comparable
    fill = colour if is_filled else palette.PAPER
    return Dot(x, y, _RADIUS, fill, colour)


def _name(wave: Wave, words: Words) -> str:
    return wave.label if wave.n is None else f"{wave.label}　{words.base.format(f'{wave.n:,}')}"


def rows(chart: WaveChart) -> list[Row]:
    """Return the twin: share and interval at each time; first row is n."""
    base = tuple(
        cell for wave in chart.waves
        for cell in (Cell("" if wave.n is None else f"{wave.n:,}"), Cell(""))
    )  # fmt: skip
    table = [Row(chart.words.respondents, base, RowKind.BASE)]
    for row in chart.rows:
        cells: list[Cell] = []
        for value in row.values:
            if value is None:
                cells += [Cell(""), Cell("")]
            else:
                cells += [share_cell(value, chart.words), interval_cell(value, chart.words)]
        table.append(Row(row.label, tuple(cells), body_kind(is_rest=row.is_rest)))
    return table
