"""Doubt by repetition: the same estimate with some people left out, or drawn again."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from engage.stats.sampling import Floats, Sample

Statistic = Callable[[Floats], ArrayLike]
"""Takes weights (n,) and returns figures (k,)."""
SAME = 1e-5
"""Singular values this much smaller than the largest add no freedom, as in survey for R."""


@dataclass(frozen=True, eq=False)
class Replicates:
    """Weights once as they are and R times changed, and how the changes add up.

    `weights` (n,), `repeated` (n, R) whole weights, `scale` and `each` (R,) what squared
    differences are multiplied by; `around_estimate` takes them from the estimate, not their mean.
    """

    weights: Floats
    repeated: Floats
    scale: float
    each: Floats
    method: str
    around_estimate: bool = False

    @property
    def df(self) -> int:
        """Degrees of freedom: how many ways the repeated weights really differ, less one."""
        values = np.linalg.svd(self.repeated, compute_uv=False)
        return int((values > SAME * values[0]).sum()) - 1

    def changed(self, make: Callable[[Floats], Floats]) -> "Replicates":
        """Return the same with every set of weights made anew, such as raked."""
        repeated = np.column_stack([make(column) for column in self.repeated.T])
        return Replicates(
            make(self.weights), repeated, self.scale, self.each, self.method, self.around_estimate
        )


@dataclass(frozen=True, eq=False)
class Repeated:
    """Figures with their covariance from replicates."""

    value: Floats
    variance: Floats
    df: int
    n: int
    base: float
    method: str
    replicates: int

    @property
    def se(self) -> Floats:
        """The standard errors."""
        found: Floats = np.sqrt(np.diag(self.variance))
        return found


def estimate(statistic: Statistic, replicates: Replicates) -> Repeated:
    """Return a statistic of the weights with the covariance that its replicates give.

    ValueError when a replicate gives no finite figure. Wolter (2007), Introduction to Variance
    Estimation, chapters 3 to 5; centring as survey for R.
    """
    value = np.atleast_1d(np.asarray(statistic(replicates.weights), dtype=float))
    again = np.array(
        [np.atleast_1d(np.asarray(statistic(w), dtype=float)) for w in replicates.repeated.T]
    )
    if not np.isfinite(again).all() or not np.isfinite(value).all():
        raise ValueError("A replicate gives no figure: a group lost all its people")
    centre = value if replicates.around_estimate else again[replicates.each > 0].mean(0)
    apart = again - centre
    variance = replicates.scale * (apart * replicates.each[:, None]).T @ apart
    n = int((replicates.weights > 0).sum())
    base = float(replicates.weights.sum())
    return Repeated(value, variance, replicates.df, n, base, replicates.method, len(again))


def given(
    repeated: ArrayLike,
    weights: ArrayLike | None = None,
    *,
    scale: float,
    each: ArrayLike | None = None,
    combined: bool = True,
    around_estimate: bool = False,
) -> Replicates:
    """Take replicate weights that came with the data; `combined` when they hold the weights."""
    again = np.asarray(repeated, dtype=float)
    if again.ndim != 2 or not np.isfinite(again).all() or (again < 0).any():
        raise ValueError("Replicate weights are numbers from 0, one column each")
    plain = np.ones(len(again)) if weights is None else np.asarray(weights, dtype=float)
    if plain.shape != (len(again),) or not (plain > 0).all():
        raise ValueError("One weight above 0 is needed for each respondent")
    whole = again if combined else again * plain[:, None]
    parts = np.ones(again.shape[1]) if each is None else np.asarray(each, dtype=float)
    if parts.shape != (again.shape[1],) or scale <= 0 or (parts < 0).any():
        raise ValueError("One part from 0 is needed for each replicate, and a scale above 0")
    return Replicates(plain, whole, scale, parts, "given", around_estimate)


def jackknife(sample: Sample, *, around_estimate: bool = False) -> Replicates:
    """Leave out one first unit after the other: JK1, or JKn when there are strata.

    The population size at the first stage shortens the variance. ValueError for a stratum with one
    unit. Quenouille (1956); Wolter (2007), 4.5.
    """
    layers, units = _units(sample)
    stage = sample.drawing[0]
    columns, each = [], []
    for layer, inside in enumerate(layers):
        here = np.unique(units[inside])
        if len(here) < 2:
            raise ValueError("A stratum with a single unit cannot do without it")
        for unit in here:
            factor = np.ones(sample.n)
            factor[inside] = len(here) / (len(here) - 1)
            factor[units == unit] = 0
            columns.append(sample.weights * factor)
            each.append((len(here) - 1) / len(here) * float(stage.missing[layer]))
    name = "jk1" if len(layers) == 1 else "jkn"
    parts = np.array(each)
    scale = float(parts[0]) if len(layers) == 1 else 1.0
    parts = np.ones(len(parts)) if len(layers) == 1 else parts
    return Replicates(sample.weights, np.column_stack(columns), scale, parts, name, around_estimate)


def balanced(sample: Sample, *, rho: float = 0.0, around_estimate: bool = False) -> Replicates:
    """Take one of two units of each stratum, in ways that balance out: BRR, or Fay's with `rho`.

    ValueError unless every stratum has two first units. McCarthy (1966); Fay, in Judkins (1990),
    J. Official Statistics 6, 223-239.
    """
    if not 0 <= rho < 1:
        raise ValueError("rho lies between 0 and 1")
    layers, units = _units(sample)
    signs = _hadamard(len(layers) + 1)[:, 1 : len(layers) + 1]
    columns = []
    for row in signs:
        factor = np.empty(sample.n)
        for sign, inside in zip(row, layers, strict=True):
            here = np.unique(units[inside])
            if len(here) != 2:
                raise ValueError("Balanced replicates need two units in every stratum")
            kept = units == here[0 if sign > 0 else 1]
            factor[inside] = np.where(kept[inside], 2 - rho, rho)
        columns.append(sample.weights * factor)
    scale = 1 / (len(signs) * (1 - rho) ** 2)
    name = "fay" if rho else "brr"
    parts = np.ones(len(signs))
    return Replicates(sample.weights, np.column_stack(columns), scale, parts, name, around_estimate)


def bootstrap(sample: Sample, *, times: int, seed: int) -> Replicates:
    """Draw n−1 of the n first units of each stratum again and again, with replacement.

    The same seed gives the same weights. Rao, Wu & Yue (1992), Survey Methodology 18, 209-217.
    """
    if times < 2:
        raise ValueError("At least two repetitions are needed")
    layers, units = _units(sample)
    generator = np.random.default_rng(seed)
    repeated = np.zeros((sample.n, times))
    for inside in layers:
        here, places = np.unique(units[inside], return_inverse=True)
        if len(here) < 2:
            raise ValueError("A stratum with a single unit cannot be drawn again")
        drawn = generator.multinomial(len(here) - 1, np.full(len(here), 1 / len(here)), times)
        repeated[inside] = (drawn * len(here) / (len(here) - 1))[:, places].T
    repeated *= sample.weights[:, None]
    return Replicates(sample.weights, repeated, 1 / (times - 1), np.ones(times), "subbootstrap")


def _units(sample: Sample) -> tuple[list[NDArray[np.bool_]], NDArray[np.int64]]:
    """Return who is in each stratum, and the first unit of each respondent."""
    strata = sample.strata_or_one
    return [strata == layer for layer in np.unique(strata)], sample.psu


def _hadamard(least: int) -> NDArray[np.float64]:
    """Return a square of +1 and −1 with balanced columns, at least so large: Sylvester (1867)."""
    found = np.ones((1, 1))
    while len(found) < least:
        found = np.block([[found, found], [found, -found]])
    return found
