"""Figures: charts in, SVG for pages and PNG for documents out, each with its table twin.

matplotlib is imported when the first figure is drawn, not when this package is.
"""

from engage.charts.drawing import Chart, Drawing, digest, draw, png, twin
from engage.charts.paired import Group, Pair, PairedChart
from engage.charts.rate import Rate, RateChart
from engage.charts.scale import ScaleChart, ScaleRow
from engage.charts.share import Bar, BarChart
from engage.charts.svg import Svg
from engage.charts.twin import Cell, Row, RowKind
from engage.charts.value import ENGLISH, JAPANESE, Flag, Value, Words, WrongChart

__all__ = [
    "ENGLISH",
    "JAPANESE",
    "Bar",
    "BarChart",
    "Cell",
    "Chart",
    "Drawing",
    "Flag",
    "Group",
    "Pair",
    "PairedChart",
    "Rate",
    "RateChart",
    "Row",
    "RowKind",
    "ScaleChart",
    "ScaleRow",
    "Svg",
    "Value",
    "Words",
    "WrongChart",
    "digest",
    "draw",
    "paired_bars",
    "png",
    "rate_bars",
    "scale_bars",
    "share_bars",
    "twin",
]

# One verb draws everything; these names say which figure a page means.
share_bars = paired_bars = scale_bars = rate_bars = draw
