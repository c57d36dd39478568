"""Values are written as the city's reports write them, and impossible ones are refused."""

import math
from fractions import Fraction

import pytest

from engage.charts import (
    Bar,
    BarChart,
    CurveChart,
    Day,
    DivergingChart,
    Flag,
    Group,
    HeatChart,
    HeatRow,
    ImportanceMap,
    Link,
    MapChart,
    MapPoint,
    NetworkChart,
    Node,
    Pair,
    PairedChart,
    Panel,
    Rate,
    RateChart,
    RatedItem,
    ScaleChart,
    ScaleRow,
    SmallMultiples,
    Value,
    Wave,
    WaveChart,
    WaveRow,
    WrongChart,
)
from engage.charts.axis import reaching
from engage.charts.value import percent
from tests.unit.charts.factories import AGREEMENT, HIDDEN, a_bar, a_bar_chart, values


@pytest.mark.parametrize(
    ("share", "written"),
    [
        (Fraction(221, 326), "67.8"),
        (Fraction(220, 326), "67.5"),
        (Fraction(143, 326), "43.9"),
        (Fraction(111, 326), "34.0"),
        (0.0625, "6.3"),
        (0.3395, "34.0"),
        (0, "0.0"),
        (1, "100.0"),
    ],
)
def test_percent_has_one_decimal_and_rounds_half_up(share, written):
    assert percent(share) == written


@pytest.mark.parametrize(
    ("largest", "ticks"),
    [
        (0.693, [0, 20, 40, 60, 80]),
        (0.92, [0, 20, 40, 60, 80, 100]),
        (0.34, [0, 10, 20, 30, 40]),
        (0.21, [0, 5, 10, 15, 20, 25]),
        (0.06, [0, 2, 4, 6]),
        (0.8, [0, 20, 40, 60, 80]),
        (0, [0, 1]),
        (1, [0, 20, 40, 60, 80, 100]),
    ],
)
def test_ticks_are_even_and_start_at_zero(largest, ticks):
    assert list(reaching(largest).ticks) == ticks


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: Value(1.01),
        lambda: Value(-0.1),
        lambda: Value(math.nan),
        lambda: Value(True),
        lambda: Value(None),
        lambda: Value(0.5, flag=Flag.HIDDEN),
        lambda: Value(None, count=3, flag=Flag.HIDDEN),
        lambda: Value(0.5, count=-1),
        lambda: Value(0.5, low=0.4),
        lambda: Value(0.5, low=0.6, high=0.4),
        lambda: Value(0.5, low=0.4, high=1.2),
        lambda: Bar(" \n", 0.5),
        lambda: BarChart("題", "説明", ()),
        lambda: BarChart("", "説明", (a_bar(),)),
        lambda: BarChart("題", "\t", (a_bar(),)),
        lambda: a_bar_chart(a_bar(), n=220),
        lambda: PairedChart("題", "説明", (Group("男性"),), (Pair("a", HIDDEN, HIDDEN),)),
        lambda: PairedChart("題", "説明", (Group("男性"), Group("女性")), ()),
        lambda: ScaleRow("a", 9, values(0.5, 0.3)),
        lambda: ScaleRow("a", 9, (HIDDEN, *values(0.5, 0.5))),
        lambda: ScaleChart("題", "説明", AGREEMENT, (ScaleRow("a", 9, values(0.5, 0.5)),)),
        lambda: ScaleChart("題", "説明", ("a",) * 6, (ScaleRow("a", 9, values(*[0.166] * 6)),)),
        lambda: DivergingChart("題", "説明", ("a",) * 8, (ScaleRow("a", 9, values(*[0.125] * 8)),)),
        lambda: DivergingChart("題", "説明", ("a",), (ScaleRow("a", 9, values(1)),)),
        lambda: DivergingChart("題", "説明", AGREEMENT, (ScaleRow("a", 9, values(0.5, 0.5)),)),
        lambda: WaveChart("題", "説明", (Wave("今", 3),), (WaveRow("a", (Value(0.5),)),)),
        lambda: WaveChart("題", "説明", (Wave("前"), Wave("今")), (WaveRow("a", (Value(0.5),)),)),
        lambda: ImportanceMap("題", "説明", ()),
        lambda: RatedItem("a", math.nan, 0, 5),
        lambda: HeatChart("題", "説明", ("男性",), (HeatRow("a", (1.0, 2.0)),)),
        lambda: HeatRow("a", (math.inf,)),
        lambda: SmallMultiples("題", "説明", (Panel("男性", 5),), ()),
        lambda: CurveChart("題", "説明", 10, (Day("1", 5), Day("2", 4))),
        lambda: CurveChart("題", "説明", 10, (Day("1", 11),)),
        lambda: CurveChart("題", "説明", 0, (Day("1", 0),)),
        lambda: MapChart("題", "説明", (MapPoint("a", 0, 0),), (1.0, 0.0)),
        lambda: NetworkChart("題", "説明", (Node("a", 1), Node("b", 1)), (Link(0, 2, 0.5),)),
        lambda: NetworkChart("題", "説明", (Node("a", 1), Node("b", 1)), (Link(0, 0, 0.5),)),
        lambda: ScaleChart("題", "説明", AGREEMENT, ()),
        lambda: Rate("男性", 165, 164),
        lambda: Rate("だれもいない", 0, 0),
        lambda: Rate("男性", None, 164),
        lambda: RateChart("題", "説明", ()),
    ],
)
def test_what_cannot_be_true_cannot_be_drawn(wrong):
    with pytest.raises(WrongChart):
        wrong()
