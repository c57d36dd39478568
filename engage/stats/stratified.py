"""A relation within strata: whether groups differ when another answer is held fixed."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, log, sqrt

import numpy as np
from numpy.typing import ArrayLike

from engage.stats.intervals import LEVEL, Interval, normal_quantile


@dataclass(frozen=True)
class StratifiedTest:
    """The Cochran-Mantel-Haenszel test of 2x2 tables, and their common odds ratio."""

    method: str
    statistic: float
    df: int
    p: float
    odds_ratio: float | None
    interval: Interval | None
    n: int
    strata: int
    """Strata that tell anything: those with people in both rows and both columns."""
    flags: tuple[str, ...] = ()


def mantel_haenszel(
    tables: Sequence[ArrayLike], *, corrected: bool = True, level: float = LEVEL
) -> StratifiedTest | None:
    """Test whether rows and columns are related within strata, each a 2x2 table of counts.

    None when no stratum tells anything; ValueError for another shape. Mantel & Haenszel (1959),
    JNCI 22, 719-748; interval of the common odds ratio: Robins, Breslow & Greenland (1986).
    """
    from scipy.special import chdtrc

    given = [np.asarray(table, dtype=float) for table in tables]
    if any(t.shape != (2, 2) or not np.isfinite(t).all() or (t < 0).any() for t in given):
        raise ValueError("Each stratum is a 2x2 table of counts")
    used = [t for t in given if t.sum() > 1 and (t.sum(0) > 0).all() and (t.sum(1) > 0).all()]
    if not used:
        return None
    gap = variance = 0.0
    for t in used:
        n, (r1, r2), (c1, c2) = t.sum(), t.sum(1), t.sum(0)
        gap += t[0, 0] - r1 * c1 / n
        variance += r1 * r2 * c1 * c2 / (n * n * (n - 1))
    distance = abs(gap)
    if corrected:
        distance = max(0.0, distance - min(0.5, distance))
    statistic = float(distance**2 / variance)
    ratio, interval = _common_ratio(used, level)
    flags = ("odds-ratio-undefined",) if ratio is None else ()
    name = "cmh-corrected" if corrected else "cmh"
    whole = int(sum(t.sum() for t in used))
    p = float(chdtrc(1, statistic))
    return StratifiedTest(name, statistic, 1, p, ratio, interval, whole, len(used), flags)


def _common_ratio(used: list[np.ndarray], level: float) -> tuple[float | None, Interval | None]:
    n = np.array([t.sum() for t in used])
    a, b, c, d = (np.array([t[i, j] for t in used]) for i in (0, 1) for j in (0, 1))
    r, s = a * d / n, b * c / n
    if r.sum() == 0 or s.sum() == 0:
        return None, None
    p, q = (a + d) / n, (b + c) / n
    whole_r, whole_s = r.sum(), s.sum()
    spread = (
        (p * r).sum() / (2 * whole_r**2)
        + (p * s + q * r).sum() / (2 * whole_r * whole_s)
        + (q * s).sum() / (2 * whole_s**2)
    )
    ratio = float(whole_r / whole_s)
    reach = normal_quantile(level) * sqrt(float(spread))
    low, high = exp(log(ratio) - reach), exp(log(ratio) + reach)
    return ratio, Interval(low, high, level, "robins-breslow-greenland")
