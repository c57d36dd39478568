"""Released numbers as open data: long tables with codes, a table of the codes, and what they are.

One table a file, one value a cell, its unit in the head, codes beside words, Western years; what
is hidden is blank and says so in a column of its own, because blank is not zero.
"""

import json
from collections.abc import Iterator
from typing import Any

from engage.core.clock import JST
from engage.documents import Column, Export, Table, csv
from surveys.definition.ruby import without_readings
from surveys.results.crosses import CrossResult
from surveys.results.report import SurveyResults
from surveys.results.tables import QuestionResult, ResultRow

LICENCE = "CC-BY-4.0"
LICENCE_URL = "https://creativecommons.org/licenses/by/4.0/deed.ja"
SHOWN, HIDDEN = "shown", "hidden"

COLUMNS = (
    Column("city_code"),
    Column("survey_code"),
    Column("year", "number"),
    Column("question_code"),
    Column("question"),
    Column("item_code"),
    Column("item"),
    Column("group_question_code"),
    Column("group_code"),
    Column("group"),
    Column("option_code"),
    Column("option"),
    Column("base_people", "number"),
    Column("count_people", "number"),
    Column("share_percent", "percent"),
    Column("status"),
)
MEANINGS = {
    "city_code": "団体コード（6桁）",
    "survey_code": "調査の記号",
    "year": "調査を始めた年（西暦）",
    "question_code": "問の記号",
    "question": "問の文",
    "item_code": "表の行などの記号。1つだけの問では空",
    "item": "表の行などの文",
    "group_question_code": "分けた問の記号。全体では空",
    "group_code": "組の記号。全体では空",
    "group": "組の名前",
    "option_code": "選択肢の記号。no-answer は無回答",
    "option": "選択肢の文",
    "base_people": "割合の基数（人）。無回答を含み、たずねていない人を含まない",
    "count_people": "人数（人）。伏せた値は空",
    "share_percent": "割合（％、小数第1位、四捨五入）。伏せた値は空",
    "status": "shown は示した値、hidden は伏せた値（0ではない）",
}


def cells(results: SurveyResults, crosses: tuple[CrossResult, ...], city_code: str) -> Export:
    """Return every released cell in long form, simple tables first."""
    head = (city_code, results.survey.code, results.survey.opens_at.astimezone(JST).year)
    rows = [*_simple(results, head), *_crossed(crosses, head)]
    return csv.write(Table(f"{results.survey.code}-cells", COLUMNS, rows))


def codes(results: SurveyResults) -> Export:
    """Return the table of codes: what each code of a question means."""
    columns = tuple(Column(n) for n in ("survey_code", "question_code", "option_code", "option"))
    rows = [
        (results.survey.code, question.code, option.code, _line(option.text))
        for question in results.frame.questionnaire.questions.values()
        for option in question.choices
    ]
    return csv.write(Table(f"{results.survey.code}-codes", columns, rows))


def about(results: SurveyResults, *, city: str, address: str) -> dict[str, Any]:
    """Return what a program must know before it uses the files."""
    survey = results.survey
    return {
        "title": survey.title,
        "publisher": city,
        "licence": LICENCE,
        "licence_url": LICENCE_URL,
        "address": address,
        "fictional": survey.is_fictional,
        "survey": {
            "code": survey.code,
            "kind": survey.kind,
            "mode": survey.mode,
            "from": survey.opens_at.astimezone(JST).date().isoformat(),
            "to": survey.closes_at.astimezone(JST).date().isoformat(),
            "asked": results.rate.n,
            "answered": results.rate.count,
        },
        "method": method_note(survey.kind),
        "encoding": "UTF-8 with BOM",
        "columns": MEANINGS,
        "missing": {"hidden": "5人未満の値と、差し引きで分からないように合わせて伏せた値"},
    }


def about_json(results: SurveyResults, *, city: str, address: str) -> bytes:
    """Return the same as JSON."""
    found = about(results, city=city, address=address)
    return json.dumps(found, ensure_ascii=False, indent=2).encode()


def method_note(kind: str) -> str:
    """Return whom the numbers describe, in one sentence."""
    if kind == "panel":
        return (
            "みずから登録したネットモニターへの調査です。市民全体の割合を表すものではありません。"
        )
    if kind == "sample":
        return "くじで選んだ人への調査です。割合には標本誤差があります。"
    if kind == "census":
        return "全員への調査です。標本誤差はありません。"
    return "だれでも答えられる調査です。市民全体の割合を表すものではありません。"


def _simple(results: SurveyResults, head: tuple[Any, ...]) -> Iterator[tuple[Any, ...]]:
    for question in results.questions:
        start = (*head, question.code, _line(question.text))
        for row in question.rows:
            yield (*start, "", "", "", "", "", *_row(row, question.n))
        yield from _items(question, start)


def _items(question: QuestionResult, start: tuple[Any, ...]) -> Iterator[tuple[Any, ...]]:
    for item in question.items:
        for row in item.rows:
            yield (*start, item.code, _line(item.label), "", "", "", *_row(row, item.n))


def _row(row: ResultRow, n: int) -> tuple[Any, ...]:
    status = HIDDEN if row.is_hidden else SHOWN
    return (row.code, _line(row.label), n, row.count, row.share, status)


def _crossed(crosses: tuple[CrossResult, ...], head: tuple[Any, ...]) -> Iterator[tuple[Any, ...]]:
    for cross in crosses:
        start = (*head, cross.question, _line(cross.text), "", "", cross.by)
        for row in cross.rows:
            for group, cell in zip(cross.groups, row.cells, strict=True):
                status = HIDDEN if cell.count is None else SHOWN
                place = (group.code, _line(group.label), row.code, _line(row.label))
                yield (*start, *place, group.n, cell.count, cell.share, status)


def _line(text: Any) -> str:
    """Return a text on one line, without readings; a text in several languages in Japanese."""
    if isinstance(text, dict):
        text = text.get("ja") or next(iter(text.values()))
    return " ".join(without_readings(text).split())
