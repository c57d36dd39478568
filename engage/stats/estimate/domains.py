"""The same figure for every group, with what the groups' figures share."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import ArrayLike

from engage.stats.estimate.means import mean_scores
from engage.stats.estimate.result import Estimate, Linear, Part, estimated, measured, part_of
from engage.stats.estimate.shares import indicators
from engage.stats.intervals import LEVEL
from engage.stats.sampling import Floats, Sample

Statistic = Callable[[Floats, Part], Linear]


def domain_means(
    values: ArrayLike,
    groups: ArrayLike,
    sample: Sample,
    *,
    inside: ArrayLike | None = None,
    count: int | None = None,
    level: float = LEVEL,
    df: float | None = None,
    names: Sequence[str] = (),
) -> Estimate:
    """Return the mean of a variable in every group, with the covariance between the groups.

    `values` (n,) or (n, k), `groups` (n,) whole numbers from 0; the result has k·g figures, groups
    first: all groups of the first column, then of the second. The design of the whole sample is
    kept. A group without anybody is refused. Lumley (2010), 2.2.1; degrees of freedom of the whole.
    """
    return _by(mean_scores, "domain-mean", values, groups, sample, inside, count, level, df, names)


def domain_totals(
    values: ArrayLike,
    groups: ArrayLike,
    sample: Sample,
    *,
    inside: ArrayLike | None = None,
    count: int | None = None,
    level: float = LEVEL,
    df: float | None = None,
    names: Sequence[str] = (),
) -> Estimate:
    """Return the total of a variable in every group; arguments as in `domain_means`."""
    return _by(_total, "domain-total", values, groups, sample, inside, count, level, df, names)


def domain_shares(
    codes: ArrayLike,
    categories: int,
    groups: ArrayLike,
    sample: Sample,
    *,
    inside: ArrayLike | None = None,
    count: int | None = None,
    level: float = LEVEL,
    df: float | None = None,
    names: Sequence[str] = (),
) -> Estimate:
    """Return the shares of the categories in every group: all groups of the first category first.

    `codes` (n,) whole numbers below `categories`; else as in `domain_means`.
    """
    marks = indicators(codes, categories, part_of(sample, inside))
    found = domain_means(
        marks, groups, sample, inside=inside, count=count, level=level, df=df, names=names
    )
    return replace(found, method="domain-share")


def _total(data: Floats, part: Part) -> Linear:
    scores = part.weights[:, None] * data
    return Linear(scores.sum(0), scores)


def _by(
    statistic: Statistic,
    method: str,
    values: ArrayLike,
    groups: ArrayLike,
    sample: Sample,
    inside: ArrayLike | None,
    count: int | None,
    level: float,
    df: float | None,
    names: Sequence[str],
) -> Estimate:
    whole = part_of(sample, inside)
    data = measured(values, sample, whole)
    marks = np.asarray(groups)
    within = marks[whole.inside]
    if marks.shape != (sample.n,) or marks.dtype.kind not in "iub" or within.min() < 0:
        raise ValueError("One whole-number group is needed for each respondent")
    size = int(within.max()) + 1 if count is None else count
    if within.max() >= size:
        raise ValueError("A respondent has a group beyond the last")
    found = []
    for group in range(size):
        part = part_of(sample, whole.inside & (marks == group))
        found.append(statistic(np.where(part.inside[:, None], data, 0.0), part))
    value = np.stack([each.value for each in found], axis=1).ravel()
    scores = np.stack([each.scores for each in found], axis=2).reshape(sample.n, -1)
    return estimated(
        Linear(value, scores), sample, whole, method=method, level=level, df=df, names=names
    )
