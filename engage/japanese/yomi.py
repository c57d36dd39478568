"""50-on order from readings, as a city's minutes list organisations.

Names cannot be sorted by their characters: code points and general collations put
ふくしまIoT… before 一般社団法人…. Order is decided by the reading alone, level by level:
base kana, then voicing, then long mark before small before full kana, then hiragana before
katakana (the levels of JIS X 4061).
"""

import unicodedata
from collections.abc import Callable, Iterable
from typing import TypeVar

from engage.japanese.text import hiragana

T = TypeVar("T")
YomiKey = tuple[str, tuple[int, ...], tuple[int, ...], tuple[int, ...], str]

LEGAL_FORMS = (
    "とくていひえいりかつどうほうじん",
    "にんていとくていひえいりかつどうほうじん",
    "えぬぴーおーほうじん",
    "いっぱんしゃだんほうじん",
    "いっぱんざいだんほうじん",
    "こうえきしゃだんほうじん",
    "こうえきざいだんほうじん",
    "しゃだんほうじん",
    "ざいだんほうじん",
    "しゃかいふくしほうじん",
    "がっこうほうじん",
    "いりょうほうじん",
    "しゅうきょうほうじん",
    "どくりつぎょうせいほうじん",
    "ちほうどくりつぎょうせいほうじん",
    "こくりつだいがくほうじん",
    "こうりつだいがくほうじん",
    "かぶしきがいしゃ",
    "かぶしきかいしゃ",
    "ゆうげんがいしゃ",
    "ゆうげんかいしゃ",
    "ごうどうがいしゃ",
    "ごうどうかいしゃ",
    "ごうしがいしゃ",
    "ごうめいがいしゃ",
)
"""Readings of legal forms, which a city may choose not to count."""

_LONGEST_FORM_FIRST = sorted(LEGAL_FORMS, key=len, reverse=True)
_SMALL = dict(zip("ぁぃぅぇぉっゃゅょゎゕゖ", "あいうえおつやゆよわかけ", strict=True))
_LONG, _REPEAT = "ー", "ゝ"
_VOICED, _HALF_VOICED = "\u3099", "\u309a"
_IGNORED = set(" 　・･･‐-－")
_ROWS = "あかさたなはまやらわ"
_VOWEL_OF = {
    kana: vowel
    for vowel, kanas in {
        "あ": "あかさたなはまやらわ",
        "い": "いきしちにひみりゐ",
        "う": "うくすつぬふむゆる",
        "え": "えけせてねへめれゑ",
        "お": "おこそとのほもよろを",
    }.items()
    for kana in kanas
}
_LEVEL_LONG, _LEVEL_SMALL, _LEVEL_REPEAT, _LEVEL_FULL = range(4)


def is_reading(text: str) -> bool:
    """Say whether this is a reading: kana, long marks, spaces and ・ only, a kana first."""
    letters = [c for c in _folded(text) if c not in _IGNORED]
    return bool(letters) and letters[0] not in "ーゝゞ" and all(map(_is_kana, letters))


def yomi_key(reading: str, *, count_legal_form: bool = True) -> YomiKey:
    """Return the key that sorts a reading into 50-on order; ValueError when it is not kana."""
    if not is_reading(reading):
        raise ValueError(f"Not a reading in kana: {reading!r}")
    typed = unicodedata.normalize("NFKC", reading)
    if not count_legal_form:
        typed = without_legal_form(typed)
    bases: list[str] = []
    voices: list[int] = []
    sizes: list[int] = []
    scripts: list[int] = []
    for kana in (c for c in typed if c not in _IGNORED):
        base, voice, size = _levels(hiragana(kana), bases[-1] if bases else "")
        bases.append(base)
        voices.append(voice)
        sizes.append(size)
        scripts.append(int(kana != hiragana(kana)))
    return "".join(bases), tuple(voices), tuple(sizes), tuple(scripts), typed


def without_legal_form(reading: str) -> str:
    """Return the reading without a legal form at either end, unless nothing would remain."""
    folded = _folded(reading)
    for form in _LONGEST_FORM_FIRST:
        if folded.startswith(form) and len(folded) > len(form):
            return unicodedata.normalize("NFKC", reading)[len(form) :].strip()
        if folded.endswith(form) and len(folded) > len(form):
            return unicodedata.normalize("NFKC", reading)[: -len(form)].strip()
    return reading


def in_reading_order(
    items: Iterable[T], reading: Callable[[T], str], *, count_legal_form: bool = True
) -> list[T]:
    """Return the items in 50-on order of their readings."""
    return sorted(
        items, key=lambda item: yomi_key(reading(item), count_legal_form=count_legal_form)
    )


def row_of(reading: str, *, count_legal_form: bool = True) -> str:
    """Return the row of the 50-on table a reading begins in: あ, か, さ … わ."""
    first = yomi_key(reading, count_legal_form=count_legal_form)[0][0]
    return max(row for row in _ROWS if row <= first)


def _folded(text: str) -> str:
    return hiragana(unicodedata.normalize("NFKC", text))


def _is_kana(letter: str) -> bool:
    return "ぁ" <= letter <= "ゖ" or letter in "ーゝゞ"


def _levels(kana: str, before: str) -> tuple[str, int, int]:
    """Split one kana into base, voicing (0 clear, 1 voiced, 2 half-voiced) and size."""
    if kana == _LONG:
        return _VOWEL_OF.get(before, before), 0, _LEVEL_LONG
    plain, *marks = list(unicodedata.normalize("NFD", kana))
    voice = {_VOICED: 1, _HALF_VOICED: 2}[marks[0]] if marks else 0
    if plain == _REPEAT:
        return before, voice, _LEVEL_REPEAT
    if plain in _SMALL:
        return _SMALL[plain], voice, _LEVEL_SMALL
    return plain, voice, _LEVEL_FULL
