"""A small draft to build on."""

from typing import Any


def option(code: str, ja: str, **more: Any) -> dict[str, Any]:
    return {"code": code, "text": {"ja": ja}, **more}


def draft() -> dict[str, Any]:
    """Two pages: whether one has a smartphone, what for; a number and a matrix."""
    return {
        "schema": "engage-questionnaire/2",
        "code": "dx-try",
        "language": "ja",
        "title": {"ja": "ためし", "en": "A try"},
        "pages": [
            {
                "code": "p1",
                "questions": [
                    {
                        "code": "q1",
                        "type": "single",
                        "text": {"ja": "スマートフォンを使っていますか", "en": "Do you use one?"},
                        "options": [option("1", "はい"), option("2", "いいえ")],
                    },
                    {
                        "code": "q2",
                        "type": "multiple",
                        "text": {"ja": "{{q1}} の方に聞きます。何に使いますか"},
                        "show_if": "q1 has '1'",
                        "options": [
                            option("1", "連絡"),
                            option("2", "地図"),
                            option("3", "買い物"),
                        ],
                    },
                ],
            },
            {
                "code": "p2",
                "show_if": "answered(q1)",
                "questions": [
                    {"code": "q3", "type": "number", "text": {"ja": "何年使っていますか"}},
                    {
                        "code": "q4",
                        "type": "matrix",
                        "text": {"ja": "満足していますか"},
                        "rows": [option("r1", "料金"), option("r2", "速さ")],
                        "options": [
                            option("1", "満足"),
                            option("2", "ふつう"),
                            option("3", "不満"),
                        ],
                    },
                ],
            },
        ],
    }
