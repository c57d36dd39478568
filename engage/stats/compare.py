"""Do groups differ? Tests on a table of counts, what each cell adds, and how strong it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import ArrayLike, NDArray

SMALL_EXPECTED = 5.0
"""Below this expected count the chi-square distribution is a poor approximation (Cochran 1954)."""


@dataclass(frozen=True)
class Comparison:
    """A test of a table: its statistic, how often chance does as much, how strong the relation."""

    method: str
    """`chi-square` or `fisher`."""
    statistic: float | None
    df: int | None
    p: float
    v: float
    """Cramér's V: 0 no relation, 1 a full one."""
    v_low: float
    v_high: float
    n: int
    smallest_expected: float
    flags: tuple[str, ...] = ()


def association(table: ArrayLike) -> Comparison | None:
    """Test whether rows and columns are related: Fisher for a thin 2x2 table, else chi-square.

    Rows and columns without anybody are left out; None when fewer than two of either remain.
    """
    counts = occupied(table)
    if min(counts.shape) < 2:
        return None
    if counts.shape == (2, 2) and expected(counts).min() < SMALL_EXPECTED:
        return fisher(counts)
    return chi_square(counts)


def chi_square(table: ArrayLike) -> Comparison | None:
    """Test independence with Pearson's chi-square, without continuity correction.

    Pearson (1900); flagged `expected-under-5` where the approximation is poor.
    """
    from scipy.special import chdtrc

    counts = occupied(table)
    if min(counts.shape) < 2:
        return None
    means = expected(counts)
    statistic = float(((counts - means) ** 2 / means).sum())
    df = (counts.shape[0] - 1) * (counts.shape[1] - 1)
    return _result("chi-square", counts, statistic, df, float(chdtrc(df, statistic)))


def fisher(table: ArrayLike) -> Comparison:
    """Test a 2x2 table exactly: Fisher (1935), two-sided by summing what is no more likely."""
    from scipy.stats import fisher_exact

    counts = np.asarray(table, dtype=np.int64)
    if counts.shape != (2, 2):
        raise ValueError("Fisher's test here is for 2x2 tables")
    return _result("fisher", counts, None, None, float(fisher_exact(counts).pvalue))


def expected(table: ArrayLike) -> NDArray[np.float64]:
    """Return the counts that independence would give."""
    counts = np.asarray(table, dtype=float)
    return np.outer(counts.sum(1), counts.sum(0)) / counts.sum()


def adjusted_residuals(table: ArrayLike) -> NDArray[np.float64]:
    """Return how many standard errors each cell lies from independence; NaN where undefined.

    Haberman (1973), Biometrics 29, 205-220.
    """
    counts = np.asarray(table, dtype=float)
    total = counts.sum()
    rows, columns = counts.sum(1, keepdims=True), counts.sum(0, keepdims=True)
    with np.errstate(divide="ignore", invalid="ignore"):
        means = rows * columns / total
        spread = means * (1 - rows / total) * (1 - columns / total)
        return np.where(spread > 0, (counts - means) / np.sqrt(spread), np.nan)


def cramers_v(table: ArrayLike) -> float:
    """Return Cramér's V of a table: Cramér (1946), Mathematical Methods of Statistics, 21.9."""
    counts = occupied(table)
    means = expected(counts)
    return _v(float(((counts - means) ** 2 / means).sum()), counts)


def cramers_v_interval(table: ArrayLike, level: float = 0.95) -> tuple[float, float]:
    """Return an interval of V from the noncentral chi-square, never above 1.

    Smithson (2003), Confidence Intervals, chapter 4; noncentrality divided by n(k-1), unshifted.
    """
    counts = occupied(table)
    means = expected(counts)
    statistic = float(((counts - means) ** 2 / means).sum())
    df = (counts.shape[0] - 1) * (counts.shape[1] - 1)
    low, high = noncentrality_interval(statistic, df, level)
    return min(1.0, _v(low, counts)), min(1.0, _v(high, counts))


def noncentrality_interval(statistic: float, df: int, level: float = 0.95) -> tuple[float, float]:
    """Return the noncentralities under which the statistic is not too large and not too small."""
    from scipy.optimize import brentq
    from scipy.special import chndtr

    tail = (1 - level) / 2

    def solve(probability: float) -> float:
        if chndtr(statistic, df, 0.0) <= probability:
            return 0.0
        most = statistic + 10.0
        while chndtr(statistic, df, most) > probability:
            most *= 2
        return float(
            brentq(lambda nc: chndtr(statistic, df, nc) - probability, 0.0, most, xtol=1e-12)
        )

    return solve(1 - tail), solve(tail)


def holm(p_values: Sequence[float]) -> tuple[float, ...]:
    """Return p values corrected for being several: Holm (1979), Scand. J. Statistics 6, 65-70."""
    order = np.argsort(p_values, kind="stable")
    steps = (len(p_values) - np.arange(len(p_values))) * np.asarray(p_values, dtype=float)[order]
    corrected = np.empty(len(p_values))
    corrected[order] = np.minimum(1.0, np.maximum.accumulate(steps))
    return tuple(float(p) for p in corrected)


def occupied(table: ArrayLike) -> NDArray[np.int64]:
    """Return the table without the rows and columns in which nobody is."""
    counts = np.asarray(table, dtype=np.int64)
    if counts.ndim != 2:
        raise ValueError("A table has rows and columns")
    return counts[counts.sum(1) > 0][:, counts.sum(0) > 0]


def _result(
    method: str, counts: NDArray[np.int64], statistic: float | None, df: int | None, p: float
) -> Comparison:
    smallest = float(expected(counts).min())
    low, high = cramers_v_interval(counts)
    return Comparison(
        method=method,
        statistic=statistic,
        df=df,
        p=p,
        v=cramers_v(counts),
        v_low=low,
        v_high=high,
        n=int(counts.sum()),
        smallest_expected=smallest,
        flags=("expected-under-5",) if smallest < SMALL_EXPECTED else (),
    )


def _v(statistic: float, counts: NDArray[np.int64]) -> float:
    return sqrt(statistic / (counts.sum() * (min(counts.shape) - 1)))
