"""How far a share may lie from the truth by the luck of the draw: the table that reports print."""

from dataclasses import dataclass
from math import sqrt

from engage.stats.intervals import LEVEL, normal_quantile

SHARES = (0.05, 0.10, 0.20, 0.30, 0.40, 0.50)
"""10 % and 90 % have the same margin, so half of them is enough."""


@dataclass(frozen=True)
class MarginRow:
    """The margins of one base: for each share, half the width of its interval."""

    n: int
    margins: tuple[float, ...]


@dataclass(frozen=True)
class MarginTable:
    """Margins by base and share, for a simple random sample."""

    shares: tuple[float, ...]
    rows: tuple[MarginRow, ...]
    population: int | None
    level: float


def margin(share: float, n: int, population: int | None = None, level: float = LEVEL) -> float:
    """Return half the width of the interval of a share, as a share: ±0.031.

    z·√((N−n)/(N−1)·p(1−p)/n); without `population` the draw is from a list without end.
    ValueError when the share is not between 0 and 1 or more answered than there are.
    Cochran (1977), Sampling Techniques, 3.2; the form that Japanese city reports print.
    """
    if not 0 <= share <= 1 or n < 1:
        raise ValueError(f"Not a share of a base: {share} of {n}")
    if population is not None and n > population:
        raise ValueError(f"{n} of {population} cannot have answered")
    part = 1.0
    if population is not None:
        part = (population - n) / (population - 1) if population > 1 else 0.0
    return normal_quantile(level) * sqrt(part * share * (1 - share) / n)


def margin_table(
    bases: tuple[int, ...], population: int | None = None, level: float = LEVEL
) -> MarginTable:
    """Return the margins of several bases, the largest first, each base once."""
    rows = tuple(
        MarginRow(n, tuple(margin(share, n, population, level) for share in SHARES))
        for n in sorted(set(bases), reverse=True)
    )
    return MarginTable(SHARES, rows, population, level)
