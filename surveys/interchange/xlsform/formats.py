"""Regular expressions of forms, told in our words where they mean a known format or a length."""

import re

from surveys.interchange.climbing import Unsaid, function, joined
from surveys.logic import Expression, Op

_LENGTH = r"\{(\d+)(?:(,)(\d*))?\}"
_DIGITS = re.compile(rf"(?:\[0-9\]|\\d)(?:([+*])|{_LENGTH})?")
_ANY = re.compile(rf"(?:\.|\[\\s\\S\])(?:([+*])|{_LENGTH})")
_NAMED: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("mail", re.compile(r"@")),
    ("url", re.compile(r"^\(?https?")),
    ("postal_code", re.compile(r"(\[0-9\]|\\d)\{3\}-\??(\[0-9\]|\\d)\{4\}$")),
    ("katakana", re.compile(r"^\[ァ-[ヶヴヺー][^\]]*\][+*]$")),
    ("hiragana", re.compile(r"^\[ぁ-[んゖ][^\]]*\][+*]$")),
)
PATTERNS = {
    "mail": r"^[A-Za-z0-9._%+\-]+@[A-Za-z0-9\-]+(\.[A-Za-z0-9\-]+)+$",
    "phone": r"^\+?[0-9]{2,5}(-?[0-9]{1,4}){1,3}$",
    "postal_code": r"^[0-9]{3}-?[0-9]{4}$",
    "url": r"^https?://[!-~]+$",
    "digits": r"^[0-9]+$",
    "katakana": r"^[ァ-ヺー・ 　]+$",
    "hiragana": r"^[ぁ-ゖー・ 　]+$",
}
"""What we write for our formats."""
_OWN = {pattern: name for name, pattern in PATTERNS.items()}


def said(subject: Expression, pattern: str) -> tuple[Expression, bool]:
    """Return what a pattern asks of a text, and whether it is only nearly the same."""
    if pattern in _OWN:
        return function("matches", subject, _OWN[pattern]), False
    bare = pattern.strip().removeprefix("^").removesuffix("$")
    digits, any_ = _DIGITS.fullmatch(bare), _ANY.fullmatch(bare)
    if digits:
        only = function("matches", subject, "digits")
        if digits[1] is None and digits[2] is None:
            return joined("and", only, *_length(subject, "1", None, None)), False
        return joined("and", only, *_length(subject, *digits.groups()[1:])), False
    if any_:
        lengths = _length(subject, *any_.groups()[1:])
        return (joined("and", *lengths) if lengths else function("answered", subject)), False
    for name, form in _NAMED:
        if form.search(bare):
            return function("matches", subject, name), True
    if _looks_like_phone(bare):
        return function("matches", subject, "phone"), True
    raise Unsaid("import-no-pattern", pattern=pattern[:60])


def _length(
    subject: Expression, least: str | None, comma: str | None, most: str | None
) -> list[Expression]:
    if least is None:
        return []
    length = function("length", subject)
    if comma is None:
        return [Op("=", (length, _number(least)))]
    found: list[Expression] = []
    if int(least):
        found.append(Op(">=", (length, _number(least))))
    if most:
        found.append(Op("<=", (length, _number(most))))
    return found


def _number(digits: str) -> Expression:
    return function("", float(digits)).arguments[0]


def _looks_like_phone(pattern: str) -> bool:
    """Whether there are only digits and what stands between those of a telephone number."""
    left = re.sub(r"\\d|0-9|\\[.+()\s-]|\\s|\{[\d,]*\}|[\[\]()?*+^$|. \-/]|[0-9]", "", pattern)
    return (
        not left and bool(re.search(r"[-. ]", pattern)) and ("0-9" in pattern or r"\d" in pattern)
    )
