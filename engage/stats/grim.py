"""Could a printed percentage have come from whole people? The GRIM check for shares.

Brown & Heathers (2017), Social Psychological and Personality Science 8, 363-369, applied to
percentages: 67.6 % of n = 326 is impossible, because 220 people print 67.5 and 221 print 67.8.
All in whole numbers; nothing here is a float.
"""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from engage.japanese.text import to_decimal
from engage.stats.rounding import percent_text


@dataclass(frozen=True)
class Neighbour:
    """A whole number of people beside the printed figure, and what it would print as."""

    count: int
    percent: str


@dataclass(frozen=True)
class PrintedShare:
    """What a printed percentage of a known base can mean."""

    printed: str
    n: int
    decimals: int
    counts: tuple[int, ...]
    """Every number of people that prints exactly this, rounded half up."""
    truncated_counts: tuple[int, ...]
    """The same if the decimals had been cut off."""
    raised_counts: tuple[int, ...]
    """The same if it had been rounded up always."""
    below: Neighbour | None
    """The largest number of people whose percentage is smaller than the printed one."""
    above: Neighbour | None
    """The smallest number of people whose percentage is larger than the printed one."""

    @property
    def possible(self) -> bool:
        """Say whether a whole number of people prints exactly this, rounded half up."""
        return bool(self.counts)

    @property
    def possible_somehow(self) -> bool:
        """Say whether any of the three ways to round gives it."""
        return bool(self.counts or self.truncated_counts or self.raised_counts)

    @property
    def flags(self) -> tuple[str, ...]:
        """Return `impossible` or `several-counts`, where a reader must be told."""
        if not self.counts:
            return ("impossible",)
        return ("several-counts",) if len(self.counts) > 1 else ()


def check_printed(printed: str | Decimal, n: int, *, decimals: int | None = None) -> PrintedShare:
    """Say which numbers of people could have printed this percentage of n."""
    value = _value(printed)
    places = _decimals(value) if decimals is None else decimals
    target = Fraction(value) * 10**places
    if n <= 0 or target.denominator != 1 or not 0 <= value <= 100:
        raise ValueError(f"Not a percentage of {n} with {places} decimals: {printed!r}")
    units, scale = int(target), 100 * 10**places
    half_up = _counts(2 * units - 1, 2 * units + 1, 2 * scale, n)
    return PrintedShare(
        printed=f"{value:.{places}f}",
        n=n,
        decimals=places,
        counts=half_up,
        truncated_counts=_counts(units, units + 1, scale, n),
        raised_counts=_raised(units, scale, n),
        below=_below(units, scale, n, places, half_up),
        above=_above(units, scale, n, places, half_up),
    )


def possible_bases(printed: list[str], smallest: int, largest: int) -> tuple[int, ...]:
    """Return every base in a range that allows all the printed percentages at once."""
    return tuple(
        n
        for n in range(max(1, smallest), largest + 1)
        if all(check_printed(text, n).possible for text in printed)
    )


def _value(printed: str | Decimal) -> Decimal:
    if isinstance(printed, Decimal):
        return printed
    value = to_decimal(printed.strip().rstrip("%％ "))
    if value is None:
        raise ValueError(f"Not a percentage: {printed!r}")
    return value


def _decimals(value: Decimal) -> int:
    exponent = value.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _counts(low: int, high: int, scale: int, n: int) -> tuple[int, ...]:
    """Return the counts with low <= count x scale / n < high."""
    first = max(0, -(-low * n // scale))
    last = min(n, -(-high * n // scale) - 1)
    return tuple(range(first, last + 1))


def _raised(units: int, scale: int, n: int) -> tuple[int, ...]:
    """Return the counts with units - 1 < count x scale / n <= units."""
    first = max(0, (units - 1) * n // scale + 1)
    return tuple(range(first, min(n, units * n // scale) + 1))


def _below(
    units: int, scale: int, n: int, places: int, inside: tuple[int, ...]
) -> Neighbour | None:
    count = inside[0] - 1 if inside else -(-units * n // scale) - 1
    return _neighbour(count, n, places)


def _above(
    units: int, scale: int, n: int, places: int, inside: tuple[int, ...]
) -> Neighbour | None:
    count = inside[-1] + 1 if inside else units * n // scale + 1
    return _neighbour(count, n, places)


def _neighbour(count: int, n: int, places: int) -> Neighbour | None:
    if not 0 <= count <= n:
        return None
    return Neighbour(count, percent_text(count, n, decimals=places))
