"""How often a weighted sum of chi-squares is as large: exact by integration, or by saddlepoint."""

from collections.abc import Sequence
from math import erfc, inf, log, pi, sqrt

import numpy as np

from engage.stats.sampling import Floats

FAINT = 1e-9
"""Below this the integral keeps no digits; the saddlepoint does."""


def upper_quadratic(statistic: float, factors: Sequence[float] | Floats, ddf: float) -> float:
    """Return how often Σ factor·χ²₁ exceeds statistic·χ²(ddf)/ddf, by Imhof's integral.

    `factors` (k,) positive, `ddf` may be infinite. Imhof (1961), Biometrika 48, 419-426; absolute
    error below 1e-9; smaller results come from the saddlepoint. Raises ValueError for no factor.
    """
    from scipy.integrate import quad

    scales, freedoms, shift = _terms(statistic, factors, ddf)

    def slope(u: float) -> float:
        if u == 0:
            return float((scales * freedoms).sum() - shift) / 2
        angle = float((freedoms * np.arctan(scales * u)).sum() - shift * u) / 2
        damped = float((freedoms * np.log1p((scales * u) ** 2)).sum()) / 4
        return float(np.sin(angle) * np.exp(-damped) / u)

    edge, total, begin, length = 1e-13, 0.0, 0.0, 1.0
    for _ in range(200):
        piece = quad(slope, begin, begin + length, epsabs=1e-13, epsrel=1e-12, limit=500)[0]
        total += piece
        begin, length = begin + length, length * 1.5
        if float((freedoms * np.log1p((scales * begin) ** 2)).sum()) / 4 > -log(edge):
            break
    p = 0.5 + total / pi
    return p if p > FAINT else saddlepoint(statistic, factors, ddf)


def saddlepoint(statistic: float, factors: Sequence[float] | Floats, ddf: float) -> float:
    """Return the same by the saddlepoint approximation, as R does without a package to integrate.

    Kuonen (1999), Biometrika 86, 929-935. As survey 4.1 for R, only the whole part of `ddf` enters
    the denominator's sum, so that the result lies up to a fifth beside the integral when `ddf` is
    small: prefer `upper_quadratic`. At the mean, where the formula has no value, the moment-matched
    F of Satterthwaite stands in.
    """
    from scipy.optimize import brentq

    whole = ddf if ddf == inf else float(max(int(ddf * (1 + 1e-12)), 1))
    scales, freedoms, shift = _terms(statistic, factors, ddf, whole)
    largest = float(scales.max())
    scales, shift = scales / largest, shift / largest

    def first(zeta: float) -> float:
        return float((freedoms * scales / (1 - 2 * zeta * scales)).sum()) - shift

    high = (1 - 1e-12) / (2 * float(scales.max()))
    low = _lowest(scales, freedoms, shift)
    zeta = float(brentq(first, low, high, xtol=1e-15, rtol=1e-14))
    if abs(zeta) < 1e-4:
        return _satterthwaite(statistic, np.asarray(factors, dtype=float), ddf)
    height = -float((freedoms * np.log1p(-2 * zeta * scales)).sum()) / 2
    bend = 2 * float((freedoms * scales**2 / (1 - 2 * zeta * scales) ** 2).sum())
    w = np.sign(zeta) * sqrt(2 * (zeta * shift - height))
    v = zeta * sqrt(bend)
    return float(erfc((w + log(v / w) / w) / sqrt(2)) / 2)


def _terms(
    statistic: float, factors: Sequence[float] | Floats, ddf: float, whole: float | None = None
) -> tuple[Floats, Floats, float]:
    """Return scales, degrees of freedom and bound of the sum; a denominator is a negative term."""
    found = np.asarray(factors, dtype=float)
    if found.size == 0 or not np.isfinite(found).all() or found.max() <= 0 or found.min() < 0:
        raise ValueError("A sum of chi-squares needs positive factors")
    if statistic <= 0 or not np.isfinite(statistic):
        raise ValueError("The statistic must be a positive number")
    if ddf == inf:
        return found, np.ones(len(found)), statistic
    freedoms = np.append(np.ones(len(found)), ddf if whole is None else whole)
    return np.append(found, -statistic / ddf), freedoms, 0.0


def _lowest(scales: Floats, freedoms: Floats, shift: float) -> float:
    if (scales < 0).any():
        return float((1 - 1e-12) / (2 * scales.min()))
    return -float(freedoms.sum()) / (2 * shift) - 1.0


def _satterthwaite(statistic: float, factors: Floats, ddf: float) -> float:
    from scipy.special import chdtrc, fdtrc

    df = factors.sum() ** 2 / (factors**2).sum()
    if ddf == inf:
        return float(chdtrc(df, statistic / factors.sum() * df))
    return float(fdtrc(df, ddf, statistic / factors.sum()))
