"""The table twin shows the same numbers as the drawing."""

import re
from dataclasses import replace

import pytest

from engage.charts import Bar, Flag, RowKind, WrongChart, draw, twin
from tests.unit.charts.factories import (
    a_bar,
    a_bar_chart,
    a_curve_chart,
    a_diverging_chart,
    a_heat_chart,
    a_network_chart,
    a_paired_chart,
    a_rate_chart,
    a_scale_chart,
    a_wave_chart,
    an_importance_map,
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


WITHOUT_FIGURES = {"ImportanceMap", "MapChart", "NetworkChart"}
"""Charts that draw places instead of writing values; their axes carry percentages of their own."""


@pytest.mark.parametrize("chart", every_chart(), ids=lambda chart: type(chart).__name__)
def test_every_figure_drawn_stands_in_the_table(chart):
    drawn = re.findall(r">[(（]?([+-]?\d+\.\d)[％※▲▽）<]", draw(chart).svg_desk)
    tabled = [cell.text.rstrip("※▲▽") for row in twin(chart) for cell in row.cells]
    if type(chart).__name__ not in WITHOUT_FIGURES:
        assert drawn
        assert set(drawn) <= set(tabled)


def test_a_diverging_scale_adds_up_its_sides():
    first = written(a_diverging_chart())[0]
    # 12.0 + 41.0 good, 13.0 + 5.0 bad.
    assert first[-3:] == ("53.0", "18.0", "+35.0")
    turned = written(replace(a_diverging_chart(), starts_good=False))[0]
    assert turned[-3:] == ("18.0", "53.0", "-35.0")


def test_waves_stand_side_by_side_with_their_doubt():
    table = written(a_wave_chart())
    assert table[1][1:] == ("50.0", "45.0～55.0", "67.8", "66.0～70.0")
    assert table[3][1:] == ("", "", "10.0※", "")


def test_what_matters_and_does_not_satisfy_comes_first():
    table = written(an_importance_map())
    assert table[0] == ("オンラインによる行政手続", "326", "1.40", "-0.60", "重点的に改善")
    assert {row[0]: row[-1] for row in table}["市からのお知らせ"] == "維持"


def test_a_heat_table_marks_what_is_beyond_two():
    assert written(a_heat_chart())[0][1:] == ("+3.4▲", "-0.2", "-2.6▽", "－")


def test_a_curve_tells_its_rate():
    assert written(a_curve_chart())[-1] == ("9/10", "326", "90.6", "")


def test_the_closest_words_stand_first():
    assert written(a_network_chart())[0] == ("アプリ － 難しい", "0.60")


def test_a_scale_may_begin_with_the_bad_end():
    chart = a_scale_chart()
    assert chart.colours[0] == "#0017c1"
    assert replace(chart, starts_good=False).colours[0] == "#8f3a00"


@pytest.mark.parametrize("function", [twin, draw])
def test_only_charts_are_charts(function):
    with pytest.raises((WrongChart, AttributeError)):
        function("chart")
