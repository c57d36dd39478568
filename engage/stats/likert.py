"""Answers on a scale in a few figures: both ends, their difference, the mean, the diverging bar."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from math import sqrt

import numpy as np

from engage.stats.intervals import LEVEL, Interval, normal_quantile, wilson


@dataclass(frozen=True)
class LikertSummary:
    """A scale in figures; shares are of those who answered, exact for printing."""

    n: int
    top: Fraction
    """The share of the two highest steps (one, of a scale of three)."""
    middle: Fraction
    bottom: Fraction
    net: Fraction
    """Top minus bottom."""
    top_interval: Interval
    net_interval: Interval
    mean: float
    mean_interval: Interval | None
    deviation: float | None
    flags: tuple[str, ...] = ()


@dataclass(frozen=True)
class DivergingBar:
    """Where each step of a stacked bar begins and ends, the middle of the scale at 0."""

    steps: tuple[tuple[float, float], ...]


def likert(
    counts: Sequence[int], *, values: Sequence[float] | None = None, level: float = LEVEL
) -> LikertSummary | None:
    """Return the figures of one question on a scale from its counts, the lowest step first.

    `values` are what the steps count for in the mean (1, 2, 3 … without them). The middle step of
    an odd scale is in neither end. None when nobody answered; ValueError for fewer than two steps
    or negative counts. Interval of the net share: multinomial Wald, Agresti (2013), 1.5.
    """
    k, n = len(counts), sum(counts)
    if k < 2 or min(counts) < 0:
        raise ValueError("A scale has at least two steps, with counts from 0")
    if n == 0:
        return None
    ends = min(2, k // 2)
    high, low = sum(counts[-ends:]), sum(counts[:ends])
    net = Fraction(high - low, n)
    spread = float(Fraction(high + low, n) - net**2)
    reach = normal_quantile(level) * sqrt(spread / n)
    scores = np.arange(1, k + 1, dtype=float) if values is None else np.asarray(values, dtype=float)
    if len(scores) != k:
        raise ValueError("One value is needed for each step")
    mean, interval, deviation = _mean(np.asarray(counts), scores, n, level)
    return LikertSummary(
        n=n,
        top=Fraction(high, n),
        middle=Fraction(n - high - low, n),
        bottom=Fraction(low, n),
        net=net,
        top_interval=wilson(high, n, level),
        net_interval=Interval(
            max(-1.0, float(net) - reach), min(1.0, float(net) + reach), level, "wald-net"
        ),
        mean=mean,
        mean_interval=interval,
        deviation=deviation,
        flags=("n-under-30",) if n < 30 else (),
    )


def diverging(counts: Sequence[int]) -> DivergingBar | None:
    """Return the places of a diverging bar: an odd scale's middle step is split at 0.

    Heiberger & Robbins (2014), J. Statistical Software 57(5). None when nobody answered.
    """
    n, k = sum(counts), len(counts)
    if n == 0:
        return None
    shares = [count / n for count in counts]
    left = sum(shares[: k // 2]) + (shares[k // 2] / 2 if k % 2 else 0.0)
    edges = np.concatenate([[0.0], np.cumsum(shares)]) - left
    return DivergingBar(tuple((float(a), float(b)) for a, b in pairwise(edges)))


def _mean(
    counts: np.ndarray, scores: np.ndarray, n: int, level: float
) -> tuple[float, Interval | None, float | None]:
    from scipy.special import stdtrit

    mean = float((counts * scores).sum() / n)
    if n < 2:
        return mean, None, None
    deviation = sqrt(float((counts * np.square(scores - mean)).sum()) / (n - 1))
    reach = float(stdtrit(n - 1, (1 + level) / 2)) * deviation / sqrt(n)
    return mean, Interval(mean - reach, mean + reach, level, "student"), deviation
