"""Where a cross table departs from no difference: a cell for each residual, its number in it."""

from dataclasses import dataclass
from math import isfinite

from engage.charts import blocks, marks, palette
from engage.charts.sheet import Rect, Sheet, Text
from engage.charts.twin import Cell, Row, RowKind
from engage.charts.value import JAPANESE, Words, WrongChart, require_text

NOTABLE, STRONG = 2.0, 3.0
"""Standard errors from no difference beyond which a cell is coloured, and coloured strongly."""
_HEIGHT = 26


@dataclass(frozen=True, slots=True)
class HeatRow:
    """One option and its adjusted residual in every group; None where it is withheld."""

    label: str
    residuals: tuple[float | None, ...]

    def __post_init__(self) -> None:
        """Refuse a row without a name, and numbers that are none."""
        require_text("label", self.label)
        if any(each is not None and not isfinite(each) for each in self.residuals):
            raise WrongChart(f"「{self.label}」 holds something that is no number")


@dataclass(frozen=True, slots=True)
class HeatChart:
    """Adjusted residuals of options (down) in groups (across)."""

    title: str
    desc: str
    columns: tuple[str, ...]
    rows: tuple[HeatRow, ...]
    words: Words = JAPANESE

    def __post_init__(self) -> None:
        """Refuse a table without cells."""
        require_text("title", self.title)
        require_text("desc", self.desc)
        if not self.columns or not self.rows:
            raise WrongChart("a heat table needs rows and columns")
        for row in self.rows:
            if len(row.residuals) != len(self.columns):
                raise WrongChart(f"「{row.label}」 does not have a cell for every group")


def lay_out(chart: HeatChart, sheet: Sheet) -> None:
    """Put the table on a sheet, in blocks of columns that fit."""
    y = 0.0
    height = max(_HEIGHT, sheet.size * 1.7)
    for block in blocks.blocks(sheet, len(chart.columns), 62 * sheet.scale):
        y = blocks.heads(sheet, y, block, chart.columns)
        for row in chart.rows:
            y = marks.label_lines(sheet, y - 4, row.label, sheet.width, indent=0) + 6
            for number, place in enumerate(block.places):
                box = (number * block.width, y, block.width - 2, height)
                _cell(chart, row.residuals[place], sheet, box)
            y += height + 4
        y += 14
    sheet.height = y


def _cell(
    chart: HeatChart, value: float | None, sheet: Sheet, box: tuple[float, float, float, float]
) -> None:
    x, y, width, height = box
    fill = _fill(value)
    sheet.add(Rect(x, y, width, height, fill))
    text = chart.words.hidden if value is None else f"{value:+.1f}{_mark(value)}"
    ink = palette.text_on(fill)
    role = "seg on-dark" if ink == palette.PAPER else "seg"
    sheet.add(
        Text(
            x + width / 2, y + height / 2 + sheet.small * 0.36, text, sheet.small, ink, "middle",
            bold=value is not None and abs(value) > NOTABLE, role=role,
        )
    )  # fmt: skip


def _fill(value: float | None) -> str:
    if value is None or abs(value) <= NOTABLE:
        return palette.GRID
    side = palette.HIGH if value > 0 else palette.LOW
    return side[2] if abs(value) > STRONG else side[1]


def _mark(value: float) -> str:
    """Return the mark that tells the sign in grey print."""
    if abs(value) <= NOTABLE:
        return ""
    return "▲" if value > 0 else "▽"


def rows(chart: HeatChart) -> list[Row]:
    """Return the twin: the same numbers."""
    return [
        Row(
            row.label,
            tuple(
                Cell(chart.words.hidden, is_hidden=True)
                if value is None
                else Cell(f"{value:+.1f}{_mark(value)}")
                for value in row.residuals
            ),
            RowKind.BODY,
        )
        for row in chart.rows
    ]
