"""Whether groups differ in their means, for people who were drawn one by one."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import ArrayLike, NDArray

from engage.stats.intervals import LEVEL, Interval


@dataclass(frozen=True)
class MeanTest:
    """A test of means; two groups have the difference, first minus second, and its interval."""

    method: str
    statistic: float
    df: float
    ddf: float | None
    p: float
    n: int
    means: tuple[float, ...]
    difference: float | None = None
    interval: Interval | None = None
    flags: tuple[str, ...] = ()


def t_test(
    first: ArrayLike, second: ArrayLike, *, equal_spread: bool = False, level: float = LEVEL
) -> MeanTest | None:
    """Say whether two independent groups have the same mean: Welch's test, or Student's.

    Values of people; ValueError for a group of fewer than two or NaN; None when nothing varies.
    Welch (1947), Biometrika 34, 28-35; Student (1908), Biometrika 6, 1-25.
    """
    from scipy.special import stdtr, stdtrit

    a, b = _values(first), _values(second)
    m, n = len(a), len(b)
    va, vb = float(a.var(ddof=1)), float(b.var(ddof=1))
    if va + vb == 0:
        return None
    if equal_spread:
        df = float(m + n - 2)
        se = sqrt(((m - 1) * va + (n - 1) * vb) / df * (1 / m + 1 / n))
    else:
        se = sqrt(va / m + vb / n)
        df = (va / m + vb / n) ** 2 / ((va / m) ** 2 / (m - 1) + (vb / n) ** 2 / (n - 1))
    difference = float(a.mean() - b.mean())
    reach = float(stdtrit(df, (1 + level) / 2)) * se
    name = "student" if equal_spread else "welch"
    return MeanTest(
        method=name,
        statistic=difference / se,
        df=df,
        ddf=None,
        p=float(2 * stdtr(df, -abs(difference / se))),
        n=m + n,
        means=(float(a.mean()), float(b.mean())),
        difference=difference,
        interval=Interval(difference - reach, difference + reach, level, name),
        flags=("few-answers",) if min(m, n) < 10 else (),
    )


def anova(groups: Sequence[ArrayLike], *, equal_spread: bool = False) -> MeanTest | None:
    """Say whether several independent groups have the same mean: Welch's form, or Fisher's.

    Groups of at least two values each; None when nothing varies within groups; ValueError for
    fewer than two groups or NaN. Welch (1951), Biometrika 38, 330-336; Fisher (1925).
    """
    from scipy.special import fdtrc

    if len(groups) < 2:
        raise ValueError("At least two groups are needed")
    values = [_values(group) for group in groups]
    k, sizes = len(values), np.array([len(group) for group in values], dtype=float)
    means = np.array([group.mean() for group in values])
    spreads = np.array([group.var(ddof=1) for group in values])
    if (spreads == 0).all() or (not equal_spread and (spreads == 0).any()):
        return None
    if equal_spread:
        whole = float((sizes * means).sum() / sizes.sum())
        ddf = float(sizes.sum() - k)
        within = float(((sizes - 1) * spreads).sum()) / ddf
        statistic = float((sizes * np.square(means - whole)).sum()) / (k - 1) / within
    else:
        weights = sizes / spreads
        whole = float((weights * means).sum() / weights.sum())
        rest = np.square(1 - weights / weights.sum()) / (sizes - 1)
        lack = float(rest.sum()) / (k**2 - 1)
        between = float((weights * np.square(means - whole)).sum()) / (k - 1)
        statistic, ddf = between / (1 + 2 * (k - 2) * lack), 1 / (3 * lack)
    return MeanTest(
        method="anova" if equal_spread else "welch-anova",
        statistic=statistic,
        df=float(k - 1),
        ddf=ddf,
        p=float(fdtrc(k - 1, ddf, statistic)),
        n=int(sizes.sum()),
        means=tuple(float(mean) for mean in means),
        flags=("few-answers",) if sizes.min() < 10 else (),
    )


def _values(given: ArrayLike) -> NDArray[np.float64]:
    values = np.asarray(given, dtype=float).ravel()
    if len(values) < 2:
        raise ValueError("A group of fewer than two has no spread")
    if not np.isfinite(values).all():
        raise ValueError("NaN is no answer: leave out who did not answer, and say so")
    return values
