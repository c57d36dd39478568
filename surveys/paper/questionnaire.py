"""The whole questionnaire as a PDF that a city can mail."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from engage.core import paths
from engage.core.secrets import grouped
from engage.documents import pdf, qr
from surveys.definition import Questionnaire
from surveys.paper.blocks import block_of
from surveys.paper.facts import Facts
from surveys.paper.words import Words

LAYOUT = paths.TEMPLATES / "paper" / "questionnaire.typ"
SIZES = {"standard": 10.5, "large": 16.0}
"""Points of the running text."""


def questionnaire_pdf(
    questionnaire: Questionnaire,
    facts: Facts | None = None,
    *,
    size: str = "standard",
    language: str = "",
    pictures: Mapping[str, Path] | None = None,
) -> pdf.Pdf:
    """Return a questionnaire on paper; large print for who needs it.

    `pictures` are those of its options, by name; an option whose picture is not there has words.
    """
    data = paper_of(questionnaire, facts or Facts(), size, language, frozenset(pictures or ()))
    return pdf.write(LAYOUT, data, pictures)


def write(questionnaire: Questionnaire) -> bytes:
    """Return a questionnaire on paper in its own language."""
    return questionnaire_pdf(questionnaire).content


def paper_of(
    questionnaire: Questionnaire,
    facts: Facts,
    size: str,
    language: str,
    pictures: frozenset[str] = frozenset(),
) -> dict[str, Any]:
    """Return everything that the layout draws."""
    language = language or questionnaire.language
    words = Words(questionnaire, language, pictures)
    return {
        "lang": language.partition("-")[0],
        "size": SIZES[size],
        "name": words.plain(questionnaire.title),
        "title": words.of(questionnaire.title),
        "intro": words.of(questionnaire.intro),
        "thanks": words.of(questionnaire.thanks),
        "facts": {
            "city": facts.city,
            "office": facts.office,
            "purpose": facts.purpose,
            "until": facts.until,
            "promise": facts.promise,
            "code": grouped(facts.code) if facts.code else "",
            "address": facts.address,
            "qr": qr.svg(facts.address, title=facts.address)
            if facts.code and facts.address
            else "",
        },
        "says": _says(japanese=words.is_japanese),
        "pages": [
            {
                "title": words.of(page.title),
                "intro": words.of(page.intro),
                "condition": words.condition(page.show_if),
                "blocks": [
                    block_of(question, words)
                    for question in page.questions
                    if question.type != "computed"
                ],
            }
            for page in questionnaire.pages
        ],
    }


def _qr(facts: Facts) -> str:
    return str(qr.svg(facts.address, title=facts.address)) if facts.code and facts.address else ""


def _says(*, japanese: bool) -> dict[str, str]:
    if japanese:
        return {
            "until": "締切",
            "office": "お問い合わせ",
            "code": "あなたの番号",
            "label": "ここに番号の札が入ります",
            "total": "合計",
            "place": "番",
            "other": "具体的に",
            "end": "質問は以上です。ご協力ありがとうございました。",
        }
    return {
        "until": "Please answer by",
        "office": "Contact",
        "code": "Your code",
        "label": "Label with the code",
        "total": "Total",
        "place": "",
        "other": "please say",
        "end": "That is all. Thank you for your help.",
    }
