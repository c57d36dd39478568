"""What could tell who wrote a text, or of whom: replaced before many may read it.

Masking finds much and never everything: what is released is read by a person first.
"""

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

from engage.japanese.words import names_in

MARKS = {
    "mail": "［メールアドレス］",
    "link": "［リンク］",
    "phone": "［電話番号］",
    "postal": "［郵便番号］",
    "number": "［番号］",
    "address": "［住所］",
    "name": "［氏名］",
}
_KANJI = "[一-龥々ヶノ]"
_PLACE = f"(?:{_KANJI}|[ァ-ヴ]){{1,14}}"
_COUNTED = r"(?:\d{1,4}|[一二三四五六七八九十百]{1,4})"
_TITLES = (
    "さん|さま|様|氏|君|くん|ちゃん|先生|課長|部長|係長|室長|局長|所長|館長|校長|園長|主任|主査|"
    "議員|会長|区長"
)
_PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("mail", re.compile(r"[a-z0-9._%+-]{1,64}@[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,4}", re.I)),
    ("link", re.compile(r"(?:https?://|www\.)[^\s、。」）)]{1,300}", re.I)),
    ("number", re.compile(r"(?<![\d-])(?:\d{4}[- ]?){2,3}\d{4}(?![\d-])")),
    (
        "phone",
        re.compile(
            r"(?<![\d-])(?:\(0\d{1,4}\) ?\d{1,4}-?\d{3,4}"
            r"|(?:\+81[- ]?\d|0\d)\d{0,3}(?:[- ]\d{1,4}[- ]|\(\d{1,4}\)|\d{3,5})\d{3,4})(?![\d-])"
        ),
    ),
    ("postal", re.compile(r"〒 ?\d{3}-?\d{4}|(?<![\d-])\d{3}-\d{4}(?![\d-])")),
    (
        "address",
        re.compile(
            rf"{_PLACE}?(?:{_COUNTED}丁目の?)?{_COUNTED}(?:番地の?\d{{0,4}}|番\d{{1,4}}号?)"
            rf"|{_PLACE}{_COUNTED}丁目の?\d{{1,4}}(?:-\d{{1,4}}){{0,2}}"
            rf"|{_PLACE}\d{{1,4}}-\d{{1,4}}-\d{{1,4}}"
        ),
    ),
    ("address", re.compile(r"\d{1,4}(?:号室|号棟\d{0,4}号?室?)")),
)
"""The first to find a place has it: a telephone number is no house."""
_TITLED = re.compile(
    rf"((?:{_KANJI}|[ァ-ヴー]){{1,6}}(?:[ \u3000]{_KANJI}{{1,3}})?)(?={_TITLES})(?!様々|様子|様式)"
)
_SAID = re.compile(rf"({_KANJI}{{2,5}})(?=と申し|といいます|と言います)")
_OF_PLACES = re.compile(
    "[一二三四五六七八九十0-9]{1,3}丁目|町|市|村|区|郡|県|駅|線|小学|中学|高校|大学|地区|公民館|センター|通り|街道|川|橋|山|公園|病院|神社|寺|方面|地域"
)
_COMMON_WORDS = """
    皆 皆々 市民 住民 客 お客 職員 担当 担当者 高齢者 高齢 老人 若者 子供 子 息子
    娘 母 父 親 孫 奥 嫁 婿 旦那 神 仏 王 王子 業者 店員 看護師 医師 医者
    運転手 駅員 隣 近所 各位 何 誰 殿 同 模 多 一 仕 有 今 両 異 市 市長 知事
    町長 村長 部 課 係 室 局 所 館 校 園 町 町内 村 区 学校 小学校 中学校 副
    元 前 現 新 利用者 障害者 障がい者 保護者 患者 参加者 被災者 自治 市議 県議 議
    担任 学生 生徒 児童 社員 警察 消防 郵便局 銀行 役所 市役所 主婦 同僚
"""
_COMMON = frozenset(_COMMON_WORDS.split())
"""Who is called さん, 様 or 課長 without being named."""


@dataclass(frozen=True)
class Masked:
    """A text with marks in the place of what was found, and the kinds that were."""

    text: str
    kinds: tuple[str, ...]


@dataclass(frozen=True)
class _Found:
    begin: int
    end: int
    kind: str


def mask(text: str, *, places: Collection[str] = ()) -> Masked:
    """Replace mail and postal addresses, links, telephone and other long numbers, and names.

    Names are what the dictionary knows as such and what stands before さん, 様, 課長 and the like;
    `places` are no names unless somebody is called so. Places wider than a house, years and amounts
    stay.
    """
    read = _half_width(text)
    found: list[_Found] = []
    for each in chain(_numbers(read), _names(text, places)):
        if not any(each.begin < other.end and other.begin < each.end for other in found):
            found.append(each)
    parts, at = [], 0
    for each in _joined(found):
        parts += [text[at : each.begin], MARKS[each.kind]]
        at = each.end
    kinds = dict.fromkeys(each.kind for each in sorted(found, key=lambda f: f.begin))
    return Masked("".join([*parts, text[at:]]), tuple(kinds))


def _half_width(text: str) -> str:
    """Return the text with digits and signs in half width, every character in its place."""
    return "".join(
        folded if len(folded := unicodedata.normalize("NFKC", c)) == 1 and _is_sign(c) else c
        for c in text
    ).translate(_DASHES)


_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−ー－", "-"))


def _is_sign(character: str) -> bool:
    return (
        unicodedata.category(character)[0] in {"N", "P", "S"}
        or character.isascii()
        or ("FULLWIDTH" in unicodedata.name(character, ""))
    )


def _numbers(text: str) -> Iterator[_Found]:
    for kind, pattern in _PATTERNS:
        for hit in pattern.finditer(text):
            yield _Found(hit.start(), hit.end(), kind)


def _names(text: str, places: Collection[str]) -> Iterator[_Found]:
    for pattern in (_TITLED, _SAID):
        for hit in pattern.finditer(text):
            if hit.group(1) not in _COMMON:
                yield _Found(hit.start(1), hit.end(1), "name")
    for begin, end in names_in(text):
        known = text[begin:end] in places or text[begin:end] in _COMMON
        if not known and not _OF_PLACES.match(text, end):
            yield _Found(begin, end, "name")


def _joined(found: Iterable[_Found]) -> list[_Found]:
    """Return them in their order, neighbours of one kind as one."""
    kept: list[_Found] = []
    for each in sorted(found, key=lambda f: f.begin):
        if kept and each.begin == kept[-1].end and each.kind == kept[-1].kind:
            kept[-1] = _Found(kept[-1].begin, each.end, each.kind)
        else:
            kept.append(each)
    return kept
