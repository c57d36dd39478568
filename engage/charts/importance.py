"""Satisfaction against importance: what matters much and satisfies little comes first."""

from dataclasses import dataclass
from math import isfinite

from engage.charts import marks, palette, plane
from engage.charts.sheet import Line, Sheet, Text
from engage.charts.twin import Cell, Row, RowKind
from engage.charts.value import JAPANESE, Words, WrongChart, require_text

_MARGIN = 16
QUARTERS = ("重点的に改善", "維持", "改善", "現状のまま")
QUARTERS_IN_ENGLISH = ("Improve first", "Keep up", "Improve", "Leave as is")


@dataclass(frozen=True, slots=True)
class RatedItem:
    """One item: its mean importance and mean satisfaction, and how many rated it."""

    label: str
    importance: float
    satisfaction: float
    n: int
    is_small: bool = False

    def __post_init__(self) -> None:
        """Refuse an item without a name or place."""
        require_text("label", self.label)
        if not (isfinite(self.importance) and isfinite(self.satisfaction)):
            raise WrongChart(f"「{self.label}」 has no place on the map")


@dataclass(frozen=True, slots=True)
class ImportanceMap:
    """Items by importance (upwards) and satisfaction (to the right), divided at the means."""

    title: str
    desc: str
    items: tuple[RatedItem, ...]
    axes: tuple[str, str] = ("満足度", "重要度")
    quarters: tuple[str, str, str, str] = QUARTERS
    """Upper left, upper right, lower left, lower right."""
    words: Words = JAPANESE

    def __post_init__(self) -> None:
        """Refuse a map without points."""
        require_text("title", self.title)
        require_text("desc", self.desc)
        if not self.items:
            raise WrongChart("a map needs at least one item")

    @property
    def means(self) -> tuple[float, float]:
        """The means of satisfaction and importance over the items: where the quarters meet."""
        n = len(self.items)
        return (
            sum(item.satisfaction for item in self.items) / n,
            sum(item.importance for item in self.items) / n,
        )

    def quarter(self, item: RatedItem) -> str:
        """Return the name of the quarter in which an item lies."""
        across, up = self.means
        return self.quarters[2 * (item.importance < up) + (item.satisfaction >= across)]


def lay_out(chart: ImportanceMap, sheet: Sheet) -> None:
    """Put the map on a sheet: numbered points, the list below."""
    height = 300.0 if not sheet.is_wide else 420.0
    top = 26 * sheet.scale
    name = sheet.small * 1.6 + 4  # the names of the quarters stand free of points
    box = (_MARGIN, top + _MARGIN + name, sheet.width - _MARGIN, top + height - _MARGIN - name)
    across, up = chart.means
    reach = [max((abs(value - middle) for value, middle in pairs), default=0) or 1 for pairs in (
        [(item.satisfaction, across) for item in chart.items],
        [(item.importance, up) for item in chart.items],
    )]  # fmt: skip
    low, high = (across - reach[0], up - reach[1]), (across + reach[0], up + reach[1])
    points = plane.fitted(
        [(item.satisfaction, item.importance) for item in chart.items], low, high, box
    )
    points = plane.apart(points, 20 * sheet.scale, box)
    middle_x, middle_y = sheet.width / 2, top + height / 2
    for line in (
        Line(middle_x, top, middle_x, top + height, palette.INK_3, is_dashed=True),
        Line(0, middle_y, sheet.width, middle_y, palette.INK_3, is_dashed=True),
        Line(0, top, sheet.width, top, palette.GRID),
        Line(0, top + height, sheet.width, top + height, palette.GRID),
    ):
        sheet.add(line)
    _names(chart, sheet, top, height)
    for number, (x, y) in enumerate(points.tolist(), start=1):
        marks.numbered(sheet, x, y, number, _colour(chart, chart.items[number - 1]))
    y = top + height + 8 + sheet.small
    sheet.add(Text(sheet.width, y, f"{chart.axes[0]} →", sheet.small, palette.INK_3, "end"))
    labels = [marks.Numbered(_label(chart, item), _colour(chart, item)) for item in chart.items]
    sheet.height = marks.numbered_list(sheet, y + 4, labels)


def _names(chart: ImportanceMap, sheet: Sheet, top: float, height: float) -> None:
    sheet.add(Text(0, sheet.small, f"↑ {chart.axes[1]}", sheet.small, palette.INK_3))
    line = sheet.small + 4
    for place, name in enumerate(chart.quarters):
        y = top + line if place < 2 else top + height - 7
        x = 6.0 if place % 2 == 0 else sheet.width - 6
        sheet.add(
            Text(x, y, name, sheet.small, palette.INK_3, "start" if place % 2 == 0 else "end")
        )


def _colour(chart: ImportanceMap, item: RatedItem) -> str:
    if item.is_small:
        return palette.REST
    return palette.SECOND if chart.quarter(item) == chart.quarters[0] else palette.FIRST


def _label(chart: ImportanceMap, item: RatedItem) -> str:
    mark = chart.words.small if item.is_small else ""
    return f"{item.label}{mark}"


def rows(chart: ImportanceMap) -> list[Row]:
    """Return the twin: n, both means, the quarter; the item to improve first stands first."""
    across, up = chart.means
    order = sorted(
        chart.items,
        key=lambda item: (item.satisfaction - across) - (item.importance - up),
    )
    return [
        Row(
            _label(chart, item),
            (
                Cell(f"{item.n:,}"),
                Cell(f"{item.importance:.2f}"),
                Cell(f"{item.satisfaction:.2f}"),
                Cell(chart.quarter(item)),
            ),
            RowKind.BODY,
        )
        for item in order
    ]
