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
