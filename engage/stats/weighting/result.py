"""A set of weights, what it reached, and what its making does to the variance."""

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
    codes: Codes
    totals: Floats


@dataclass(frozen=True, eq=False)
class WeightSet:
    """Weights (n,) in people, how they were made and how well they fit."""

    weights: Floats
    method: str
    iterations: int
    max_error: float
    """The largest difference from a total, relative to the population."""
    n: int
    base: float
    """The sum of the weights: the size of the population."""
    projections: tuple[Projection, ...] = ()
    """What the variance must be told; see `Sample.with_weights`."""
    flags: tuple[str, ...] = ()

    def on(self, sample: Sample) -> Sample:
        """Return a sample with these weights, its variance paying for how they were made."""
        return sample.with_weights(self.weights, self.projections)


def margin_of(name: str, codes: ArrayLike, totals: ArrayLike, n: int) -> Margin:
    """Return a margin that can be met; ValueError names what cannot be.

    Refused: a class without a total, a total without anybody, totals that are not positive.
    """
    places, people = np.asarray(codes), np.asarray(totals, dtype=float)
    if places.shape != (n,) or places.dtype.kind not in "iu":
        raise ValueError(f"{name}: one class is needed for each respondent")
    if not np.isfinite(people).all() or (people < 0).any() or people.sum() <= 0:
        raise ValueError(f"{name}: totals are numbers of people")
    if n and (places.min() < 0 or places.max() >= len(people)):
        raise ValueError(f"{name}: a respondent is in a class without a total")
    here = np.bincount(places, minlength=len(people)) > 0
    if (here & (people == 0)).any():
        raise ValueError(f"{name}: somebody is in a class that the population does not have")
    if (~here & (people > 0)).any():
        empty = ", ".join(str(int(place)) for place in np.flatnonzero(~here & (people > 0)))
        raise ValueError(f"{name}: nobody is in a class of the population ({empty})")
    return Margin(name, places.astype(np.int64), people)


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
