"""The table twin shows the same numbers as the drawing."""

import re
from dataclasses import replace

import pytest

from engage.charts import Bar, Flag, RowKind, WrongChart, draw, twin
from tests.unit.charts.factories import (
    a_bar,
    a_bar_chart,
    a_paired_chart,
    a_rate_chart,
    a_scale_chart,
    every_chart,
)


def written(chart):
    return [(row.label, *(cell.text for cell in row.cells)) for row in twin(chart)]


def test_shares_begin_with_n_and_end_with_the_rest():
    assert written(a_bar_chart()) == [
        ("回答者（n）", "326", "100.0", ""),
        ("オンラインによる行政手続", "221", "67.8", "66.2～69.3"),
        ("公共施設における無料Wi-Fi", "143", "43.9", "42.2～45.5"),
        ("オンラインによる税金等の支払", "111", "34.0", ""),
        ("無回答", "3", "0.9", ""),
        ("その他", "30", "9.2", ""),
    ]
    kinds = [row.kind for row in twin(a_bar_chart())]
    assert kinds == [RowKind.BASE, *[RowKind.BODY] * 3, *[RowKind.REST] * 2]


def test_a_census_has_no_column_for_intervals():
    assert written(a_bar_chart(a_bar()))[1] == ("オンラインによる行政手続", "221", "67.8")


def test_a_hidden_value_is_known_as_hidden():
    chart = a_bar_chart(Bar("18・19歳", None, flag=Flag.HIDDEN))
    assert all(cell.is_hidden for cell in twin(chart)[1].cells)


def test_two_groups_stand_side_by_side():
    assert written(a_paired_chart()) == [
        ("回答者（n）", "151", "175"),
        ("オンラインによる行政手続", "68.9", "66.9"),
        ("無回答", "0.7", "－"),
    ]


def test_a_scale_lists_n_and_every_step():
    assert written(a_scale_chart())[0] == (
        *("市のホームページは使いやすい", "326"),
        *("12.0", "41.0", "22.0", "13.0", "5.0", "5.0", "2.0"),
    )
    assert {cell.text for cell in twin(a_scale_chart())[2].cells} == {"－"}


def test_rates_show_whole_part_and_rate():
    assert written(a_rate_chart())[:3] == [
        ("全体", "360", "326", "90.6"),
        ("男性", "164", "151", "92.1"),
        ("女性", "196", "175", "89.3"),
    ]
    assert twin(a_rate_chart())[0].kind is RowKind.TOTAL


@pytest.mark.parametrize("chart", every_chart(), ids=lambda chart: type(chart).__name__)
def test_every_percentage_drawn_stands_in_the_table(chart):
    drawn = re.findall(r">(\d+\.\d)[％※<]", draw(chart).svg_desk)
    tabled = [cell.text.rstrip("※") for row in twin(chart) for cell in row.cells]
    assert drawn
    assert set(drawn) <= set(tabled)


def test_a_scale_may_begin_with_the_bad_end():
    chart = a_scale_chart()
    assert chart.colours[0] == "#0017c1"
    assert replace(chart, starts_good=False).colours[0] == "#8f3a00"


@pytest.mark.parametrize("function", [twin, draw])
def test_only_charts_are_charts(function):
    with pytest.raises((WrongChart, AttributeError)):
        function("chart")
