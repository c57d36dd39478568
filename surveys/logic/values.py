"""How values compare, count and turn into each other; the browser does exactly the same."""

import math
import re
import sys

Value = None | bool | float | str | list[str]
"""missing · true or false · a number · a text · the codes of chosen options."""

_NUMBER = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,15})?")
MOST_WHOLE = 1e15
PLACES = 1_000_000.0
MOST_PLACES = 6
_LARGEST = sys.float_info.max


def truth(value: Value) -> bool:
    """Whether a value counts as true: not missing, false, empty or nought."""
    return not is_missing(value) and value is not False and value != 0


def is_missing(value: Value) -> bool:
    """Whether there is nothing there: no answer, an empty text, no code."""
    return value is None or value in ("", [])


def number_of(value: Value) -> float | None:
    """Return a value as a number, or None: 3, "3", true as 1, the only code of a list."""
    if isinstance(value, bool):
        return 1.0 if value else 0.0
    if isinstance(value, int | float):
        return float(value) if -_LARGEST <= value <= _LARGEST else None
    if isinstance(value, list):
        return number_of(value[0]) if len(value) == 1 else None
    if isinstance(value, str) and _NUMBER.fullmatch(value.strip(" ")):
        return float(value.strip(" "))
    return None


def text_of(value: Value) -> str | None:
    """Return a value as a text, or None: numbers with at most six decimals, codes with commas."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return ",".join(value)
    number = number_of(value)
    return None if number is None else _digits(number)


def _digits(number: float) -> str | None:
    if abs(number) >= MOST_WHOLE:
        return None
    if number == math.floor(number):
        return str(int(number))
    scaled = math.floor(abs(number) * PLACES + 0.5)
    whole, rest = divmod(scaled, int(PLACES))
    text = f"{whole}.{rest:06d}".rstrip("0").rstrip(".")
    return f"-{text}" if number < 0 and text != "0" else text


def rounded(number: float, places: int) -> float:
    """Return a number with at most six places; a half goes away from nought, as people round."""
    scale = 10.0**places
    if abs(number) * scale >= MOST_WHOLE:
        return number
    found = math.floor(abs(number) * scale + 0.5) / scale
    return 0.0 - found if number < 0 else found


def finite(number: float) -> float | None:
    """Return a number, or None for what is none: divided by nought, too large."""
    return number if math.isfinite(number) else None


def equal(left: Value, right: Value) -> bool:
    """Whether two values are the same: missing equals "", a number equals its digits.

    Two texts are the same only letter by letter: the codes "1" and "01" are two codes.
    """
    if is_missing(left) or is_missing(right):
        return is_missing(left) and is_missing(right)
    if isinstance(left, str) and isinstance(right, str):
        return left == right
    a, b = number_of(left), number_of(right)
    if a is not None and b is not None:
        return a == b
    return text_of(left) == text_of(right)


def less(left: Value, right: Value) -> bool | None:
    """Whether one value is less than another; None when that cannot be said.

    Numbers by size, other texts (dates too) letter by letter in the order of Unicode.
    """
    if is_missing(left) or is_missing(right):
        return None
    a, b = number_of(left), number_of(right)
    if a is not None and b is not None:
        return a < b
    if isinstance(left, str) and isinstance(right, str):
        return left < right
    return None


def codes_of(value: Value) -> list[str]:
    """Return a value as codes: a single one is a list of one."""
    if is_missing(value):
        return []
    if isinstance(value, list):
        return value
    text = text_of(value)
    return [] if text is None else [text]
