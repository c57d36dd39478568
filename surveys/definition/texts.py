"""Texts by language: what the reader chose, else the questionnaire's own language."""

from collections.abc import Mapping

NAMES = {
    "ja": "日本語",
    "ja-easy": "やさしい日本語",
    "en": "English",
    "vi": "Tiếng Việt",
    "zh": "中文",
    "fil": "Filipino",
    "ko": "한국어",
    "id": "Bahasa Indonesia",
    "ne": "नेपाली",
}
"""The languages that residents of the city read, by the name that their readers know."""


def name_of(language: str) -> str:
    """Return the name of a language in that language; its tag when we do not know it."""
    return NAMES.get(language, language)


def html_tag(language: str) -> str:
    """Return the tag that browsers and screen readers know: やさしい日本語 is Japanese to them."""
    return language.removesuffix("-easy")


def title_in(titles: Mapping[str, str], language: str, *, main: str, called: str) -> str:
    """Return a survey's title for a reader: what the city calls it, translated where it is."""
    return called if language == main else titles.get(language) or called


def text_in(texts: Mapping[str, str] | None, language: str, main: str) -> str:
    """Return the text for a reader; an untranslated text is shown in the main language."""
    if not texts:
        return ""
    return texts.get(language) or texts.get(main) or next(iter(texts.values()))
