"""Released numbers as files: the same tables as on the page, hidden cells hidden here too."""

from collections.abc import Iterator
from typing import Any

from engage.documents import HIDDEN, Column, Export, Table, csv, xlsx
from engage.documents.csv import Encoding
from surveys.results.report import SurveyResults
from surveys.results.tables import QuestionResult, ResultRow


def long_table(results: SurveyResults) -> Table:
    """Return every number in long form: one line a cell, with codes."""
    columns = (
        Column("調査コード"),
        Column("問コード"),
        Column("問"),
        Column("項目コード"),
        Column("項目"),
        Column("選択肢コード"),
        Column("選択肢"),
        Column("基数（人）", "number"),
        Column("人数（人）", "number"),
        Column("割合（％）", "percent"),
        Column("区間の下限（％）", "percent"),
        Column("区間の上限（％）", "percent"),
    )
    return Table(f"{results.survey.code}-results", columns=columns, rows=list(_lines(results)))


def rate_table(results: SurveyResults) -> Table:
    """Return the response rates by sex, age band and district."""
    columns = (
        Column("区分"),
        Column("層"),
        Column("対象（人）", "number"),
        Column("回答（人）", "number"),
        Column("回答率（％）", "percent"),
    )
    rows: list[tuple[Any, ...]] = []
    for by in results.rates:
        for row in by.rows:
            if row.asked is None or row.answered is None:
                rows.append((by.axis, row.group, HIDDEN, HIDDEN, HIDDEN))
                continue
            rate = row.answered / row.asked if row.asked else None
            rows.append((by.axis, row.group or "全体", row.asked, row.answered, rate))
    return Table("response-rates", columns=columns, rows=rows)


def as_csv(results: SurveyResults, encoding: Encoding = "utf-8-sig") -> Export:
    """Return the long table as CSV."""
    return csv.write(long_table(results), encoding=encoding)


def as_xlsx(results: SurveyResults) -> Export:
    """Return rates and numbers as one workbook."""
    return xlsx.write([rate_table(results), long_table(results)])


def _lines(results: SurveyResults) -> Iterator[tuple[Any, ...]]:
    for question in results.questions:
        head = (results.survey.code, question.code, question.text)
        if question.summary:
            yield from _summary(head, question)
        for row in question.rows:
            yield (*head, "", "", *_row(row, question.n))
        for item in question.items:
            for row in item.rows:
                yield (*head, item.code, item.label, *_row(row, item.n))


def _row(row: ResultRow, n: int) -> tuple[Any, ...]:
    if row.is_hidden:
        return (row.code, row.label, n, HIDDEN, HIDDEN, HIDDEN, HIDDEN)
    return (row.code, row.label, n, row.count, row.share, row.low, row.high)


def _summary(head: tuple[str, ...], question: QuestionResult) -> Iterator[tuple[Any, ...]]:
    assert question.summary is not None
    blank = HIDDEN if question.no_answer is None else question.no_answer
    yield (*head, "", "", "answered", "回答あり", question.n, question.summary.n, None, None, None)
    yield (*head, "", "", "no-answer", "無回答", question.n, blank, None, None, None)
