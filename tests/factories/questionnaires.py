"""A small questionnaire with every type of question, for stories about answering."""

from copy import deepcopy
from typing import Any

from surveys.definition import Questionnaire, parse


def ja(text: str) -> dict[str, str]:
    return {"ja": text}


def option(code: str, text: str, **more: Any) -> dict[str, Any]:
    return {"code": code, "text": ja(text), **more}


EVERY_TYPE: dict[str, Any] = {
    "schema": "engage-questionnaire/2",
    "code": "park",
    "language": "ja",
    "title": {"ja": "公園の使い方", "en": "Using the parks"},
    "pages": [
        {
            "code": "p1",
            "title": ja("使い方"),
            "questions": [
                {
                    "code": "q1",
                    "type": "single",
                    "required": True,
                    "text": {"ja": "公園に行きましたか。", "en": "Did you go to a park?"},
                    "options": [option("1", "行った"), option("2", "行っていない")],
                },
                {
                    "code": "q2",
                    "type": "number",
                    "text": ja("何回行きましたか。"),
                    "unit": ja("回"),
                    "min": 0,
                    "max": 400,
                    "show_if": "q1 = '1'",
                },
            ],
        },
        {
            "code": "p2",
            "questions": [
                {
                    "code": "q3",
                    "type": "multiple",
                    "max_choices": 3,
                    "text": ja("何を直すとよいですか。"),
                    "options": [
                        option("1", "ベンチ"),
                        option("2", "日かげ"),
                        option("3", "トイレ"),
                        option("4", "遊具"),
                        option("98", "その他", other_text=True),
                        option("90", "とくにない", exclusive=True),
                        option("91", "わからない", exclusive=True),
                    ],
                }
            ],
        },
        {
            "code": "p3",
            "show_if": "q1 = '1'",
            "questions": [
                {
                    "code": "q4",
                    "type": "matrix",
                    "text": ja("満足していますか。"),
                    "options": [option(str(n), f"{n}点") for n in (5, 4, 3, 2, 1)],
                    "rows": [option("r1", "広さ"), option("r2", "静かさ")],
                }
            ],
        },
        {
            "code": "p4",
            "questions": [
                {"code": "q5", "type": "short_text", "max_length": 20, "text": ja("公園の名前")},
                {"code": "q6", "type": "long_text", "max_length": 100, "text": ja("ご意見")},
            ],
        },
    ],
}


def document(**changes: Any) -> dict[str, Any]:
    """Return a copy of the document with top-level changes."""
    return deepcopy(EVERY_TYPE) | changes


def questionnaire() -> Questionnaire:
    """Return the parsed questionnaire."""
    return parse(document())


def question_of(code: str) -> Any:
    """Return one question of it."""
    return questionnaire().questions[code]
