"""A map on which what is alike lies near: words and groups of a correspondence analysis."""

from dataclasses import dataclass
from math import isfinite

from engage.charts import marks, palette, plane
from engage.charts.sheet import Line, Sheet, Text
from engage.charts.twin import Cell, Row, RowKind
from engage.charts.value import JAPANESE, Words, WrongChart, percent, require_text

_MARGIN = 14


@dataclass(frozen=True, slots=True)
class MapPoint:
    """A word or a group, and where it lies."""

    label: str
    x: float
    y: float
    is_group: bool = False

    def __post_init__(self) -> None:
        """Refuse a point without a name or place."""
        require_text("label", self.label)
        if not (isfinite(self.x) and isfinite(self.y)):
            raise WrongChart(f"「{self.label}」 has no place on the map")


@dataclass(frozen=True, slots=True)
class MapChart:
    """Points around the middle of all; `explained` is the share that each axis shows."""

    title: str
    desc: str
    points: tuple[MapPoint, ...]
    explained: tuple[float, float]
    axes: tuple[str, str] = ("第1軸", "第2軸")
    words: Words = JAPANESE

    def __post_init__(self) -> None:
        """Refuse a map of fewer than two points."""
        require_text("title", self.title)
        require_text("desc", self.desc)
        if len(self.points) < 2:
            raise WrongChart("a map needs at least two points")


def lay_out(chart: MapChart, sheet: Sheet) -> None:
    """Put the map on a sheet: groups as squares, words as dots, numbers named below."""
    height = 320.0 if not sheet.is_wide else 460.0
    top = 24 * sheet.scale
    box = (_MARGIN, top + _MARGIN, sheet.width - _MARGIN, top + height - _MARGIN)
    given = [(point.x, point.y) for point in chart.points]
    xs, ys = [x for x, _ in given] + [0.0], [y for _, y in given] + [0.0]
    low, high = (min(xs), min(ys)), (max(xs), max(ys))
    placed = plane.apart(plane.fitted(given, low, high, box), 20 * sheet.scale, box)
    (zero,) = plane.fitted([(0.0, 0.0)], low, high, box).tolist()
    sheet.add(
        Line(zero[0], top, zero[0], top + height, palette.GRID),
        Line(0, zero[1], sheet.width, zero[1], palette.GRID),
    )
    for number, (x, y) in enumerate(placed.tolist(), start=1):
        point = chart.points[number - 1]
        marks.numbered(sheet, x, y, number, _colour(point), is_square=point.is_group)
    sheet.add(Text(0, sheet.small, f"↑ {_axis(chart, 1)}", sheet.small, palette.INK_3))
    y = top + height + 6 + sheet.small
    sheet.add(Text(sheet.width, y, f"{_axis(chart, 0)} →", sheet.small, palette.INK_3, "end"))
    labels = [marks.Numbered(point.label, _colour(point), point.is_group) for point in chart.points]
    sheet.height = marks.numbered_list(sheet, y + 4, labels)


def _colour(point: MapPoint) -> str:
    return palette.SECOND if point.is_group else palette.FIRST


def _axis(chart: MapChart, place: int) -> str:
    return f"{chart.axes[place]} {percent(chart.explained[place])}{chart.words.percent}"


def rows(chart: MapChart) -> list[Row]:
    """Return the twin: where each point lies; groups first."""
    order = sorted(chart.points, key=lambda point: not point.is_group)
    return [
        Row(
            point.label,
            (Cell(f"{point.x:+.2f}"), Cell(f"{point.y:+.2f}")),
            RowKind.TOTAL if point.is_group else RowKind.BODY,
        )
        for point in order
    ]
