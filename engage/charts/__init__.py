"""Figures: charts in, SVG for pages and PNG for documents out, each with its table twin.

matplotlib is imported when the first figure is drawn, not when this package is.
"""

from engage.charts.alike import MapChart, MapPoint
from engage.charts.curve import CurveChart, Day
from engage.charts.diverging import DivergingChart
from engage.charts.drawing import Chart, Drawing, digest, draw, png, twin
from engage.charts.heat import HeatChart, HeatRow
from engage.charts.importance import QUARTERS_IN_ENGLISH, ImportanceMap, RatedItem
from engage.charts.multiples import MultipleRow, Panel, SmallMultiples
from engage.charts.network import Link, NetworkChart, Node
from engage.charts.paired import Group, Pair, PairedChart
from engage.charts.rate import Rate, RateChart
from engage.charts.scale import ScaleChart, ScaleRow
from engage.charts.share import Bar, BarChart
from engage.charts.svg import Svg
from engage.charts.twin import Cell, Row, RowKind
from engage.charts.value import ENGLISH, JAPANESE, Flag, Value, Words, WrongChart
from engage.charts.waves import Wave, WaveChart, WaveRow

__all__ = [
    "ENGLISH",
    "JAPANESE",
    "QUARTERS_IN_ENGLISH",
    "Bar",
    "BarChart",
    "Cell",
    "Chart",
    "CurveChart",
    "Day",
    "DivergingChart",
    "Drawing",
    "Flag",
    "Group",
    "HeatChart",
    "HeatRow",
    "ImportanceMap",
    "Link",
    "MapChart",
    "MapPoint",
    "MultipleRow",
    "NetworkChart",
    "Node",
    "Pair",
    "PairedChart",
    "Panel",
    "Rate",
    "RateChart",
    "RatedItem",
    "Row",
    "RowKind",
    "ScaleChart",
    "ScaleRow",
    "SmallMultiples",
    "Svg",
    "Value",
    "Wave",
    "WaveChart",
    "WaveRow",
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
