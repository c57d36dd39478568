"""Whether several questions measure one thing: Cronbach's alpha, item by item."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from engage.stats.intervals import LEVEL, Interval


@dataclass(frozen=True)
class ItemFit:
    """One question: its correlation with the sum of the others, and alpha without it."""

    correlation: float | None
    alpha_without: float | None


@dataclass(frozen=True)
class Reliability:
    """Alpha of a set of questions, with Feldt's interval."""

    value: float
    interval: Interval
    n: int
    items: tuple[ItemFit, ...]
    flags: tuple[str, ...] = ()


def cronbach_alpha(answers: ArrayLike, level: float = LEVEL) -> Reliability | None:
    """Return alpha of (people, questions), people with any blank left out by the caller.

    None when the sum does not vary; ValueError for fewer than two questions or people, or NaN.
    Cronbach (1951), Psychometrika 16, 297-334; interval: Feldt (1965), Psychometrika 30, 357-370.
    """
    from scipy.special import fdtri

    rows = np.asarray(answers, dtype=float)
    if rows.ndim != 2 or min(rows.shape) < 2:
        raise ValueError("At least two questions and two people are needed")
    if not np.isfinite(rows).all():
        raise ValueError("NaN is no answer: leave out who did not answer all, and say so")
    n, k = rows.shape
    value = _alpha(rows)
    if value is None:
        return None
    df, ddf = n - 1, (n - 1) * (k - 1)
    tail = (1 - level) / 2
    low = 1 - (1 - value) * float(fdtri(df, ddf, 1 - tail))
    high = 1 - (1 - value) * float(fdtri(df, ddf, tail))
    flags = ("negative",) if value < 0 else ()
    items = tuple(_fit(rows, place) for place in range(k))
    return Reliability(value, Interval(low, high, level, "feldt"), n, items, flags)


def _alpha(rows: np.ndarray) -> float | None:
    k = rows.shape[1]
    whole = float(rows.sum(1).var(ddof=1))
    return None if whole == 0 else k / (k - 1) * (1 - float(rows.var(axis=0, ddof=1).sum()) / whole)


def _fit(rows: np.ndarray, place: int) -> ItemFit:
    others = np.delete(rows, place, axis=1)
    one, rest = rows[:, place], others.sum(1)
    varies = one.std() > 0 and rest.std() > 0
    correlation = float(np.corrcoef(one, rest)[0, 1]) if varies else None
    return ItemFit(correlation, _alpha(others) if others.shape[1] > 1 else None)
