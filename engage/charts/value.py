"""One measured value of a figure, and how it is written."""

import math
import unicodedata
from dataclasses import dataclass, fields, is_dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Any

from engage.stats.rounding import percent_text


class WrongChart(ValueError):
    """A figure was asked for that cannot be drawn honestly."""


class Flag(StrEnum):
    """What a reader must know about a value before trusting it."""

    PLAIN = ""
    SMALL = "small"  # n below 30: one person moves it a lot
    PRINTED = "printed"  # taken from a printed figure, without counts
    HIDDEN = "hidden"  # withheld so that nobody can be recognised


@dataclass(frozen=True, slots=True)
class Words:
    """The few words and marks that a drawing itself contains, in one language."""

    count: str = "{}人"
    base: str = "n＝{}"
    respondents: str = "回答者（n）"
    of: str = "{whole}人のうち{part}人"
    percent: str = "％"
    to: str = "～"
    small: str = "※"
    printed: str = "印刷値"
    hidden: str = "－"
    in_percent: str = "数字は％"
    line_is_all: str = "縦の線は全体"


JAPANESE = Words()
ENGLISH = Words(
    count="{}",
    base="n = {}",
    respondents="Respondents (n)",
    of="{part} of {whole}",
    percent="%",
    to="–",
    small="*",
    printed="as printed",
    hidden="–",
    in_percent="Figures in %",
    line_is_all="The line is all",
)


@dataclass(frozen=True, slots=True)
class Value:
    """A share between 0 and 1 with its count and interval, or a value that is withheld."""

    share: float | Fraction | None
    count: int | None = None
    low: float | Fraction | None = None
    high: float | Fraction | None = None
    flag: Flag = Flag.PLAIN

    def __post_init__(self) -> None:
        """Refuse values that no drawing could show truthfully."""
        if (self.flag is Flag.HIDDEN) != (self.share is None):
            raise WrongChart("a value is hidden exactly when it has no share")
        if self.share is None:
            if (self.count, self.low, self.high) != (None, None, None):
                raise WrongChart("a hidden value carries neither count nor interval")
            return
        require_share(self.share)
        if self.count is not None and self.count < 0:
            raise WrongChart(f"a count cannot be {self.count}")
        if (self.low is None) != (self.high is None):
            raise WrongChart("an interval has two ends")
        if self.low is not None and self.high is not None:
            require_share(self.low)
            require_share(self.high)
            if self.low > self.high:
                raise WrongChart(f"an interval cannot run from {self.low} to {self.high}")

    @property
    def has_interval(self) -> bool:
        """Whether the doubt about this value is known."""
        return self.low is not None


def require_share(share: float | Fraction) -> None:
    """Refuse anything that is not a share of a whole."""
    if isinstance(share, bool) or not math.isfinite(share) or not 0 <= share <= 1:
        raise WrongChart(f"a share lies between 0 and 1, not at {share}")


def require_text(name: str, text: str) -> None:
    """Refuse a missing title, description or label."""
    if not clean(text):
        raise WrongChart(f"{name} is missing")


def percent(share: float | Fraction) -> str:
    """Write a share in percent with one decimal, halves rounded up: 221/326 is 67.8."""
    # A float is read as it is printed, so that 0.0625 and 6.25 % round alike.
    return percent_text(share if isinstance(share, Fraction) else Fraction(str(float(share))))


def value_text(value: Value, words: Words = JAPANESE) -> str:
    """Write a value as it stands beside its bar: 67.8％, 77.3％※ or －."""
    if value.share is None:
        return words.hidden
    mark = words.small if value.flag is Flag.SMALL else ""
    return f"{percent(value.share)}{words.percent}{mark}"


def count_text(value: Value, words: Words = JAPANESE) -> str:
    """Write the count beside a value, or say that the value is only known as printed."""
    if value.flag is Flag.PRINTED:
        return words.printed
    return "" if value.count is None else words.count.format(f"{value.count:,}")


def clean(text: str) -> str:
    """Return text on one line, without characters that a drawing cannot hold."""
    kept = (" " if unicodedata.category(ch) in {"Cc", "Cs", "Zl", "Zp"} else ch for ch in text)
    return " ".join("".join(kept).replace("\ufffe", " ").replace("\uffff", " ").split(" ")).strip()


def plain(thing: Any) -> Any:
    """Return a chart as nested plain lists, the same for equal charts, ready for a digest."""
    if is_dataclass(thing):
        name = type(thing).__name__
        return [name, *(plain(getattr(thing, field.name)) for field in fields(thing))]
    if isinstance(thing, tuple):
        return [plain(each) for each in thing]
    if isinstance(thing, float | Fraction):
        return repr(float(thing) + 0.0)
    return thing
