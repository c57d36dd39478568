"""The figures of a results page: which chart a question gets."""

from fractions import Fraction
from typing import Any

from engage.charts import (
    ENGLISH,
    JAPANESE,
    Bar,
    BarChart,
    Flag,
    ScaleChart,
    ScaleRow,
    Value,
    draw,
)
from engage.stats.cells import NO_ANSWER
from surveys.results.report import SurveyResults
from surveys.results.tables import ItemResult, QuestionResult, ResultRow

TEXT_SCALE = {"": 1.0, "large": 1.1875, "xlarge": 1.375}
MOST_STEPS = 5
SCALED = {"matrix"}
"""Questions whose items all have the same steps, from one end to the other."""
IN_ORDER = {"single", "scale", "yes_no"}


def drawings(results: SurveyResults, *, english: bool, size: str) -> dict[str, Any]:
    """Return the drawing of every question that has a figure, by question code."""
    found = {}
    for question in results.questions:
        chart = chart_of(question, english=english)
        if chart is not None:
            found[question.code] = draw(chart, key=question.code, text_scale=TEXT_SCALE[size])
    return found


def chart_of(question: QuestionResult, *, english: bool = False) -> BarChart | ScaleChart | None:
    """Return the chart of a question: bars for choices, stacked bars for a five-point matrix."""
    if question.n == 0:
        return None
    words = ENGLISH if english else JAPANESE
    if question.rows:
        return BarChart(
            title=question.text,
            desc=_description(question, english=english),
            bars=tuple(_bar(row, question) for row in question.rows),
            n=question.n,
            keeps_order=question.type in IN_ORDER,
            words=words,
        )
    if question.type in SCALED and 2 <= len(_steps(question)) <= MOST_STEPS:
        return ScaleChart(
            title=question.text,
            desc=_description(question, english=english),
            steps=tuple(row.label for row in _steps(question)),
            rows=tuple(_scale_row(item) for item in question.items),
            rest=(question.items[0].rows[-1].label,),
            words=words,
        )
    return None


def _steps(question: QuestionResult) -> list[ResultRow]:
    return [row for row in question.items[0].rows if row.code != NO_ANSWER]


def _bar(row: ResultRow, question: QuestionResult) -> Bar:
    if row.is_hidden:
        return Bar(row.label, None, is_rest=row.is_rest, flag=Flag.HIDDEN)
    flag = Flag.SMALL if "n-under-30" in question.flags else Flag.PLAIN
    return Bar(
        row.label,
        row.share,
        count=row.count,
        low=row.low,
        high=row.high,
        is_rest=row.is_rest,
        flag=flag,
    )


def _scale_row(item: ItemResult) -> ScaleRow:
    if item.has_hidden:
        # One hidden step would leave the others to give it away: the bar is not drawn at all.
        hidden = tuple(Value(None, flag=Flag.HIDDEN) for _ in item.rows)
        return ScaleRow(item.label, None, steps=hidden[:-1], rest=hidden[-1:])
    values = tuple(Value(row.share or Fraction(0), count=row.count) for row in item.rows)
    return ScaleRow(item.label, item.n, steps=values[:-1], rest=values[-1:])


def _description(question: QuestionResult, *, english: bool) -> str:
    shown = sorted(
        (row for row in question.rows if row.share is not None and not row.is_rest),
        key=lambda row: row.share or 0,
        reverse=True,
    )[:3]
    mark, join = ("%", ", ") if english else ("％", "、")
    listed = join.join(f"{row.label} {row.percent}{mark}" for row in shown)
    if english:
        return f"Bar chart, n = {question.n}. {listed}. All values are in the table below."
    return f"横棒グラフ。n＝{question.n}。{listed}。すべての値は下の表にあります。"
