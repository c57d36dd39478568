"""From a chart to what a page or a document shows; finished drawings are kept in memory."""

import hashlib
import json
import threading
from collections import OrderedDict
from dataclasses import dataclass
from types import ModuleType
from typing import Literal

from engage.charts import (
    alike,
    curve,
    diverging,
    heat,
    importance,
    measure,
    multiples,
    network,
    paired,
    palette,
    rate,
    scale,
    share,
    waves,
)
from engage.charts.sheet import DESK, PHONE, Sheet, Text
from engage.charts.svg import Svg
from engage.charts.twin import Row
from engage.charts.value import WrongChart, clean, plain

Chart = (
    share.BarChart
    | paired.PairedChart
    | scale.ScaleChart
    | diverging.DivergingChart
    | rate.RateChart
    | waves.WaveChart
    | importance.ImportanceMap
    | heat.HeatChart
    | multiples.SmallMultiples
    | curve.CurveChart
    | alike.MapChart
    | network.NetworkChart
)
Layout = Literal["phone", "desk"]

_WIDTHS: dict[Layout, int] = {"phone": PHONE, "desk": DESK}
_KINDS: dict[type, ModuleType] = {
    share.BarChart: share,
    paired.PairedChart: paired,
    scale.ScaleChart: scale,
    diverging.DivergingChart: diverging,
    rate.RateChart: rate,
    waves.WaveChart: waves,
    importance.ImportanceMap: importance,
    heat.HeatChart: heat,
    multiples.SmallMultiples: multiples,
    curve.CurveChart: curve,
    alike.MapChart: alike,
    network.NetworkChart: network,
}
_MARGIN = 24
_LARGEST_SCALE = 2.0


@dataclass(frozen=True, slots=True)
class Drawing:
    """A figure in both layouts; the style sheet shows the one that fits the window."""

    svg_phone: Svg
    svg_desk: Svg

    def __html__(self) -> str:
        """Put both layouts into a template."""
        return f"{self.svg_phone}{self.svg_desk}"


class _Shelf:
    """The drawings made last; charts are equal when their digests are."""

    def __init__(self, places: int) -> None:
        self._places = places
        self._drawings: OrderedDict[str, Drawing] = OrderedDict()
        self._lock = threading.Lock()

    def find(self, name: str) -> Drawing | None:
        with self._lock:
            if name in self._drawings:
                self._drawings.move_to_end(name)
            return self._drawings.get(name)

    def keep(self, name: str, drawing: Drawing) -> None:
        with self._lock:
            self._drawings[name] = drawing
            while len(self._drawings) > self._places:
                self._drawings.popitem(last=False)


_shelf = _Shelf(256)


def digest(chart: Chart) -> str:
    """Return the fingerprint of a chart: the same for equal charts in every process."""
    text = json.dumps(plain(chart), ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def draw(chart: Chart, *, key: str = "", text_scale: float = 1.0) -> Drawing:
    """Draw a chart in both layouts.

    `key` makes the ids differ when one chart stands twice on a page; `text_scale` is the text
    size the reader chose (1, 1.1875 or 1.375), so that labels wrap where they must.
    """
    if not 1 <= text_scale <= _LARGEST_SCALE:
        raise WrongChart(f"text cannot be {text_scale} times as large")
    if key and not (key.isascii() and key.replace("-", "").isalnum() and key[0].isalpha()):
        raise WrongChart(f"{key!r} cannot be part of an id")
    mark = digest(chart)
    name = f"{mark} {key} {text_scale}"
    drawing = _shelf.find(name)
    if drawing is None:
        prefix = key or f"c{mark[:12]}"
        drawing = Drawing(
            _svg(chart, "phone", f"{prefix}-p", text_scale),
            _svg(chart, "desk", f"{prefix}-d", text_scale),
        )
        _shelf.keep(name, drawing)
    return drawing


def _svg(chart: Chart, layout: Layout, key: str, text_scale: float) -> Svg:
    from engage.charts import figure, svg

    sheet = lay_out(chart, layout, text_scale)
    source = figure.svg_source(sheet, salt=key)
    return svg.for_page(
        source, sheet, key=key, layout=layout, title=clean(chart.title), desc=clean(chart.desc)
    )


def lay_out(chart: Chart, layout: Layout, text_scale: float = 1.0) -> Sheet:
    """Return a chart as plain shapes."""
    sheet = Sheet(_WIDTHS[layout], text_scale)
    _kind_of(chart).lay_out(chart, sheet)
    return sheet


def twin(chart: Chart) -> list[Row]:
    """Return the rows of the table that shows the same numbers as the drawing."""
    found: list[Row] = _kind_of(chart).rows(chart)
    return found


def _kind_of(chart: Chart) -> ModuleType:
    """Return the file that knows this kind of chart."""
    kind = _KINDS.get(type(chart))
    if kind is None:
        raise WrongChart(f"{type(chart).__name__} is not a chart")
    return kind


def png(chart: Chart, *, note: str = "", layout: Layout = "desk", zoom: float = 2.0) -> bytes:
    """Return a picture that can stand alone in a document: title above, n and source below."""
    from engage.charts import figure

    return figure.png_bytes(_page(lay_out(chart, layout), chart.title, note), zoom)


def _page(drawn: Sheet, title: str, note: str) -> Sheet:
    """Put a drawing on a white page with its title and its note."""
    page = Sheet(drawn.width + 2 * _MARGIN, drawn.scale)
    y = float(_MARGIN)
    for line in measure.wrap(clean(title), 18, drawn.width):
        y += 26
        page.add(Text(_MARGIN, y - 8, line, 18, bold=True))
    y += 6
    page.add(*(shape.moved(_MARGIN, y) for shape in drawn.shapes))
    y += drawn.height + 4
    for line in measure.wrap(clean(note), 13, drawn.width):
        y += 20
        page.add(Text(_MARGIN, y, line, 13, palette.INK_3))
    page.height = y + _MARGIN
    return page
