"""How wide text will be in a reader's browser, and where a long label may break."""

import unicodedata
from functools import cache, lru_cache
from typing import Any

# The reader's font is not known here. Full-width characters are 1 em in every Japanese font;
# for the rest the wide DejaVu Sans is taken, a little narrowed, which no common font exceeds.
_NARROWED = 0.94
_BOLD = 1.06
_JOINT = 0.125  # text-autospace puts a thin gap between kanji and digits

_NOT_FIRST = set(
    "、。，．・：；？！ー）〕］｝〉》」』】％〜～…‥゛゜々ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ,.:;?!)]}%’”"
)
_NOT_LAST = set("（〔［｛〈《「『【([{‘“＃￥")


@cache
def _font() -> Any:
    from matplotlib import font_manager

    return font_manager.get_font(font_manager.findfont("DejaVu Sans"))


@lru_cache(maxsize=4096)
def _advance(character: str) -> float:
    """Return the width of one character in em."""
    if unicodedata.east_asian_width(character) in "WFA":
        return 1.0
    if unicodedata.combining(character):
        return 0.0
    from matplotlib.ft2font import LoadFlags

    font = _font()
    code = ord(character)
    if not font.get_char_index(code):
        return 1.0
    font.set_size(100, 72)
    glyph = font.load_char(code, flags=LoadFlags.NO_HINTING | LoadFlags.NO_SCALE)
    return float(glyph.horiAdvance) / font.units_per_EM * _NARROWED


def width(text: str, size: float, *, bold: bool = False) -> float:
    """Return the width of text in pixels, rather too wide than too narrow."""
    total = 0.0
    for index, character in enumerate(text):
        advance = _advance(character)
        total += advance * _BOLD if bold and advance < 1 else advance
        if index and _is_joint(text[index - 1], character):
            total += _JOINT
    return total * size


def wrap(text: str, size: float, room: float) -> list[str]:
    """Break text into lines that fit; nothing is ever cut off."""
    lines = []
    rest = text
    while width(rest, size) > room:
        end = _break(rest, size, room)
        lines.append(rest[:end].rstrip())
        rest = rest[end:].lstrip()
    return [*lines, rest] if rest else lines


def _break(text: str, size: float, room: float) -> int:
    """Return how many characters go on the first line: by phrase, else by rule, else by room."""
    fitting = 1
    while fitting < len(text) and width(text[: fitting + 1], size) <= room:
        fitting += 1
    allowed = [end for end in range(1, fitting + 1) if _may_break(text, end)]
    by_phrase = [end for end in allowed if end > fitting * 0.6 and _starts_phrase(text, end)]
    return (by_phrase or allowed or [fitting])[-1]


def _may_break(text: str, end: int) -> bool:
    before, after = text[end - 1], text[end : end + 1]
    if not after:
        return True
    if after in _NOT_FIRST or before in _NOT_LAST or unicodedata.combining(after):
        return False
    return not (_is_word(before) and _is_word(after))


def _starts_phrase(text: str, end: int) -> bool:
    """Whether a new phrase begins here: after kana or a mark, before kanji or katakana."""
    before, after = text[end - 1], text[end : end + 1]
    if before in "、。・）」』 ":
        return True
    return _is_hiragana(before) and bool(after) and not _is_hiragana(after) and after != " "


def _is_word(character: str) -> bool:
    return unicodedata.east_asian_width(character) not in "WFA" and not character.isspace()


def _is_hiragana(character: str) -> bool:
    return "ぁ" <= character <= "ゖ"


def _is_joint(before: str, after: str) -> bool:
    return _is_kana_or_kanji(before) != _is_kana_or_kanji(after) and (
        (before.isascii() and before.isalnum()) or (after.isascii() and after.isalnum())
    )


def _is_kana_or_kanji(character: str) -> bool:
    return unicodedata.east_asian_width(character) == "W" and character.isalpha()
