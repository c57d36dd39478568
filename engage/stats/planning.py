"""How many people to ask, and how many in each stratum."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, sqrt

import numpy as np
from numpy.typing import ArrayLike, NDArray

from engage.stats.intervals import LEVEL, normal_quantile


@dataclass(frozen=True)
class SampleSize:
    """Returns that are needed, before rounding and as people; and letters to send for them."""

    exact: float
    returns: int
    letters: int | None
    share: float
    margin: float
    level: float
    population: int | None


def sample_size(
    margin: float,
    *,
    share: float = 0.5,
    level: float = LEVEL,
    population: int | None = None,
    return_rate: float | None = None,
) -> SampleSize:
    """Return how many must answer so that a share is known to ± `margin` (a share, 0.05).

    n0 = z²p(1−p)/e², and n0/(1 + (n0−1)/N) of N people: Cochran (1977), 4.4. With `return_rate`
    also the letters to send. ValueError when margin, share or rate are not between 0 and 1.
    """
    if not (0 < margin < 1 and 0 < share < 1) or (
        return_rate is not None and not 0 < return_rate <= 1
    ):
        raise ValueError("Margin, share and rate lie between 0 and 1")
    exact = normal_quantile(level) ** 2 * share * (1 - share) / margin**2
    if population is not None:
        exact = exact / (1 + (exact - 1) / population)
    returns = ceil(exact)
    letters = None if return_rate is None else ceil(returns / return_rate)
    return SampleSize(exact, returns, letters, share, margin, level, population)


def group_size(first: float, second: float, *, power: float = 0.8, level: float = LEVEL) -> float:
    """Return how many people each of two groups needs so that their shares are told apart.

    Two-sided at 1 − `level`, without continuity correction: Fleiss, Levin & Paik (2003), 4.14.
    """
    from scipy.optimize import brentq
    from scipy.special import ndtr

    if first == second or not (0 < first < 1 and 0 < second < 1 and 0 < power < 1):
        raise ValueError("Two different shares and a power between 0 and 1 are needed")
    z = normal_quantile(level)
    mean = (first + second) / 2
    apart, pooled = abs(first - second), sqrt(2 * mean * (1 - mean))
    own = sqrt(first * (1 - first) + second * (1 - second))

    def lack(n: float) -> float:
        return float(ndtr((sqrt(n) * apart - z * pooled) / own)) - power

    return float(brentq(lack, 2, 1e9, xtol=1e-9))


@dataclass(frozen=True)
class Allocation:
    """People to draw in each stratum."""

    method: str
    sizes: tuple[int, ...]
    total: int
    flags: tuple[str, ...] = ()
    """`minimum-raised` where a stratum got more than its part, `taken-in-full` where all are."""


def allocate(
    total: int,
    populations: Sequence[int],
    *,
    spreads: Sequence[float] | None = None,
    equal: bool = False,
    minimum: int = 0,
) -> Allocation:
    """Return how many to draw in each stratum, adding up to `total` exactly.

    Proportional to the people in it; equal parts; or with `spreads` after Neyman (1934), JRSS 97,
    558-625: people times standard deviation. Rounded by largest remainder, at least `minimum` and
    never more than there are. ValueError when that cannot be.
    """
    people = np.asarray(populations, dtype=np.int64)
    least = np.minimum(minimum, people)
    if (people < 0).any() or total > people.sum() or total < least.sum():
        raise ValueError(f"{total} cannot be drawn from {int(people.sum())} with {minimum} in each")
    wish = np.ones(len(people)) if equal else people.astype(float)
    if spreads is not None:
        wish = wish * _spreads(spreads, len(people))
    sizes = _shared_out(total, wish, least, people)
    free = _largest_remainder(total, wish) if wish.sum() > 0 else sizes
    flags = []
    if (sizes > free).any() and (least > free).any():
        flags.append("minimum-raised")
    if ((sizes == people) & (people > 0) & (free > people)).any():
        flags.append("taken-in-full")
    name = "neyman" if spreads is not None else "equal" if equal else "proportional"
    return Allocation(name, tuple(int(size) for size in sizes), total, tuple(flags))


def _spreads(given: Sequence[float], strata: int) -> NDArray[np.float64]:
    spreads = np.asarray(given, dtype=float)
    if spreads.shape != (strata,) or not np.isfinite(spreads).all() or (spreads < 0).any():
        raise ValueError("One standard deviation from 0 is needed for each stratum")
    return spreads


def _shared_out(
    total: int, wish: NDArray[np.float64], least: NDArray[np.int64], most: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Share out within limits: who hits a limit gets it, the others share the rest."""
    sizes = np.zeros(len(wish), dtype=np.int64)
    open_ = np.ones(len(wish), dtype=bool)
    while open_.any():
        rest = total - int(sizes[~open_].sum())
        parts = wish * open_
        if parts.sum() <= 0:
            parts = open_.astype(float)
        drawn = _largest_remainder(rest, parts)
        low, high = open_ & (drawn < least), open_ & (drawn > most)
        if not low.any() and not high.any():
            sizes[open_] = drawn[open_]
            break
        # The limit that binds harder is settled first, so that the other can still be met.
        short, over = (least - drawn)[low].sum(), (drawn - most)[high].sum()
        fixed, limits = (low, least) if short >= over else (high, most)
        sizes[fixed] = limits[fixed]
        open_ &= ~fixed
    return sizes


def _largest_remainder(total: int, wish: ArrayLike) -> NDArray[np.int64]:
    """Round parts down and give what is left to the largest remainders: Hamilton (1791)."""
    parts = np.asarray(wish, dtype=float)
    exact = total * parts / parts.sum()
    # Parts that are whole up to the noise of division are whole.
    whole = np.floor(exact + 1e-9).astype(np.int64)
    order = np.argsort(-(exact - whole), kind="stable")
    whole[order[: total - int(whole.sum())]] += 1
    return whole
