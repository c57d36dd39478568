"""Differences and other combinations of figures that may depend on the same people."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import ArrayLike

from engage.stats.estimate.result import Estimate, symmetric
from engage.stats.intervals import LEVEL


def contrasts(
    found: Estimate,
    factors: ArrayLike,
    *,
    level: float = LEVEL,
    df: float | None = None,
    names: Sequence[str] = (),
) -> Estimate:
    """Return sums of figures times factors, with the doubt that their dependence leaves.

    `factors` (m, k) or (k,), one row for each new figure. Raises ValueError for another width.
    Linear combination with the full covariance: Lumley (2010), 2.5.
    """
    rows = np.atleast_2d(np.asarray(factors, dtype=float))
    if rows.shape[1] != len(found.value) or not np.isfinite(rows).all():
        raise ValueError("A contrast has one factor for each figure")
    spread = rows @ found.variance @ rows.T
    value, se = rows @ found.value, np.sqrt(np.maximum(np.diag(spread), 0.0))
    known = found.df if df is None else df
    none = next((each for each in found.interval if each.reason), None)
    ends = tuple(
        none or symmetric(float(v), float(s), known, level, "t")
        for v, s in zip(value, se, strict=True)
    )
    return replace(
        found,
        value=value,
        se=se,
        variance=spread,
        df=known,
        deff=None,
        interval=ends,
        method="contrast",
        names=tuple(names),
    )


def difference(
    found: Estimate, first: int, second: int, *, level: float = LEVEL, df: float | None = None
) -> Estimate:
    """Return by how much one figure exceeds another of the same estimate, by their places."""
    factors = np.zeros(len(found.value))
    factors[first] += 1
    factors[second] -= 1
    return contrasts(found, factors, level=level, df=df)


def independent_difference(first: Estimate, second: Estimate, *, level: float = LEVEL) -> Estimate:
    """Return by how much figures differ between two samples that share nobody, first minus second.

    Both have the same number of figures; variances add up, degrees of freedom by Welch (1947),
    Biometrika 34, 28-35, smallest over the figures. A difference of figures of which one has no
    interval has none either; for different kinds of survey that is the flag `different-kinds`.
    Raises ValueError for another number of figures.
    """
    if len(first.value) != len(second.value):
        raise ValueError("Only as many figures as there are can be compared")
    one, two = np.diag(first.variance), np.diag(second.variance)
    below = one**2 / max(first.df, 1) + two**2 / max(second.df, 1)
    each = np.divide((one + two) ** 2, below, out=np.full_like(one, np.inf), where=below > 0)
    df = float(min(each.min(), first.df + second.df))
    same = first.kind is second.kind
    joined = replace(
        first,
        variance=first.variance + second.variance,
        value=first.value - second.value,
        interval=(*first.interval, *second.interval),
        n=first.n + second.n,
        base=first.base + second.base,
        flags=tuple(sorted({*first.flags, *second.flags, *(() if same else ("different-kinds",))})),
    )
    found = contrasts(joined, np.eye(len(first.value)), level=level, df=df, names=first.names)
    return replace(found, method="independent-difference")
