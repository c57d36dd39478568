"""Words that stand together, as a net: larger dots for more people, thicker lines for closer."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, pi, sin, sqrt

import numpy as np

from engage.charts import marks, measure, palette, plane
from engage.charts.sheet import Dot, Line, Rect, Sheet, Text
from engage.charts.twin import Cell, Row, RowKind
from engage.charts.value import JAPANESE, Words, WrongChart, clean, require_text

_LARGEST = 16.0
_ROUNDS = 300
MOST_NAMED_ON_A_PHONE, MOST_NAMED_AT_A_DESK = 8, 16
"""Words that can stand beside their points without covering each other."""


@dataclass(frozen=True, slots=True)
class Node:
    """A word and how many people wrote it."""

    label: str
    people: int


@dataclass(frozen=True, slots=True)
class Link:
    """Two words by their places, and how close they are (0 to 1)."""

    first: int
    second: int
    weight: float


@dataclass(frozen=True, slots=True)
class NetworkChart:
    """A net of words; where they lie follows from the links alone, the same in every run."""

    title: str
    desc: str
    nodes: tuple[Node, ...]
    links: tuple[Link, ...]
    words: Words = JAPANESE

    def __post_init__(self) -> None:
        """Refuse links to nowhere, and a net of one."""
        require_text("title", self.title)
        require_text("desc", self.desc)
        if len(self.nodes) < 2:
            raise WrongChart("a net needs at least two words")
        for link in self.links:
            known = 0 <= link.first < len(self.nodes) and 0 <= link.second < len(self.nodes)
            if not known or link.first == link.second or not 0 <= link.weight <= 1:
                raise WrongChart("a link joins two words of the net")


def lay_out(chart: NetworkChart, sheet: Sheet) -> None:
    """Put the net on a sheet, every word written beside its dot."""
    size = sheet.small
    widest = max(measure.width(clean(node.label), size, bold=True) for node in chart.nodes)
    most_named = MOST_NAMED_AT_A_DESK if sheet.is_wide else MOST_NAMED_ON_A_PHONE
    if widest > sheet.width / 4 or len(chart.nodes) > most_named:
        _with_numbers(chart, sheet)
        return
    pitch = max(size * 1.5 + _LARGEST, widest * 0.9)
    height = max(320.0, sqrt(len(chart.nodes)) * pitch * 1.5)
    side = widest / 2 + 4
    placed = _placed(chart, sheet, (side, _LARGEST + 2, sheet.width - side, height - 30), pitch)
    most = max(node.people for node in chart.nodes)
    for node, (x, y) in zip(chart.nodes, placed, strict=True):
        radius = 4 + (_LARGEST - 4) * sqrt(node.people / most) / 1.6
        sheet.add(Dot(x, y, radius, palette.HIGH[0], palette.FIRST))
        label, wide = clean(node.label), measure.width(clean(node.label), size, bold=True)
        sheet.add(
            Rect(x - wide / 2 - 1, y + radius + 1, wide + 2, size * 1.2, palette.PAPER),
            Text(x, y + radius + size, label, size, anchor="middle", bold=True),
        )
    sheet.height = height + 6


def _with_numbers(chart: NetworkChart, sheet: Sheet) -> None:
    """Draw numbered points and name them below: words that are many or long would cover others."""
    radius = 10 * sheet.scale
    height = max(320.0, sqrt(len(chart.nodes)) * radius * 6)
    box = (radius, radius, sheet.width - radius, height - radius)
    placed = _placed(chart, sheet, box, radius * 2.4)
    for number, (x, y) in enumerate(placed, start=1):
        marks.numbered(sheet, x, y, number, palette.FIRST)
    labels = [marks.Numbered(f"{node.label} {node.people}", palette.FIRST) for node in chart.nodes]
    sheet.height = marks.numbered_list(sheet, height + 4, labels)


def _placed(
    chart: NetworkChart, sheet: Sheet, box: plane.Box, pitch: float
) -> list[tuple[float, float]]:
    """Draw the links and return where the words lie."""
    given = places(len(chart.nodes), chart.links)
    found = plane.apart(plane.fitted(given, (-1, -1), (1, 1), box), pitch, box).tolist()
    for link in chart.links:
        (x1, y1), (x2, y2) = found[link.first], found[link.second]
        sheet.add(Line(x1, y1, x2, y2, palette.REST, 0.75 + 2.5 * link.weight))
    return [(x, y) for x, y in found]


def places(count: int, links: Sequence[Link]) -> list[tuple[float, float]]:
    """Return where the nodes lie in [-1, 1]²: linked ones near, all others apart.

    Fruchterman & Reingold (1991), Software: Practice and Experience 21, 1129-1164, begun on a
    circle, so the same links give the same picture.
    """
    angles = [2 * pi * place / count for place in range(count)]
    found = np.array([[cos(angle), sin(angle)] for angle in angles])
    pull = np.zeros((count, count))
    for link in links:
        pull[link.first, link.second] = pull[link.second, link.first] = max(link.weight, 0.05)
    wanted = sqrt(4 / count)
    heat = 0.2
    for _ in range(_ROUNDS):
        gap = found[:, None] - found[None, :]
        distance = np.maximum(np.sqrt(np.square(gap).sum(2)), 1e-3)
        force = wanted**2 / distance - pull * distance**2 / wanted
        np.fill_diagonal(force, 0)
        step = (gap / distance[:, :, None] * force[:, :, None]).sum(1) - 0.3 * found
        length = np.maximum(np.sqrt(np.square(step).sum(1, keepdims=True)), 1e-9)
        found = found + step / length * np.minimum(length, heat)
        heat *= 0.985
    found = found - (found.max(0) + found.min(0)) / 2
    return [(float(x), float(y)) for x, y in found / np.maximum(np.abs(found).max(0), 1e-9)]


def rows(chart: NetworkChart) -> list[Row]:
    """Return the twin: every pair with how close it is, the closest first."""
    order = sorted(chart.links, key=lambda link: -link.weight)
    return [
        Row(
            f"{chart.nodes[link.first].label} － {chart.nodes[link.second].label}",
            (Cell(f"{link.weight:.2f}"),),
            RowKind.BODY,
        )
        for link in order
    ]
