"""The figures of a results page: which chart a question gets, and what it says."""

from fractions import Fraction
from typing import Any

from engage.charts import (
    ENGLISH,
    JAPANESE,
    QUARTERS_IN_ENGLISH,
    Bar,
    BarChart,
    Chart,
    DivergingChart,
    Flag,
    ImportanceMap,
    RatedItem,
    ScaleChart,
    ScaleRow,
    Value,
    draw,
)
from engage.stats.cells import NO_ANSWER
from surveys.results.findings import finding
from surveys.results.report import SurveyResults
from surveys.results.tables import ItemResult, QuestionResult, ResultRow

TEXT_SCALE = {"": 1.0, "large": 1.1875, "xlarge": 1.375}
MOST_STEPS, MOST_SCORED_STEPS = 5, 7
SCALED = {"matrix"}
"""Questions whose items all have the same steps, from one end to the other."""
IN_ORDER = {"single", "scale", "yes_no"}
SATISFIED, IMPORTANT = ("満足", "satisf"), ("重要", "大切", "import")
"""Words by which a scale is known as one of satisfaction, or of importance."""


def drawings(results: SurveyResults, *, english: bool, size: str) -> dict[str, Any]:
    """Return the drawing of every question that has a figure, by question code."""
    found = {}
    for question in results.questions:
        chart = chart_of(question, english=english)
        if chart is not None:
            found[question.code] = draw(chart, key=question.code, text_scale=TEXT_SCALE[size])
    return found


def chart_of(question: QuestionResult, *, english: bool = False) -> Chart | None:
    """Return the chart of a question, None where a table says it better.

    Bars for choices; for a matrix a diverging scale when its steps count from bad to good, else
    stacked bars; for satisfaction beside importance the map of both.
    """
    if question.n == 0:
        return None
    if question.rows:
        return BarChart(
            title=question.text,
            desc=_description(question, english=english),
            bars=tuple(_bar(row, question) for row in question.rows),
            n=question.n,
            keeps_order=question.type in IN_ORDER,
            words=ENGLISH if english else JAPANESE,
        )
    if question.type in SCALED:
        return _scale(question, english=english)
    if question.type == "matrix_dual":
        return _map(question, english=english)
    return None


def _scale(question: QuestionResult, *, english: bool) -> DivergingChart | ScaleChart | None:
    first = question.items[0]
    scored = first.starts_high is not None
    steps, rest = _steps(first, scored=scored)
    if not 2 <= len(steps) <= (MOST_SCORED_STEPS if scored else MOST_STEPS):
        return None
    given: dict[str, Any] = {
        "title": question.text,
        "desc": _description(question, english=english),
        "steps": tuple(row.label for row in steps),
        "rows": tuple(_scale_row(item, scored=scored) for item in question.items),
        "rest": tuple(row.label for row in rest),
        "words": ENGLISH if english else JAPANESE,
    }
    if scored:
        return DivergingChart(**given, starts_good=bool(first.starts_high))
    return ScaleChart(**given)


def _steps(item: ItemResult, *, scored: bool) -> tuple[list[ResultRow], list[ResultRow]]:
    """Return the steps of a scale, and the answers beside it."""
    rest = [row for row in item.rows if row.code == NO_ANSWER or (scored and row.is_rest)]
    return [row for row in item.rows if row not in rest], rest


def _map(question: QuestionResult, *, english: bool) -> ImportanceMap | None:
    """Return satisfaction against importance; None for other pairs, or where a mean is hidden."""
    half = len(question.items) // 2  # every line on the first scale, then on the second
    pair = (question.items[:half], question.items[half:])
    if not half:
        return None
    satisfied, important = sorted(pair, key=lambda items: not _says(items[0], SATISFIED))
    if not (_says(satisfied[0], SATISFIED) and _says(important[0], IMPORTANT)):
        return None
    items = [
        RatedItem(
            one.label.partition("（")[0],
            importance=float(other.summary.mean),
            satisfaction=float(one.summary.mean),
            n=one.n,
            is_small="n-under-30" in one.flags,
        )
        for one, other in zip(satisfied, important, strict=True)
        if one.summary and one.summary.mean and other.summary and other.summary.mean
    ]
    if len(items) < 2:
        return None
    desc = _description(question, english=english)
    if english:
        return ImportanceMap(
            question.text, desc, tuple(items), ("Satisfaction", "Importance"),
            QUARTERS_IN_ENGLISH, ENGLISH,
        )  # fmt: skip
    return ImportanceMap(question.text, desc, tuple(items))


def _says(item: ItemResult, words: tuple[str, ...]) -> bool:
    heading = item.label.rpartition("（")[2] if "（" in item.label else ""
    said = " ".join((heading, *item.columns)).lower()
    return any(word in said for word in words)


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


def _scale_row(item: ItemResult, *, scored: bool) -> ScaleRow:
    steps, rest = _steps(item, scored=scored)
    if item.has_hidden or item.n == 0:
        # One hidden step would leave the others to give it away: the bar is not drawn at all.
        hidden = Value(None, flag=Flag.HIDDEN)
        return ScaleRow(item.label, None, (hidden,) * len(steps), (hidden,) * len(rest))
    flag = Flag.SMALL if "n-under-30" in item.flags else Flag.PLAIN

    def values(rows: list[ResultRow]) -> tuple[Value, ...]:
        return tuple(Value(row.share or Fraction(0), row.count, flag=flag) for row in rows)

    return ScaleRow(item.label, item.n, values(steps), values(rest))


def _description(question: QuestionResult, *, english: bool) -> str:
    said = finding(question, english=english)
    if english:
        kind = "Bar chart" if question.rows else "Chart"
        return f"{kind}, n = {question.n}. {said} All values are in the table below."
    kind = "横棒グラフ" if question.rows else "図"
    return f"{kind}。n＝{question.n}。{said}すべての値は下の表にあります。"
