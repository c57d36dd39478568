"""How often a weighted sum of chi-squares is as large: exactly, or by saddlepoint."""

from collections.abc import Sequence
from math import erfc, inf, log, pi, sqrt

import numpy as np

from engage.stats.sampling import Floats

UNEVEN = 0.02
"""Smallest over largest factor below which the series is too long, and the integral is used."""
NOTHING = 1e-12
"""Factors below this part of the largest add nothing."""
FAINT = 1e-9
"""Below this the integral keeps no digits; the saddlepoint does."""


def upper_quadratic(statistic: float, factors: Sequence[float] | Floats, ddf: float) -> float:
    """Return how often Σ factor·χ²₁ exceeds statistic·χ²(ddf)/ddf, exactly.

    `factors` (k,) not negative, `ddf` may be infinite. The series of Ruben (1962), Annals of
    Mathematical Statistics 33, 542-570, whose terms are all positive; where factors differ fifty
    times or more the integral of Imhof (1961), Biometrika 48, 419-426 (absolute error below 1e-9,
    smaller results and infinite `ddf` by the saddlepoint). Raises ValueError for no factor.
    """
    scales, _, _ = _terms(statistic, factors, inf)
    if float(scales.min() / scales.max()) >= UNEVEN:
        return _ruben(statistic, scales, ddf)
    p = 0.0 if ddf == inf else _imhof(statistic, scales, ddf)
    return p if p > FAINT else saddlepoint(statistic, scales, ddf)


def _ruben(statistic: float, scales: Floats, ddf: float) -> float:
    """Return the same as a mixture of chi-squares (of F for a finite denominator)."""
    from scipy.special import chdtrc, fdtrc

    least = float(scales.min())
    parts = 1 - least / scales
    count = int(70 / (1 - float(parts.max()))) + 50
    powers = (parts[:, None] ** np.arange(1, count)).sum(axis=0)
    mixture = np.zeros(count)
    mixture[0] = float(np.prod(np.sqrt(least / scales)))
    for place in range(1, count):
        mixture[place] = powers[:place] @ mixture[place - 1 :: -1][:place] / (2 * place)
    freedoms = len(scales) + 2.0 * np.arange(count)
    if ddf == inf:
        return float(mixture @ chdtrc(freedoms, statistic / least))
    return float(mixture @ fdtrc(freedoms, ddf, statistic / (least * freedoms)))


def _imhof(statistic: float, factors: Floats, ddf: float) -> float:
    from scipy.integrate import quad

    scales, freedoms, _ = _terms(statistic, factors, ddf)

    def slope(u: float) -> float:
        if u == 0:
            return float((scales * freedoms).sum()) / 2
        angle = float((freedoms * np.arctan(scales * u)).sum()) / 2
        return float(np.sin(angle) * np.exp(-damped(u)) / u)

    def damped(u: float) -> float:
        return float((freedoms * np.log1p((scales * u) ** 2)).sum()) / 4

    total, begin, length = 0.0, 0.0, 1.0 / float(scales.max())
    for _ in range(200):
        total += quad(slope, begin, begin + length, epsabs=1e-13, epsrel=1e-12, limit=500)[0]
        begin, length = begin + length, length * 1.5
        if damped(begin) > 30:
            break
    return 0.5 + total / pi


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
    found = found[found > NOTHING * found.max()]
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
