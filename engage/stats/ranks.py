"""Whether groups differ in ordered answers, by their ranks."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import ArrayLike, NDArray


@dataclass(frozen=True)
class RankTest:
    """A test on ranks: statistic, degrees of freedom, how often chance does as much."""

    method: str
    statistic: float
    df: int | None
    p: float
    n: int
    effect: float
    """Two groups: how often somebody of the first is above somebody of the second, ties half.
    Several groups: the share of the spread of ranks that groups explain (epsilon squared)."""
    flags: tuple[str, ...] = ()


def rank_sum(first: ArrayLike, second: ArrayLike, *, corrected: bool = True) -> RankTest | None:
    """Say whether one of two independent groups tends to higher answers, two-sided.

    Both are values of people; ties share their mean rank, and the normal approximation takes them
    into account. None when all answers are equal; ValueError for an empty group or NaN.
    Wilcoxon (1945); Mann & Whitney (1947), Ann. Math. Statist. 18, 50-60.
    """
    from scipy.special import ndtr

    a, b = _values(first), _values(second)
    m, n = len(a), len(b)
    ranks, ties = _ranks(np.concatenate([a, b]))
    statistic = float(ranks[:m].sum() - m * (m + 1) / 2)
    total = m + n
    spread = m * n / 12 * ((total + 1) - ties / (total * (total - 1)) if total > 1 else 0)
    if spread <= 0:
        return None
    distance = statistic - m * n / 2
    if corrected:
        distance -= np.sign(distance) * 0.5
    z = distance / sqrt(spread)
    p = float(min(1.0, 2 * min(ndtr(z), ndtr(-z))))
    flags = ("few-answers",) if min(m, n) < 10 else ()
    name = "rank-sum-corrected" if corrected else "rank-sum"
    return RankTest(name, statistic, None, p, total, statistic / (m * n), flags)


def kruskal_wallis(groups: Sequence[ArrayLike]) -> RankTest | None:
    """Say whether several independent groups differ in their ordered answers.

    Groups are values of people, at least two of them; ties are corrected for. None when all answers
    are equal; ValueError for an empty group or NaN. Kruskal & Wallis (1952), JASA 47, 583-621.
    """
    from scipy.special import chdtrc

    if len(groups) < 2:
        raise ValueError("At least two groups are needed")
    values = [_values(group) for group in groups]
    ranks, ties = _ranks(np.concatenate(values))
    n = len(ranks)
    untied = 1 - ties / (n**3 - n) if n > 1 else 0.0
    if untied <= 0:
        return None
    ends = np.cumsum([len(group) for group in values])[:-1]
    squares = sum(part.sum() ** 2 / len(part) for part in np.split(ranks, ends))
    statistic = float((12 * squares / (n * (n + 1)) - 3 * (n + 1)) / untied)
    df = len(values) - 1
    flags = ("few-answers",) if min(len(group) for group in values) < 5 else ()
    effect = statistic / (n - 1)
    return RankTest("kruskal-wallis", statistic, df, float(chdtrc(df, statistic)), n, effect, flags)


def _values(given: ArrayLike) -> NDArray[np.float64]:
    values = np.asarray(given, dtype=float).ravel()
    if not len(values):
        raise ValueError("A group is empty")
    if np.isnan(values).any():
        raise ValueError("NaN is no answer: leave out who did not answer, and say so")
    return values


def _ranks(values: NDArray[np.float64]) -> tuple[NDArray[np.float64], float]:
    """Return mean ranks, and the sum of t³ − t over groups of equal values."""
    _kinds, places, counts = np.unique(values, return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    means = last - (counts - 1) / 2
    size = counts.astype(float)
    return means[places], float((size**3 - size).sum())
