"""Numbers as people type them: any width, commas, decimals where they are asked for."""

import unicodedata
from decimal import Decimal, InvalidOperation

from surveys.definition import Question
from surveys.questions.base import Mistake, Raw, sent_text

_MINUS = str.maketrans(dict.fromkeys("－−‐‑–—―ー", "-"))
LONGEST_NUMBER = 40
MOST = 10**15


def read_amount(
    question: Question, raw: Raw, name: str
) -> tuple[int | float | None, Mistake | None]:
    """Return the number typed under a name, or None; and what is wrong with it."""
    typed = sent_text(raw, name)
    if not typed:
        return None, None
    number = to_decimal(typed)
    places = question.decimals or 0
    if number is None:
        code = "decimal-unreadable" if places else "number-unreadable"
        return None, Mistake(code, name)
    if -number.as_tuple().exponent > places:  # type: ignore[operator]
        if not places:
            return None, Mistake("number-unreadable", name)
        return None, Mistake("number-too-exact", name, {"decimals": places})
    return _plain(number), _outside(question, number, name)


def to_decimal(typed: str) -> Decimal | None:
    """Return the number that a text says, or None: １，２３４．５ is 1234.5."""
    if len(typed) > LONGEST_NUMBER:
        return None
    text = unicodedata.normalize("NFKC", typed).translate(_MINUS)
    text = "".join(text.split()).replace(",", "").replace("、", "").replace("。", ".")
    if not text or not set(text) <= set("0123456789.-+"):
        return None
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    if abs(number) > MOST:
        return None
    normal = number.normalize()
    return normal if normal.as_tuple().exponent <= 0 else number.quantize(Decimal(1))  # type: ignore[operator]


def amount_words(value: float, unit: str = "") -> str:
    """Return a number as it is said: 1,234.5円."""
    text = f"{value:,}" if isinstance(value, int) else f"{value:,.6f}".rstrip("0").rstrip(".")
    return f"{text}{unit}"


def entry(value: float) -> str:
    """Return a number as its box holds it."""
    return amount_words(value).replace(",", "")


def _plain(number: Decimal) -> int | float:
    return int(number) if number == number.to_integral_value() else float(number)


def _outside(question: Question, number: Decimal, name: str) -> Mistake | None:
    low, high = question.min, question.max
    below = low is not None and number < Decimal(str(low))
    above = high is not None and number > Decimal(str(high))
    if not below and not above:
        return None
    if low is not None and high is not None:
        return Mistake("number-out-of-range", name, {"min": low, "max": high})
    if low is not None:
        return Mistake("number-too-small", name, {"min": low})
    return Mistake("number-too-large", name, {"max": high})
