"""A questionnaire with all twenty-one types of questions, for stories about single types."""

from copy import deepcopy
from typing import Any

from surveys.definition import Question, Questionnaire, parse

ja = lambda text, **more: {"ja": text, **more}  # noqa: E731


def option(code: str, text: str, **more: Any) -> dict[str, Any]:
    return {"code": code, "text": ja(text), **more}


def row(code: str, text: str, **more: Any) -> dict[str, Any]:
    return {"code": code, "text": ja(text), **more}


SATISFIED = [option(str(n), t, value=n) for n, t in ((3, "満足"), (2, "ふつう"), (1, "不満"))]
IMPORTANT = [option(str(n), t, value=n) for n, t in ((3, "重要"), (2, "ふつう"), (1, "重要でない"))]
ROWS = [row("desk", "窓口"), row("web", "ホームページ")]
COLUMNS = [row("a", "平日"), row("b", "休日")]

QUESTIONS: dict[str, dict[str, Any]] = {
    "one": {
        "type": "single",
        "text": ja("ネットで手続きをしましたか。"),
        "options": [option("1", "した"), option("2", "していない")],
        "comment": ja("理由"),
    },
    "many": {
        "type": "multiple",
        "text": ja("使いたいもの"),
        "max_choices": 2,
        "options": [
            option("1", "申請"),
            option("2", "予約"),
            option("3", "相談"),
            option("98", "その他", other_text=True),
            option("90", "ない", exclusive=True),
        ],
    },
    "card": {"type": "yes_no", "text": ja("カードを持っていますか。")},
    "praise": {
        "type": "scale",
        "lowest": 0,
        "highest": 10,
        "text": ja("すすめますか。"),
        "ends": {"low": ja("すすめない"), "high": ja("すすめる")},
        "options": [option("x", "わからない", exclusive=True, role="dont_know")],
    },
    "liked": {"type": "matrix", "text": ja("満足"), "options": SATISFIED, "rows": ROWS},
    "used": {
        "type": "matrix_multiple",
        "text": ja("使った道具"),
        "max_choices": 2,
        "options": [option("p", "電話"), option("q", "パソコン"), option("r", "紙")],
        "rows": ROWS,
    },
    "both": {
        "type": "matrix_dual",
        "text": ja("満足と重要"),
        "first_heading": ja("満足"),
        "second_heading": ja("重要"),
        "options": SATISFIED,
        "second_options": IMPORTANT,
        "rows": ROWS,
    },
    "hours": {
        "type": "matrix_number",
        "text": ja("時間"),
        "decimals": 1,
        "max": 24,
        "unit": ja("時間"),
        "rows": ROWS,
        "columns": COLUMNS,
    },
    "names": {"type": "matrix_text", "text": ja("名前"), "rows": ROWS, "columns": COLUMNS},
    "age": {"type": "number", "text": ja("年齢"), "min": 18, "max": 120, "unit": ja("歳")},
    "points": {
        "type": "numbers",
        "text": ja("配分"),
        "rows": [row("a", "教育"), row("b", "福祉")],
        "sum": {"equals": 100},
        "unit": ja("点"),
    },
    "word": {"type": "short_text", "text": ja("ひとこと"), "max_length": 20},
    "mail": {"type": "short_text", "text": ja("メール"), "format": "mail"},
    "opinion": {"type": "long_text", "text": ja("ご意見")},
    "wishes": {"type": "short_texts", "text": ja("望み"), "rows": [row("a", "1"), row("b", "2")]},
    "visit": {"type": "date", "text": ja("行った日"), "earliest": "1950", "latest": "2026-11-23"},
    "moved": {"type": "date", "text": ja("越した月"), "precision": "month"},
    "order": {
        "type": "ranking",
        "text": ja("大切な順"),
        "max_choices": 2,
        "options": [option("1", "早さ"), option("2", "安さ"), option("3", "安全")],
    },
    "photo": {"type": "file", "text": ja("写真"), "max_files": 2},
    "agree": {"type": "consent", "text": ja("同意しますか。")},
    "where": {
        "type": "district",
        "text": ja("地区"),
        "options": [
            option("t", "富田", yomi="とみた"),
            option("a", "安積", yomi="あさか"),
            option("o", "市外"),
        ],
    },
    "hello": {"type": "note", "text": ja("ここから後半です。")},
    "total": {"type": "computed", "text": ja("合計"), "formula": "sum(points)"},
}


def document(**changes: dict[str, Any]) -> dict[str, Any]:
    """The whole document; `one={"required": True}` changes a question."""
    questions = deepcopy(QUESTIONS)
    for code, change in changes.items():
        questions[code] |= change
    return {
        "schema": "engage-questionnaire/2",
        "code": "every-type",
        "language": "ja",
        "title": ja("すべての種類"),
        "pages": [{"code": "p1", "questions": [{"code": c, **q} for c, q in questions.items()]}],
    }


def every_type(**changes: dict[str, Any]) -> Questionnaire:
    return parse(document(**changes))


def question(code: str, **change: Any) -> Question:
    return every_type(**{code: change}).questions[code]
