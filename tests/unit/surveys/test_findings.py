"""A figure's title claims no more than its numbers allow."""

from fractions import Fraction

import pytest

from engage.charts import BarChart, DivergingChart, ImportanceMap, ScaleChart
from surveys.results.charts import chart_of
from surveys.results.findings import finding, stands_out
from surveys.results.tables import ItemResult, NumberSummary, QuestionResult, ResultRow


def row(label, count, n=100, half=0.05, **more):
    share = Fraction(count, n)
    return ResultRow(label, label, count, share, float(share) - half, float(share) + half, **more)


def hidden(label):
    return ResultRow(label, label, None, None, None, None)


def question(*rows, type="single", n=100, items=()):  # noqa: A002
    return QuestionResult("q", 1, type, "問い", None, n, 0, 0, rows=rows, items=items)


def test_one_option_ahead_of_all_others():
    asked = question(row("はい", 60), row("いいえ", 40))
    assert finding(asked) == "「はい」がもっとも多く、60.0％。"
    assert finding(asked, english=True) == "“はい” was chosen most (60.0%)."


def test_options_too_close_to_tell_apart_are_named_together():
    asked = question(row("a", 36), row("b", 33), row("c", 16), row("d", 15))
    assert not stands_out(asked)
    assert finding(asked) == "「a」36.0％、「b」33.0％が上位で、順位の差ははっきりしません。"


def test_where_everybody_was_asked_a_difference_is_a_difference():
    rows = [ResultRow(x, x, n, Fraction(n, 100), None, None) for x, n in (("a", 51), ("b", 49))]
    assert finding(question(*rows)) == "「a」がもっとも多く、51.0％。"


def test_answers_beside_the_question_do_not_lead():
    asked = question(row("わからない", 70, is_rest=True), row("はい", 20), row("いいえ", 10))
    assert "「はい」" in finding(asked)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (question(row("a", 60), hidden("b"), hidden("c")), True),
        # Fifty people are missing: a hidden option may lead.
        (question(row("a", 30), row("b", 20), hidden("c"), hidden("d")), False),
        # Where several may be chosen, what nearly all chose is hidden too.
        (question(row("a", 60), hidden("b"), type="multiple"), False),
    ],
)
def test_nothing_is_called_the_largest_beside_a_hidden_one_that_may_be(asked, said):
    assert bool(finding(asked)) is said
    assert (asked.top is not None) is said


def test_nothing_asked_nothing_said():
    assert finding(question(n=0)) == ""


def item(label, *counts, starts_high=True, **more):
    names = ("よい", "ふつう", "わるい")
    rows = (
        *(row(n, c) for n, c in zip(names, counts, strict=True)),
        row("no-answer", 0, is_rest=True),
    )
    return ItemResult(label, label, 100, rows, starts_high=starts_high, **more)


def matrix(*items):
    return question(type="matrix", items=items)


def test_the_items_of_a_scale_are_named_by_good_minus_bad():
    asked = matrix(item("窓口", 50, 20, 30), item("電話", 20, 40, 40))
    assert finding(asked) == (
        "よい側とよくない側の差は「窓口」が+20.0ポイントでもっとも大きく、"
        "「電話」が-20.0ポイントでもっとも小さい。"
    )
    turned = matrix(item("窓口", 50, 20, 30, starts_high=False))
    assert "-20.0" in finding(turned)


def test_which_chart_a_question_gets():
    assert isinstance(chart_of(question(row("a", 50))), BarChart)
    assert isinstance(chart_of(matrix(item("窓口", 50, 20, 30))), DivergingChart)
    assert isinstance(chart_of(matrix(item("窓口", 50, 20, 30, starts_high=None))), ScaleChart)
    assert chart_of(question(type="long_text")) is None


def rated(label, words, mean):
    rows = tuple(row(f"{words}{n}", 50) for n in range(2))
    return ItemResult(
        label, label, 100, rows, NumberSummary(100, mean, mean, "1.0"), starts_high=True
    )


def test_satisfaction_beside_importance_is_a_map():
    items = (
        rated("窓口（満足度）", "満足", "2.0"), rated("電話（満足度）", "満足", "4.0"),
        rated("窓口（重要度）", "重要", "4.5"), rated("電話（重要度）", "重要", "3.0"),
    )  # fmt: skip
    chart = chart_of(question(type="matrix_dual", items=items))
    assert isinstance(chart, ImportanceMap)
    assert [(i.label, i.satisfaction, i.importance) for i in chart.items] == [
        ("窓口", 2.0, 4.5), ("電話", 4.0, 3.0),
    ]  # fmt: skip
    assert chart.quarter(chart.items[0]) == "重点的に改善"


def test_other_pairs_and_hidden_means_make_no_map():
    other = (rated("a", "早い", "2.0"), rated("b", "遅い", "3.0"))
    assert chart_of(question(type="matrix_dual", items=other)) is None
    same = (rated("窓口（満足度）", "段", "2.0"), rated("窓口（重要度）", "段", "3.0"))
    assert chart_of(question(type="matrix_dual", items=same)) is None  # one point is no map
    few = (rated("a", "満足", None), rated("b", "満足", "2.0"),
           rated("a", "重要", "3.0"), rated("b", "重要", "2.0"))  # fmt: skip
    assert chart_of(question(type="matrix_dual", items=few)) is None
