"""Texts of a known form: mail address, telephone, postal code … ; no free patterns."""

import re
import unicodedata

from surveys.definition.schema import Format

_DASHES = str.maketrans(dict.fromkeys("－−‐‑–—―ー", "-"))
_MAIL = re.compile(r"[A-Za-z0-9._%+\-]{1,64}@[A-Za-z0-9\-]{1,63}(\.[A-Za-z0-9\-]{1,63}){1,8}")
_PHONE = re.compile(r"\+?[0-9]{2,5}(-?[0-9]{1,4}){1,3}")
_POSTAL = re.compile(r"([0-9]{3})-?([0-9]{4})")
_URL = re.compile(r"https?://[!-~]{1,2000}")
_DIGITS = re.compile(r"[0-9]+")
_KATAKANA = re.compile(r"[ァ-ヺー・ 　]+")
_HIRAGANA = re.compile(r"[ぁ-ゖー・ 　]+")
WIDE = frozenset({"katakana", "hiragana"})


def in_format(text: str, format_: Format) -> str | None:
    """Return the text in its usual form, or None when it is not of that form.

    Full-width letters and digits are taken as their narrow twins where the form has only those.
    """
    if format_ in WIDE:
        wide = unicodedata.normalize("NFKC", text)
        pattern = _KATAKANA if format_ == "katakana" else _HIRAGANA
        return wide if pattern.fullmatch(wide) else None
    narrow = "".join(unicodedata.normalize("NFKC", text).translate(_DASHES).split())
    if format_ == "postal_code":
        parts = _POSTAL.fullmatch(narrow.removeprefix("〒"))
        return f"{parts[1]}-{parts[2]}" if parts else None
    if format_ == "phone":
        plain = narrow.replace("(", "-").replace(")", "-").replace("--", "-").strip("-")
        digits = sum(c.isdigit() for c in plain)
        return plain if _PHONE.fullmatch(plain) and 9 <= digits <= 15 else None
    pattern = {"mail": _MAIL, "url": _URL, "digits": _DIGITS}[format_]
    return narrow if pattern.fullmatch(narrow) else None
