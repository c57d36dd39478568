"""Regular expressions of other programs, as far as our named formats and simple texts say the same.

A pattern is read as text and never run.
"""

import re

from surveys.logic import Call, Expression, Lit, Op
from surveys.logic.functions import FORMATS

LONGEST = 500
MOST_TEXTS = 120
_DELIMITED = re.compile(r"\A([/#~|@!])(.*)\1([imsuxUD]*)\Z", re.DOTALL)
_DIGITS = re.compile(r"(?:\\d|\[0-9\])(?:(\+)|(\*)|(\?)|\{(\d{1,3})(?:(,)(\d{1,3})?)?\})?")
_POSTAL = re.compile(r"(?:\\d|\[0-9\])\{3\}\[?-\]?\??(?:\\d|\[0-9\])\{4\}")
_PHONE = re.compile(r"(?:(?:\\d|\[0-9\]|0)(?:\+|\{\d,?\d?\})?[-()\\?\[\] ]*){3,}")


class UnknownPattern(ValueError):
    """We have nothing that says the same."""


def matching(pattern: str, value: Expression) -> tuple[Expression, bool]:
    """Return a condition on a value, and whether it says exactly the same as the pattern."""
    if len(pattern) > LONGEST:
        raise UnknownPattern("too long")
    delimited = _DELIMITED.match(pattern.strip())
    body = delimited[2] if delimited else pattern.strip()
    if delimited and "i" in delimited[3]:
        value = Call("lower", (value,))
        body = body if "\\" in body else body.lower()
    starts, ends = body.startswith("^"), body.endswith("$") and not body.endswith("\\$")
    inside = body[starts : len(body) - ends]
    for name, known in FORMATS.items():
        if starts and ends and inside == known.pattern:
            return _format(name, value), True
    inside = inside[1:-1] if _is_wrapped(inside) else inside
    if starts and ends:
        exact = _digits(inside, value) or _named_exactly(inside, value)
        if exact is not None:
            return exact, True
    if "@" in inside:
        return _format("mail", value), False
    if re.match(r"\(?https?", inside):
        return _format("url", value), False
    texts = _texts(inside)
    if texts is None:
        raise UnknownPattern(pattern)
    return _one_of(texts, value, starts=starts, ends=ends), r"\s" not in inside


def _is_wrapped(inside: str) -> bool:
    """Whether one pair of brackets stands around everything."""
    if not (inside.startswith("(") and inside.endswith(")")) or inside.startswith("(?"):
        return False
    depth = 0
    for at, sign in enumerate(inside):
        depth += (sign == "(") - (sign == ")")
        if depth == 0 and at < len(inside) - 1:
            return False
    return True


def _format(name: str, value: Expression) -> Expression:
    return Call("matches", (value, Lit(name)))


def _named_exactly(inside: str, value: Expression) -> Expression | None:
    if re.fullmatch(r"\[[ァ-ヺー・ 　一-]*ァ-[ァ-ヺー・ 　]*\]\+", inside):
        return _format("katakana", value)
    if re.fullmatch(r"\[[ぁ-ゖー・ 　-]*\]\+", inside):
        return _format("hiragana", value)
    if _POSTAL.fullmatch(inside):
        return _format("postal_code", value)
    if "-" in inside and "\\(" not in inside and _PHONE.fullmatch(inside):
        return _format("phone", value)
    return None


def _digits(inside: str, value: Expression) -> Expression | None:
    """Return a condition for nothing but digits, with the number of them."""
    least = most = at = 0
    endless = False
    while at < len(inside):
        found = _DIGITS.match(inside, at)
        if found is None:
            return None
        plus, star, maybe, low, comma, high = found.groups()
        first = int(low) if low else 0 if star or maybe else 1
        least += first
        most += int(high) if high else first if low else 1
        endless = endless or bool(plus or star or (comma and not high))
        at = found.end()
    if not inside:
        return None
    length = Call("length", (value,))
    parts: list[Expression] = [_format("digits", value)]
    if not endless and least == most:
        parts.append(Op("=", (length, Lit(float(least)))))
    else:
        parts += [Op(">=", (length, Lit(float(least))))] if least > 1 else []
        parts += [] if endless else [Op("<=", (length, Lit(float(most))))]
    condition = parts[0] if len(parts) == 1 else Op("and", tuple(parts))
    return condition if least else Op("or", (Op("=", (value, Lit(None))), condition))


def _one_of(texts: list[str], value: Expression, *, starts: bool, ends: bool) -> Expression:
    if starts and ends:
        return Op("in", (value, *(Lit(text) for text in texts)))
    name = "starts" if starts else "ends" if ends else "contains"
    parts: list[Expression] = [Call(name, (value, Lit(text))) for text in texts if text]
    if not parts or len(parts) > MOST_TEXTS // 2:
        raise UnknownPattern("too many")
    return parts[0] if len(parts) == 1 else Op("or", tuple(parts))


def _texts(inside: str) -> list[str] | None:
    """Return every text that a pattern of letters, sets and alternatives can match."""
    reader = _Alternatives(inside)
    try:
        found = reader.alternatives()
    except UnknownPattern:
        return None
    return found if reader.is_over and found else None


class _Alternatives:
    """Writes a small pattern out: (cat|dog)s? is cat, cats, dog, dogs."""

    def __init__(self, inside: str) -> None:
        self._inside = inside
        self._at = 0

    @property
    def is_over(self) -> bool:
        return self._at == len(self._inside)

    def alternatives(self, depth: int = 0) -> list[str]:
        if depth > 5:
            raise UnknownPattern(self._inside)
        found: list[str] = []
        while True:
            found += self._row(depth)
            if not self._take("|"):
                return list(dict.fromkeys(found))

    def _row(self, depth: int) -> list[str]:
        texts = [""]
        while not self.is_over and self._inside[self._at] not in "|)":
            piece = self._piece(depth)
            piece = [*piece, ""] if self._take("?") else piece
            if not self.is_over and self._inside[self._at] in "*+{":
                raise UnknownPattern(self._inside)
            texts = [text + one for text in texts for one in piece]
            if len(texts) > MOST_TEXTS:
                raise UnknownPattern(self._inside)
        return texts

    def _take(self, sign: str) -> bool:
        if self._inside.startswith(sign, self._at):
            self._at += len(sign)
            return True
        return False

    def _piece(self, depth: int) -> list[str]:
        if self._take("("):
            self._take("?:")
            found = self.alternatives(depth + 1)
            if not self._take(")"):
                raise UnknownPattern(self._inside)
            return found
        if self._take("["):
            return self._set()
        sign = self._inside[self._at]
        self._at += 1
        if sign == "\\" and not self.is_over:
            escaped = self._inside[self._at]
            self._at += 1
            if escaped.isalnum():
                known = {"d": list("0123456789"), "s": [" "]}.get(escaped)
                if known is None:
                    raise UnknownPattern(self._inside)
                return known
            return [escaped]
        if sign in ".^$*+?{}":
            raise UnknownPattern(self._inside)
        return [sign]

    def _set(self) -> list[str]:
        end = self._inside.find("]", self._at + 1)
        signs = self._inside[self._at : end]
        if end < 0 or "\\" in signs or signs.startswith("^"):
            raise UnknownPattern(self._inside)
        self._at = end + 1
        found: list[str] = []
        at = 0
        while at < len(signs):
            if at + 2 < len(signs) and signs[at + 1] == "-":
                found += [chr(n) for n in range(ord(signs[at]), ord(signs[at + 2]) + 1)][:200]
                at += 3
            else:
                found.append(signs[at])
                at += 1
        if len(found) > MOST_TEXTS:
            raise UnknownPattern(self._inside)
        return found
