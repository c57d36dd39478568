"""How two ordered answers of the same people go together."""

from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import ArrayLike, NDArray

from engage.stats.intervals import LEVEL, Interval, normal_quantile


@dataclass(frozen=True)
class OrderedRelation:
    """A measure from −1 to 1 with its asymptotic standard error and interval."""

    method: str
    value: float
    se: float
    interval: Interval
    n: int


def gamma(table: ArrayLike, level: float = LEVEL) -> OrderedRelation | None:
    """Return Goodman and Kruskal's gamma of a table of ordered rows and columns.

    Counts; None when no pair of people differs in both. Goodman & Kruskal (1963), JASA 58, 310-364.
    """
    counts = _checked(table)
    with_, against = _concordant(counts)
    p, q = float((counts * with_).sum()), float((counts * against).sum())
    if p + q == 0:
        return None
    value = (p - q) / (p + q)
    parts = np.square(q * with_ - p * against)
    se = 4 / (p + q) ** 2 * sqrt(float((counts * parts).sum()))
    return _relation("gamma", value, se, int(counts.sum()), level)


def tau_b(table: ArrayLike, level: float = LEVEL) -> OrderedRelation | None:
    """Return Kendall's tau-b of a table of ordered rows and columns.

    Counts; None when one side does not vary. Kendall (1945), Biometrika 33, 239-251; standard error
    after Agresti (2010), Analysis of Ordinal Categorical Data, 7.3.
    """
    counts = _checked(table)
    n = counts.sum()
    rows, columns = counts.sum(1), counts.sum(0)
    d_rows, d_columns = n**2 - np.square(rows).sum(), n**2 - np.square(columns).sum()
    if d_rows == 0 or d_columns == 0:
        return None
    with_, against = _concordant(counts)
    apart = with_ - against
    d = sqrt(float(d_rows * d_columns))
    value = float((counts * apart).sum()) / d
    v = rows[:, None] * d_columns + columns[None, :] * d_rows
    parts = counts * np.square(2 * d * apart + value * v)
    spread = float(parts.sum()) - n**3 * value**2 * (d_rows + d_columns) ** 2
    se = sqrt(max(0.0, spread)) / d**2
    return _relation("tau-b", value, se, int(n), level)


def _relation(method: str, value: float, se: float, n: int, level: float) -> OrderedRelation:
    reach = normal_quantile(level) * se
    interval = Interval(max(-1.0, value - reach), min(1.0, value + reach), level, method)
    return OrderedRelation(method, value, se, interval, n)


def _checked(table: ArrayLike) -> NDArray[np.float64]:
    counts = np.asarray(table, dtype=float)
    if counts.ndim != 2 or not np.isfinite(counts).all() or (counts < 0).any():
        raise ValueError("A table of counts from 0 is needed")
    return counts


def _concordant(counts: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return for each cell the people who differ from it in both ways alike, and in both unlike."""
    r, c = counts.shape
    with_, against = np.zeros((r, c)), np.zeros((r, c))
    for i in range(r):
        for j in range(c):
            with_[i, j] = counts[i + 1 :, j + 1 :].sum() + counts[:i, :j].sum()
            against[i, j] = counts[i + 1 :, :j].sum() + counts[:i, j + 1 :].sum()
    return with_, against
