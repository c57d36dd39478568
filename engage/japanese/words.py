"""Texts cut into words: by SudachiPy when it is there, else into pairs of characters."""

import unicodedata
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Any

LONGEST_TEXT = 10_000
_NOUNS = {"普通名詞", "固有名詞"}
_LIGHT = {
    "為る",
    "成る",
    "有る",
    "居る",
    "無い",
    "言う",
    "事",
    "物",
    "よう",
    "為",
    "方",
    "所",
    "等",
}
"""Words that stand in every text and say nothing of it."""


@dataclass(frozen=True)
class Word:
    """A word that says something: as it is counted, as it is written, and where it stands."""

    base: str
    """In its usual form: 行った and 行きます are 行く, スマホ in any width is one."""
    surface: str
    begin: int
    end: int
    is_name: bool = False
    """Whether it is a person's name."""


def cutter() -> str:
    """Return how texts are cut here: `sudachi` or `pairs`."""
    return "sudachi" if _tokenizer() is not None else "pairs"


def content_words(text: str, *, way: str = "") -> list[Word]:
    """Return the nouns, verbs, adjectives and names of a text in their order.

    `way` as `cutter` says; a longer text is read up to 10,000 characters. Without a dictionary
    words are pairs of neighbouring kanji, and runs of katakana or letters.
    """
    read = text[:LONGEST_TEXT]
    tokenizer = _tokenizer() if way != "pairs" else None
    if tokenizer is None:
        return _pairs(read)
    found = []
    for morpheme in tokenizer.tokenize(read):
        part = morpheme.part_of_speech()
        base = morpheme.normalized_form()
        if _says_something(part) and base not in _LIGHT and _is_text(base):
            is_name = part[2] == "人名"
            found.append(Word(base, morpheme.surface(), morpheme.begin(), morpheme.end(), is_name))
    return found


def names_in(text: str) -> list[tuple[int, int]]:
    """Return where the dictionary sees names of persons; nothing without one."""
    tokenizer = _tokenizer()
    if tokenizer is None:
        return []
    return [
        (morpheme.begin(), morpheme.end())
        for morpheme in tokenizer.tokenize(text[:LONGEST_TEXT])
        if morpheme.part_of_speech()[2] == "人名"
    ]


def _says_something(part: tuple[str, ...]) -> bool:
    match part[0]:
        case "名詞":
            return part[1] in _NOUNS
        case "動詞":
            return part[1] == "一般"
        case "形容詞":
            return True
        case "形状詞":
            return part[1] == "一般"
    return False


def _is_text(base: str) -> bool:
    """Whether a word has a letter in it, and more than one kana."""
    letters = [c for c in base if unicodedata.category(c)[0] == "L"]
    return bool(letters) and not (len(base) == 1 and _kind(base) in {"hiragana", "katakana"})


def _pairs(text: str) -> list[Word]:
    found = []
    for begin, end, kind in _runs(text):
        if kind == "kanji":
            places = [(begin, end)] if end - begin < 2 else list(pairwise(range(begin, end)))
            for first, last in places:
                stop = last + 1 if end - begin >= 2 else last
                found.append(_word(text, first, stop))
        elif kind in {"katakana", "latin"} and end - begin > 1:
            found.append(_word(text, begin, end))
    return found


def _word(text: str, begin: int, end: int) -> Word:
    surface = text[begin:end]
    return Word(unicodedata.normalize("NFKC", surface).casefold(), surface, begin, end)


def _runs(text: str) -> list[tuple[int, int, str]]:
    found: list[tuple[int, int, str]] = []
    for place, character in enumerate(text):
        kind = _kind(character)
        if found and found[-1][2] == kind and found[-1][1] == place:
            found[-1] = (found[-1][0], place + 1, kind)
        else:
            found.append((place, place + 1, kind))
    return found


def _kind(character: str) -> str:
    name = unicodedata.name(character, "")
    if "CJK UNIFIED" in name or character in "々〆ヶ":
        return "kanji"
    if "KATAKANA" in name:
        return "katakana"
    if "HIRAGANA" in name:
        return "hiragana"
    return "latin" if "LATIN" in name else "other"


@cache
def _tokenizer() -> Any:
    try:
        from sudachipy import Dictionary, SplitMode
    except ImportError:
        return None
    try:
        dictionary = Dictionary()
    except Exception:  # noqa: BLE001  # the dictionary is a package of its own and may be missing
        return None
    make = getattr(dictionary, "tokenizer", None) or dictionary.create
    return make(mode=SplitMode.C)
