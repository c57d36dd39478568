"""How far two people agree who sorted the same answers: coders of free text, clerks of paper."""

from dataclasses import dataclass
from math import sqrt
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from engage.stats.intervals import LEVEL, Interval, normal_quantile


@dataclass(frozen=True)
class Agreement:
    """Kappa: 0 is what chance gives, 1 is full agreement; with its standard error and interval."""

    method: str
    value: float
    se: float
    interval: Interval
    observed: float
    """The share on which both agree, weighted where kappa is."""
    by_chance: float
    n: int
    flags: tuple[str, ...] = ()


def kappa(
    table: ArrayLike,
    *,
    weights: Literal["none", "linear", "squared"] = "none",
    level: float = LEVEL,
) -> Agreement | None:
    """Return Cohen's kappa of a square table of counts, one coder down, the other across.

    Linear or squared weights give partial credit to near misses of ordered codes. None when both
    put everything into one code. ValueError for another shape. Cohen (1960, 1968); standard error
    after Fleiss, Cohen & Everitt (1969), Psychological Bulletin 72, 323-327.
    """
    counts = np.asarray(table, dtype=float)
    if counts.ndim != 2 or counts.shape[0] != counts.shape[1] or counts.shape[0] < 2:
        raise ValueError("Two coders need the same codes: a square table")
    n = counts.sum()
    if not np.isfinite(counts).all() or (counts < 0).any() or n == 0:
        raise ValueError("Counts are whole numbers from 0, not all of them 0")
    p = counts / n
    rows, columns = p.sum(1), p.sum(0)
    credit = _credit(len(rows), weights)
    observed = float((credit * p).sum())
    chance = float((credit * np.outer(rows, columns)).sum())
    if chance >= 1:
        return None
    value = (observed - chance) / (1 - chance)
    usual = (credit @ columns)[:, None] + (rows @ credit)[None, :]
    spread = (p * np.square(credit - usual * (1 - value))).sum()
    variance = (spread - (value - chance * (1 - value)) ** 2) / (n * (1 - chance) ** 2)
    se = sqrt(max(0.0, float(variance)))
    reach = normal_quantile(level) * se
    name = "kappa" if weights == "none" else f"kappa-{weights}"
    interval = Interval(max(-1.0, value - reach), min(1.0, value + reach), level, name)
    flags = ("few-answers",) if n < 30 else ()
    return Agreement(name, value, se, interval, observed, chance, int(n), flags)


def _credit(k: int, weights: str) -> NDArray[np.float64]:
    distance = np.abs(np.subtract.outer(np.arange(k), np.arange(k))) / (k - 1)
    if weights == "none":
        return np.eye(k)
    return 1 - (distance if weights == "linear" else np.square(distance))
