"""What weights cost, and how far respondents are from the population before and after."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from engage.stats.weighting.result import start_of


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
    """Absolute standardised difference; above 0.1 is worth a look."""
    asmd_after: float


def balance(codes: ArrayLike, totals: ArrayLike, weights: ArrayLike) -> tuple[Balance, ...]:
    """Return how far each class of respondents is from the population, before and after weights.

    `codes` (n,) whole numbers, `totals` (k,) people. Standardised by √(p(1−p)) of the population:
    Austin (2009), Statistics in Medicine 28, 3083-3107.
    """
    places, people = np.asarray(codes), np.asarray(totals, dtype=float)
    w = start_of(weights, len(places))
    population = people / people.sum()
    before = np.bincount(places, minlength=len(people)) / len(places)
    after = np.bincount(places, weights=w, minlength=len(people)) / w.sum()
    spread = np.sqrt(population * (1 - population))
    return tuple(
        Balance(
            place,
            float(population[place]),
            float(before[place]),
            float(after[place]),
            *(
                float(abs(share[place] - population[place]) / spread[place])
                if spread[place] > 0
                else 0.0
                for share in (before, after)
            ),
        )
        for place in range(len(people))
    )
