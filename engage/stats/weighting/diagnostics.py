"""What weights cost, and how far respondents are from the population before and after."""

from dataclasses import dataclass
from math import inf, sqrt

import numpy as np
from numpy.typing import ArrayLike

from engage.stats.weighting.result import AGREE, margin_of, start_of


def kish(weights: ArrayLike) -> float:
    """Return 1 + CV² of the weights: how many times the variance grows by their differences alone.

    Kish (1965), Survey Sampling, 11.7. ValueError unless all weights are positive.
    """
    w = start_of(weights, len(np.asarray(weights)))
    return float(len(w) * np.square(w).sum() / w.sum() ** 2)


def effective_n(weights: ArrayLike) -> float:
    """Return how many equally weighted respondents would tell as much: (Σw)²/Σw²."""
    return len(np.asarray(weights)) / kish(weights)


@dataclass(frozen=True)
class Balance:
    """One class: its share in the population, among respondents, and after weighting."""

    place: int
    population: float
    respondents: float
    weighted: float
    asmd_before: float
    """Absolute standardised difference; above 0.1 is worth a look.

    Infinite where the population has nobody or everybody in this class and respondents differ.
    """
    asmd_after: float


def balance(codes: ArrayLike, totals: ArrayLike, weights: ArrayLike) -> tuple[Balance, ...]:
    """Return how far each class of respondents is from the population, before and after weights.

    `codes` (n,) whole numbers, `totals` (k,) people. Standardised by √(p(1−p)) of the population:
    Austin (2009), Statistics in Medicine 28, 3083-3107. ValueError for a class without a total,
    totals that are no numbers of people, weights that are not positive.
    """
    n = len(np.asarray(codes))
    w = start_of(weights, n)
    margin = margin_of("classes", codes, totals, n)
    population = margin.totals / margin.totals.sum()
    before, after = margin.sums(np.ones(n)) / n, margin.sums(w) / w.sum()
    return tuple(
        Balance(place, *each, _apart(each[1], each[0]), _apart(each[2], each[0]))
        for place, each in enumerate(
            zip(population.tolist(), before.tolist(), after.tolist(), strict=True)
        )
    )


def _apart(share: float, population: float) -> float:
    spread = sqrt(population * (1 - population))
    if spread > 0:
        return abs(share - population) / spread
    return 0.0 if abs(share - population) <= AGREE else inf
