"""Width and kana for comparing and for reading numbers; stored text is never changed by these."""

import re
import unicodedata
from decimal import Decimal

_KATAKANA_TO_HIRAGANA = {code: code - 0x60 for code in (*range(0x30A1, 0x30F7), 0x30FD, 0x30FE)}
_NUMBER_SIGNS = str.maketrans({"、": ",", "。": ".", "−": "-", "‐": "-", "–": "-"})
_INT = re.compile(r"[+-]?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)\Z")
_DECIMAL = re.compile(r"[+-]?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?\Z")
_LONGEST_NUMBER = 24
_SPACES = re.compile(r"\s+")


def hiragana(text: str) -> str:
    """Return the text with katakana written as hiragana."""
    return text.translate(_KATAKANA_TO_HIRAGANA)


def search_copy(text: str) -> str:
    """Return a copy for searching and comparing: ＩＣＴ, ict and ｱｲ, アイ, あい are alike in it."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return clean_line(hiragana(unicodedata.normalize("NFKC", folded)))


def clean_line(text: str) -> str:
    """Return one line without control characters, edges trimmed, runs of spaces made one."""
    visible = "".join(" " if unicodedata.category(c) in {"Cc", "Zl", "Zp"} else c for c in text)
    return _SPACES.sub(" ", visible).strip()


def to_int(text: str) -> int | None:
    """Return the whole number that was typed, with full-width digits and commas; else None."""
    typed = _plain_number(text)
    return int(typed.replace(",", "")) if _INT.match(typed) else None


def to_decimal(text: str) -> Decimal | None:
    """Return the number that was typed, exactly as many decimals as typed; else None."""
    typed = _plain_number(text)
    return Decimal(typed.replace(",", "")) if _DECIMAL.match(typed) else None


def _plain_number(text: str) -> str:
    typed = unicodedata.normalize("NFKC", text).translate(_NUMBER_SIGNS).strip()
    return typed if len(typed) <= _LONGEST_NUMBER else ""
