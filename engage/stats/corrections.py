"""Several tests at once: p values corrected so that chance finds little in many tables."""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from engage.stats.compare import holm

Values = tuple[float, ...]
_Array = NDArray[np.float64]


def bonferroni(p_values: Sequence[float]) -> Values:
    """Return each p value times their number: Bonferroni; Dunn (1961), JASA 56, 52-64."""
    p = _checked(p_values)
    return _plain(p * len(p))


def hochberg(p_values: Sequence[float]) -> Values:
    """Return p values stepped up, for independent tests: Hochberg (1988), Biometrika 75, 800."""
    return _stepped_up(p_values, lambda places, n: n - places + 1)


def benjamini_hochberg(p_values: Sequence[float]) -> Values:
    """Return p values that hold the share of false findings: JRSS B 57 (1995), 289-300."""
    return _stepped_up(p_values, lambda places, n: n / places)


def benjamini_yekutieli(p_values: Sequence[float]) -> Values:
    """Return the same under any dependence: Ann. Statist. 29 (2001), 1165-1188."""

    def factor(places: _Array, n: int) -> _Array:
        return float((1 / np.arange(1, n + 1)).sum()) * n / places

    return _stepped_up(p_values, factor)


def hommel(p_values: Sequence[float]) -> Values:
    """Return p values after Hommel (1988), Biometrika 75, 383-386; algorithm of Wright (1992)."""
    given = _checked(p_values)
    n = len(given)
    if n < 2:
        return _plain(given)
    order = np.argsort(given, kind="stable")
    p = given[order]
    places = np.arange(1, n + 1)
    least = np.full(n, (n * p / places).min())
    found = least.copy()
    for m in range(n - 1, 1, -1):
        head, tail = slice(0, n - m + 1), slice(n - m + 1, n)
        smallest = (m * p[tail] / np.arange(2, m + 1)).min()
        least[head] = np.minimum(m * p[head], smallest)
        least[tail] = least[n - m]
        found = np.maximum(found, least)
    back = np.empty(n)
    back[order] = np.maximum(found, p)
    return _plain(back)


CORRECTIONS: dict[str, Callable[[Sequence[float]], Values]] = {
    "holm": holm,
    "bonferroni": bonferroni,
    "hochberg": hochberg,
    "hommel": hommel,
    "BH": benjamini_hochberg,
    "BY": benjamini_yekutieli,
}
"""By the names that statisticians write."""


def _stepped_up(p_values: Sequence[float], factor: Callable[[_Array, int], _Array]) -> Values:
    p = _checked(p_values)
    order = np.argsort(-p, kind="stable")
    places = np.arange(len(p), 0, -1, dtype=float)
    found = np.empty(len(p))
    found[order] = np.minimum.accumulate(factor(places, len(p)) * p[order])
    return _plain(found)


def _checked(p_values: Sequence[float]) -> _Array:
    p = np.asarray(p_values, dtype=float)
    if not ((p >= 0) & (p <= 1)).all():
        raise ValueError("p values lie between 0 and 1")
    return p


def _plain(values: _Array) -> Values:
    return tuple(float(value) for value in np.minimum(1.0, values))
