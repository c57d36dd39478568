"""Trimming: no respondent counts for too many; what is cut off is given to the others."""

from dataclasses import replace
from math import nan

import numpy as np

from engage.stats.weighting.result import WeightSet, misfit

ROUNDS = 1_000


def trim(
    given: WeightSet, *, lower: float = 0.0, upper: float = np.inf, strict: bool = False
) -> WeightSet:
    """Return weights between two ends with the same sum.

    What is cut off is shared evenly by those who were inside; `strict` repeats until nobody is
    outside. Margins are no longer met exactly, which is flagged. ValueError for ends that the mean
    weight does not lie between. Potter (1990), ASA Survey Research Methods, 225-230; as trimWeights
    in survey for R.
    """
    weights = given.weights
    if not lower < weights.mean() < upper:
        raise ValueError("The mean weight must lie between the two ends")
    found, rounds = weights, 0
    while ((found < lower) | (found > upper)).any() and rounds < (ROUNDS if strict else 1):
        outside = (found < lower) | (found > upper)
        if outside.all():
            raise ValueError("Every weight lies outside the two ends")
        cut = np.clip(found, lower, upper)
        cut[~outside] += (found - cut).sum() / (~outside).sum()
        found, rounds = cut, rounds + 1
    if strict and ((found < lower) | (found > upper)).any():
        raise ValueError("Trimming does not come to an end: the two ends are too close")
    if not (found > 0).all():
        raise ValueError("The lower end takes more from a respondent than the weight has")
    if not rounds:
        return given
    flags = (*given.flags, "trimmed")
    if ((found < lower) | (found > upper)).any():
        flags = (*flags, "weights-outside-ends")
    return replace(
        given,
        weights=found,
        method=f"{given.method}-trimmed",
        iterations=given.iterations + rounds,
        max_error=misfit(given.margins, found) if given.margins else nan,
        base=float(found.sum()),
        flags=flags,
    )
