"""Texts by language: what the reader chose, else the questionnaire's own language."""

from collections.abc import Mapping


def text_in(texts: Mapping[str, str] | None, language: str, main: str) -> str:
    """Return the text for a reader; an untranslated text is shown in the main language."""
    if not texts:
        return ""
    return texts.get(language) or texts.get(main) or next(iter(texts.values()))
