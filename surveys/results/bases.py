"""The same table without 無回答 in the base: from what is shown, so that it tells nothing more."""

from dataclasses import replace
from fractions import Fraction

from engage.stats.cells import NO_ANSWER
from engage.stats.design import Design
from engage.stats.intervals import interval_for
from surveys.results.tables import QuestionResult, ResultRow


def of_those_who_answered(question: QuestionResult, design: Design) -> QuestionResult | None:
    """Return a question's table with 無回答 out of the base; None where that would tell too much.

    The base would be all who were asked minus 無回答: where that number is withheld, so is this.
    """
    blank = next((row for row in question.rows if row.code == NO_ANSWER), None)
    if blank is None or blank.count is None or question.n == blank.count:
        return None
    n = question.n - blank.count
    rows = tuple(_again(row, n, design) for row in question.rows if row is not blank)
    flags = tuple(flag for flag in question.flags if flag != "n-under-30")
    return replace(question, n=n, rows=rows, flags=(*flags, "n-under-30") if n < 30 else flags)


def _again(row: ResultRow, n: int, design: Design) -> ResultRow:
    if row.count is None:
        return row
    found = interval_for(
        design.kind, row.count, n, population=design.population, about=design.about
    )
    return replace(row, share=Fraction(row.count, n), low=found.low, high=found.high)
