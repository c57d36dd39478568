"""Means, totals, ratios and the spread of a variable in the population."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from engage.stats.estimate.result import Estimate, Linear, Part, estimated, measured, part_of
from engage.stats.intervals import LEVEL
from engage.stats.sampling import Floats, Sample


def means(
    values: ArrayLike,
    sample: Sample,
    *,
    inside: ArrayLike | None = None,
    level: float = LEVEL,
    df: float | None = None,
    names: Sequence[str] = (),
    replace: bool = False,
) -> Estimate:
    """Return how large a variable is on average in the population.

    `values` (n,) or (n, k) in any unit; `inside` (n,) keeps a part; `df` other than the design's,
    infinite for normal intervals; `replace` compares with a simple sample with replacement in the
    design effect. Raises ValueError for missing values in the part and an empty part.
    Weighted ratio mean, linearised: Särndal, Swensson & Wretman (1992), 5.7; Kish (1965), 8.2.
    """
    part = part_of(sample, inside)
    data = measured(values, sample, part)
    found = mean_scores(data, part)
    deff = population_spread(data, part) * _simple(part, replace)
    return estimated(found, sample, part, method="mean", level=level, df=df, names=names, deff=deff)


def totals(
    values: ArrayLike,
    sample: Sample,
    *,
    inside: ArrayLike | None = None,
    level: float = LEVEL,
    df: float | None = None,
    names: Sequence[str] = (),
    replace: bool = False,
) -> Estimate:
    """Return how much of something there is in the whole population.

    Arguments and errors as in `means`; the unit is that of the values times people.
    Horvitz & Thompson (1952), JASA 47, 663-685.
    """
    part = part_of(sample, inside)
    data = measured(values, sample, part)
    scores = part.weights[:, None] * data
    deff = population_spread(data, part) * _simple(part, replace) * part.base**2
    return estimated(
        Linear(scores.sum(0), scores),
        sample,
        part,
        method="total",
        level=level,
        df=df,
        names=names,
        deff=deff,
    )


def ratios(
    numerator: ArrayLike,
    denominator: ArrayLike,
    sample: Sample,
    *,
    inside: ArrayLike | None = None,
    level: float = LEVEL,
    df: float | None = None,
    names: Sequence[str] = (),
) -> Estimate:
    """Return how much of one variable there is for each unit of another.

    `numerator` (n,) or (n, k), `denominator` (n,). Raises ValueError when the denominator's total
    is 0, for missing values and an empty part. Cochran (1977), Sampling Techniques, 6.
    """
    part = part_of(sample, inside)
    above, below = measured(numerator, sample, part), measured(denominator, sample, part)
    if below.shape[1] != 1:
        raise ValueError("A ratio has one denominator")
    total = float(part.weights @ below[:, 0])
    if total == 0:
        raise ValueError("The denominator of the ratio adds up to nothing")
    value = part.weights @ above / total
    scores = part.weights[:, None] * (above - below * value) / total
    return estimated(
        Linear(value, scores), sample, part, method="ratio", level=level, df=df, names=names
    )


def population_variance(
    values: ArrayLike,
    sample: Sample,
    *,
    inside: ArrayLike | None = None,
    level: float = LEVEL,
    df: float | None = None,
) -> Estimate:
    """Return how much a variable varies between people in the population, in squared units.

    `values` (n,). With the divisor n-1 of Kish; the mean is taken as known when the doubt is
    worked out, as svyvar() of Lumley's survey for R. Raises ValueError for fewer than two people.
    """
    part = part_of(sample, inside)
    if part.n < 2:
        raise ValueError("One person has no spread")
    data = measured(values, sample, part)
    apart = np.where(part.inside[:, None], data - part.weights @ data / part.base, 0.0)
    found = mean_scores(apart**2 * (part.n / (part.n - 1)), part)
    return estimated(found, sample, part, method="variance", level=level, df=df)


def mean_scores(data: Floats, part: Part) -> Linear:
    """Return the weighted mean of data (n, k), 0 outside the part, as a linearised statistic."""
    value = part.weights @ data / part.base
    return Linear(value, part.weights[:, None] * (data - value) / part.base)


def population_spread(data: Floats, part: Part) -> Floats:
    """Return the variance (k,) of each column over people, with the divisor n-1."""
    if part.n < 2:
        return np.zeros(data.shape[1])
    apart = data - part.weights @ data / part.base
    return np.asarray(part.weights @ apart**2 / part.base * (part.n / (part.n - 1)))


def _simple(part: Part, replace: bool) -> float:
    """Return the variance of a mean in a simple sample of the same n, for a spread of one.

    Weights that add up to n tell no population size; the comparison is then with replacement.
    """
    if replace or part.base <= part.n * (1 + 1e-9):
        return 1 / part.n
    return (part.base - part.n) / (part.base * part.n)
