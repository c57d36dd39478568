"""The same bars for every group on one scale, with the share of all as a line across."""

from dataclasses import dataclass

from engage.charts import axis, blocks, marks, palette
from engage.charts.axis import Axis
from engage.charts.sheet import Hatch, Line, Rect, Sheet, Text
from engage.charts.twin import Cell, Row, RowKind, body_kind, share_cell
from engage.charts.value import (
    JAPANESE,
    Flag,
    Value,
    Words,
    WrongChart,
    require_text,
    value_text,
)

_BAR = 12


@dataclass(frozen=True, slots=True)
class Panel:
    """One group and how many are in it; None where that is withheld."""

    label: str
    n: int | None


@dataclass(frozen=True, slots=True)
class MultipleRow:
    """One option: its share of all, and in every group."""

    label: str
    total: Value
    values: tuple[Value, ...]
    is_rest: bool = False


@dataclass(frozen=True, slots=True)
class SmallMultiples:
    """An option a line, a group a column; all bars on one scale."""

    title: str
    desc: str
    panels: tuple[Panel, ...]
    rows: tuple[MultipleRow, ...]
    words: Words = JAPANESE

    def __post_init__(self) -> None:
        """Refuse a chart without groups, and rows that do not fit."""
        require_text("title", self.title)
        require_text("desc", self.desc)
        if not self.panels or not self.rows:
            raise WrongChart("small multiples need groups and options")
        for row in self.rows:
            require_text("label", row.label)
            if len(row.values) != len(self.panels):
                raise WrongChart(f"「{row.label}」 does not have a value for every group")


def lay_out(chart: SmallMultiples, sheet: Sheet) -> None:
    """Put the panels on a sheet, in blocks that fit."""
    given = [value for row in chart.rows for value in (row.total, *row.values)]
    scale = axis.reaching(max((value.share for value in given if value.share), default=1))
    names = [_name(panel, chart.words) for panel in chart.panels]
    note = Text(0, sheet.small, chart.words.line_is_all, sheet.small, palette.INK_3, role="tick")
    sheet.add(note)
    y = sheet.small + 6
    for block in blocks.blocks(sheet, len(chart.panels), 96 * sheet.scale):
        y = blocks.heads(sheet, y, block, names)
        for row in chart.rows:
            y = marks.label_lines(sheet, y - 4, row.label, sheet.width, indent=0) + 6
            for number, place in enumerate(block.places):
                _bar(chart, row, place, sheet, (number * block.width, y, block.width - 12), scale)
            y += _BAR + sheet.small + 14
        y += 14
    sheet.height = y


def _bar(
    chart: SmallMultiples, row: MultipleRow, place: int, sheet: Sheet,
    at: tuple[float, float, float], scale: Axis,
) -> None:  # fmt: skip
    x, y, room = at
    value = row.values[place]
    sheet.add(Rect(x, y, room, _BAR, palette.GRID))
    if value.share:
        hatch: Hatch = "small" if value.flag is Flag.SMALL else ""
        colour = palette.REST if row.is_rest else palette.FIRST
        sheet.add(Rect(x, y, scale.at(value.share) * room, _BAR, colour, hatch))
    if row.total.share is not None:
        line = x + scale.at(row.total.share) * room
        sheet.add(Line(line, y - 3, line, y + _BAR + 3, palette.INK, 1.5))
    text = value_text(value, chart.words)
    sheet.add(Text(x, y + _BAR + 3 + sheet.small, text, sheet.small, bold=True, role="val"))


def _name(panel: Panel, words: Words) -> str:
    n = words.hidden if panel.n is None else f"{panel.n:,}"
    return f"{panel.label} {words.base.format(n)}"


def rows(chart: SmallMultiples) -> list[Row]:
    """Return the twin: the share of all, then in every group; first row is n."""
    sizes = [
        Cell(chart.words.hidden, is_hidden=True) if panel.n is None else Cell(f"{panel.n:,}")
        for panel in chart.panels
    ]
    table = [Row(chart.words.respondents, (Cell(""), *sizes), RowKind.BASE)]
    for row in chart.rows:
        cells = tuple(share_cell(value, chart.words) for value in (row.total, *row.values))
        table.append(Row(row.label, cells, body_kind(is_rest=row.is_rest)))
    return table
