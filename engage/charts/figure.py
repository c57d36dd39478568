"""Sheets as matplotlib figures: the only file in Engage that draws with matplotlib.

It is imported when the first figure is drawn, so that starting the web application costs nothing.
"""

import io
import threading
from functools import cache
from pathlib import Path
from typing import Any

import matplotlib as mpl
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, get_font
from matplotlib.lines import Line2D
from matplotlib.patches import Circle, Rectangle
from matplotlib.patheffects import withStroke
from matplotlib_fontja import get_font_ttf_path

from engage.charts import palette
from engage.charts.sheet import Dot, Hatch, Line, Rect, Shape, Sheet, Text

_PIXEL = 72  # one point is one pixel
_ALIGN = {"start": "left", "middle": "center", "end": "right"}
_FONT = Path(get_font_ttf_path())
# What Japanese printers set for a character they lack; only PNG shows it, SVG keeps the real text.
_MISSING = "〓"
_DASHES = (0, (4, 3))

# matplotlib keeps its settings for the whole process, so figures are drawn one after another.
_drawing = threading.Lock()


def svg_source(sheet: Sheet, salt: str) -> str:
    """Return matplotlib's own SVG of a sheet, with text as text."""
    with _drawing, mpl.rc_context({"svg.fonttype": "none", "svg.hashsalt": salt}):
        file = io.StringIO()
        FigureCanvasSVG(_figure(sheet, is_print=False)).print_svg(file, metadata={"Date": None})
        return file.getvalue()


def png_bytes(sheet: Sheet, zoom: float) -> bytes:
    """Return a sheet as a picture on white, with the Japanese font inside."""
    with _drawing:
        figure = _figure(sheet, is_print=True)
        figure.set_dpi(_PIXEL * zoom)
        file = io.BytesIO()
        FigureCanvasAgg(figure).print_png(file, metadata={"Software": None})
        return file.getvalue()


def _figure(sheet: Sheet, *, is_print: bool) -> Figure:
    figure = Figure(figsize=(sheet.width / _PIXEL, sheet.height / _PIXEL), dpi=_PIXEL)
    figure.patch.set_visible(is_print)
    figure.patch.set_facecolor(palette.PAPER)
    for index, shape in enumerate(sheet.shapes):
        # The order on the sheet decides what lies above, not the kind of shape.
        _draw(figure, shape, sheet.height, index, is_print=is_print)
    return figure


def _draw(figure: Figure, shape: Shape, height: float, index: int, *, is_print: bool) -> None:
    # figure.dpi_scale_trans maps inches; dividing by 72 makes one unit one pixel at any zoom.
    to_paper = mpl.transforms.Affine2D().scale(1 / _PIXEL) + figure.dpi_scale_trans
    name = f"shape-{index}"
    match shape:
        case Rect():
            figure.add_artist(_rectangle(shape, height, to_paper, name, index))
        case Line():
            figure.add_artist(
                Line2D(
                    [shape.x1, shape.x2],
                    [height - shape.y1, height - shape.y2],
                    color=shape.stroke,
                    linewidth=shape.weight,
                    linestyle=_DASHES if shape.is_dashed else "-",
                    solid_capstyle="butt",
                    dash_capstyle="butt",
                    transform=to_paper,
                    gid=name,
                    zorder=index,
                )
            )
        case Dot():
            figure.add_artist(
                Circle(
                    (shape.x, height - shape.y),
                    shape.radius,
                    facecolor=shape.fill,
                    edgecolor=shape.stroke,
                    linewidth=1.5,
                    transform=to_paper,
                    gid=name,
                    zorder=index,
                )
            )
        case Text():
            text = figure.text(
                shape.x,
                height - shape.y,
                _printable(shape.text),
                transform=to_paper,
                ha=_ALIGN[shape.anchor],
                va="baseline",
                color=shape.fill,
                fontproperties=FontProperties(fname=str(_FONT), size=shape.size),
                parse_math=False,
                gid=name,
                zorder=index,
            )
            if is_print and shape.bold:  # the font has one weight only
                text.set_path_effects([withStroke(linewidth=0.7, foreground=shape.fill)])


def _rectangle(
    shape: Rect, height: float, to_paper: mpl.transforms.Transform, name: str, index: int
) -> Rectangle:
    looks: dict[Hatch, dict[str, Any]] = {
        "": {"facecolor": shape.fill, "linewidth": 0},
        "second": {"facecolor": shape.fill, "linewidth": 0, "hatch": "///", "hatchcolor": "white"},
        "small": {
            "facecolor": palette.PAPER,
            "edgecolor": shape.fill,
            "linewidth": 1,
            "hatch": r"\\\\",
            "hatchcolor": shape.fill,
        },
    }
    return Rectangle(
        (shape.x, height - shape.y - shape.height),
        shape.width,
        shape.height,
        transform=to_paper,
        gid=name,
        zorder=index,
        **looks[shape.hatch],
    )


@cache
def _glyph(character: str) -> bool:
    return bool(get_font(_FONT).get_char_index(ord(character)))


def _printable(text: str) -> str:
    return "".join(each if each.isspace() or _glyph(each) else _MISSING for each in text)
