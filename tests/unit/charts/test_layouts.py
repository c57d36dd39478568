"""Whatever is drawn stays inside its drawing, and no label is cut."""

import numpy as np
import pytest

from engage.charts import Link, Wave, WaveChart, WaveRow, draw
from engage.charts.drawing import lay_out
from engage.charts.measure import width
from engage.charts.network import places
from engage.charts.plane import apart
from engage.charts.sheet import Dot, Line, Rect, Text
from tests.unit.charts import factories
from tests.unit.charts.factories import every_chart

LONG = (
    "市役所や行政センターの窓口に行かなくても、スマートフォンやパソコンから"
    "夜や休みの日に手続ができることについてのご意見"
)


def span(shape):
    match shape:
        case Rect():
            return shape.x, shape.x + shape.width, shape.y, shape.y + shape.height
        case Line():
            xs, ys = sorted((shape.x1, shape.x2)), sorted((shape.y1, shape.y2))
            return *xs, *ys
        case Dot():
            r = shape.radius
            return shape.x - r, shape.x + r, shape.y - r, shape.y + r
    return text_span(shape)


def text_span(text):
    size = width(text.text, text.size, bold=text.bold)
    left = {"start": text.x, "middle": text.x - size / 2, "end": text.x - size}[text.anchor]
    return left, left + size, text.y - text.size, text.y


@pytest.mark.parametrize("chart", every_chart(), ids=lambda chart: type(chart).__name__)
@pytest.mark.parametrize("layout", ["phone", "desk"])
@pytest.mark.parametrize("scale", [1, 1.375])
def test_everything_stays_on_the_sheet(chart, layout, scale):
    sheet = lay_out(chart, layout, scale)
    for shape in sheet.shapes:
        left, right, top, bottom = span(shape)
        # A whisker's cap may stand on the edge; a letter's measure is rather too wide.
        assert left >= -3, shape
        assert right <= sheet.width + 3, shape
        assert top >= -6, shape
        assert bottom <= sheet.height + 3, shape


@pytest.mark.parametrize("layout", ["phone", "desk"])
def test_a_label_of_sixty_characters_is_written_whole(layout):
    chart = WaveChart(
        "題", "説明", (Wave("前"), Wave("今")),
        tuple(WaveRow(f"{number}{LONG}", (None, None)) for number in range(40)),
    )  # fmt: skip
    written = "".join(s.text for s in lay_out(chart, layout).shapes if isinstance(s, Text))
    assert all(f"{number}{LONG}" in written for number in range(40))


def test_points_at_one_place_are_moved_apart():
    box = (0.0, 0.0, 300.0, 300.0)
    placed = apart(np.full((12, 2), 150.0), 20, box)
    gaps = np.sqrt(np.square(placed[:, None] - placed[None, :]).sum(2))
    assert gaps[np.triu_indices(12, 1)].min() > 19
    assert (placed >= 0).all()
    assert (placed <= 300).all()
    assert np.array_equal(placed, apart(np.full((12, 2), 150.0), 20, box))


def test_linked_words_lie_nearer_than_others():
    links = [Link(0, 1, 0.9), Link(2, 3, 0.9)]
    found = np.array(places(4, links))
    gap = np.sqrt(np.square(found[:, None] - found[None, :]).sum(2))
    assert max(gap[0, 1], gap[2, 3]) < min(gap[0, 2], gap[0, 3], gap[1, 2], gap[1, 3])
    assert places(4, links) == places(4, links)
    assert np.abs(found).max() == pytest.approx(1.0)


def test_waves_that_cannot_be_compared_are_not_joined():
    joined = draw(factories.a_wave_chart()).svg_desk
    apart_drawn = draw(factories.a_wave_chart(is_comparable=False)).svg_desk
    assert joined.count("<path") > apart_drawn.count("<path")
