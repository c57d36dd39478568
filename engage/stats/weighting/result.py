"""A set of weights, what it reached, and what its making does to the variance."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from engage.stats.sampling import Projection, Sample

Floats = NDArray[np.float64]
Codes = NDArray[np.int64]
AGREE = 1e-9
"""How far, relative to them, totals of the same people may differ."""


@dataclass(frozen=True, eq=False)
class Margin:
    """One answer whose distribution in the population is known.

    `codes` (n,) whole numbers of each respondent, `totals` (k,) people of each class.
    """

    name: str
    codes: NDArray[np.integer]
    totals: Floats

    def sums(self, weights: Floats) -> Floats:
        """Return the weights of each class, (k,)."""
        found = np.bincount(self.codes, weights=weights, minlength=len(self.totals))
        return found.astype(np.float64)


@dataclass(frozen=True, eq=False)
class WeightSet:
    """Weights (n,) in people, how they were made and how well they fit."""

    weights: Floats
    method: str
    iterations: int
    max_error: float
    """The largest difference from a total, relative to the population; NaN when not known."""
    n: int
    base: float
    """The sum of the weights: the size of the population."""
    projections: tuple[Projection, ...] = ()
    """What the variance must be told; see `Sample.with_weights`."""
    flags: tuple[str, ...] = ()
    margins: tuple[Margin, ...] = ()
    """What was to be met; none for calibration."""

    @property
    def reached(self) -> dict[str, Floats]:
        """The people (k,) that the weights give to each class of each margin, by name."""
        return {margin.name: margin.sums(self.weights) for margin in self.margins}

    def on(self, sample: Sample) -> Sample:
        """Return a sample with these weights, its variance paying for how they were made."""
        return sample.with_weights(self.weights, self.projections)


def misfit(margins: Sequence[Margin], weights: Floats) -> float:
    """Return the largest difference from a total, relative to the population."""
    whole = float(margins[0].totals.sum())
    return max(float(np.abs(each.sums(weights) - each.totals).max()) for each in margins) / whole


def margin_of(name: str, codes: ArrayLike, totals: ArrayLike, n: int) -> Margin:
    """Return a margin; ValueError for a class without a total and totals that are no numbers."""
    places, people = np.asarray(codes), np.asarray(totals, dtype=float)
    if places.shape != (n,) or places.dtype.kind not in "iu":
        raise ValueError(f"{name}: one class is needed for each respondent")
    if people.ndim != 1 or not np.isfinite(people).all() or (people < 0).any():
        raise ValueError(f"{name}: totals are numbers of people")
    if not people.sum() > 0:
        raise ValueError(f"{name}: totals are numbers of people, not all of them 0")
    if n and (places.min() < 0 or places.max() >= len(people)):
        raise ValueError(f"{name}: a respondent is in a class without a total")
    plain = places.astype(np.int64) if places.dtype == np.uint64 else places
    return Margin(name, plain, people)


def check_people(margin: Margin, sums: Floats) -> None:
    """Refuse a class of respondents that nobody is in, and one that the population lacks.

    `sums` (k,) are the start weights of each class.
    """
    here, people = sums > 0, margin.totals
    if (here & (people == 0)).any():
        raise ValueError(f"{margin.name}: somebody is in a class that the population does not have")
    if (~here & (people > 0)).any():
        empty = ", ".join(str(int(place)) for place in np.flatnonzero(~here & (people > 0)))
        raise ValueError(f"{margin.name}: nobody is in a class of the population ({empty})")


def start_of(weights: ArrayLike | None, n: int) -> Floats:
    """Return the weights to begin with, 1 for each without any; ValueError unless positive."""
    if n < 1:
        raise ValueError("There is nobody to weight")
    if weights is None:
        return np.ones(n)
    start = np.asarray(weights, dtype=float)
    if start.shape != (n,) or not np.isfinite(start).all() or (start <= 0).any():
        raise ValueError("One weight above 0 is needed for each respondent")
    return start
