"""Texts of other programs turned into ours: every language, plain words, earlier answers piped."""

import html
import re
from collections.abc import Callable, Mapping

from surveys.definition.texts import NAMES
from surveys.interchange.html_text import plain_text
from surveys.interchange.report import Report

LONGEST = 4000
PIPE = re.compile(r"\{\{\s*([a-z][a-z0-9_]{0,29})((?:\.[A-Za-z0-9_]{1,20}){0,2})\s*\}\}")
_TAG = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_IN_BRACKETS = re.compile(r"\(([A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*)\)\s*$")
_JAPANESE = re.compile("[ぁ-ヿ㐀-鿿]")
_KNOWN = {name.lower(): tag for tag, name in NAMES.items()} | {
    "english": "en", "japanese": "ja", "french": "fr", "français": "fr", "francais": "fr",
    "german": "de", "deutsch": "de", "spanish": "es", "español": "es", "chinese": "zh",
    "korean": "ko", "vietnamese": "vi", "nepali": "ne", "tagalog": "fil", "portuguese": "pt",
    "russian": "ru", "arabic": "ar", "swahili": "sw", "esperanto": "eo", "tetun": "tet",
    "italian": "it", "thai": "th", "indonesian": "id", "hindi": "hi", "burmese": "my",
}  # fmt: skip


def language_tag(written: str, taken: Mapping[str, str] | None = None) -> str:
    """Return the tag of a language as people write it: 日本語 (ja), English, ja.

    A language that we do not know becomes und-1, und-2 … beside those `taken` already.
    """
    found = _IN_BRACKETS.search(written)
    tag = (found[1] if found else written).strip().replace("_", "-")
    first, *rest = tag.split("-")
    tag = "-".join([first.lower(), *rest])
    if found or (_TAG.fullmatch(tag) and len(first) <= 3):
        return tag
    known = _KNOWN.get(written.strip().lower())
    if known:
        return known
    number = sum(tag.startswith("und-") for tag in (taken or {}).values()) + 1
    return f"und-l{number}"


def language_name(tag: str) -> str:
    """Return a language as XLSForm writes it: 日本語 (ja)."""
    return f"{NAMES.get(tag, tag)} ({tag})"


def guessed_language(texts: str) -> str:
    """Return Japanese when there are its letters, else English: for a file that names none."""
    return "ja" if _JAPANESE.search(texts) else "en"


class Wording:
    """Makes texts plain; knows the main language and what has to be said about losses."""

    def __init__(self, main: str, report: Report, piped: Callable[[str], str]) -> None:
        """Take the main language, and what turns the file's references in texts into ours."""
        self.main = main
        self._report = report
        self._piped = piped

    def texts(
        self, given: Mapping[str, str], place: str, *, line: int | None = None, fallback: str = ""
    ) -> dict[str, str]:
        """Return a text in every language; the main one is filled where it is missing."""
        found: dict[str, str] = {}
        for language, source in given.items():
            plain = plain_text(str(source))
            text = self._piped(plain.text).strip()
            if plain.lost:
                lost = ", ".join(dict.fromkeys(plain.lost))[:80]
                self._report.changed("text", place, "import-formatting-lost", line=line, tags=lost)
            if len(text) > LONGEST:
                text = text[:LONGEST]
                self._report.changed("text", place, "import-text-cut", line=line, most=LONGEST)
            if text:
                found[language] = text
        if self.main not in found and (found or fallback):
            filled = next(iter(found.values()), fallback)[:LONGEST]
            found = {self.main: filled, **found}
        return found


def as_source(text: str) -> str:
    """Return a text so that an import reads exactly it, although it may look like HTML."""
    return text if plain_text(text).text == text else html.escape(text, quote=False)
