"""Post-stratification: every class gets the weight that its people have in the population."""

import numpy as np
from numpy.typing import ArrayLike

from engage.stats.sampling import grouped
from engage.stats.weighting.result import (
    Codes,
    Floats,
    WeightSet,
    check_people,
    margin_of,
    misfit,
    start_of,
)


def poststratify(
    codes: ArrayLike, totals: ArrayLike, weights: ArrayLike | None = None
) -> WeightSet:
    """Return weights that add up to the known people of each class.

    `codes` (n,) whole numbers, `totals` (k,) people; start `weights` (n,), 1 without. ValueError
    for classes that cannot be met. Holt & Smith (1979), JRSS A 142, 33-46; variance by residuals
    from class means, Lumley (2010), Complex Surveys, 7.2.
    """
    n = len(np.asarray(codes))
    start = start_of(weights, n)
    margin = margin_of("classes", codes, totals, n)
    sums = margin.sums(start)
    check_people(margin, sums)
    factor = np.divide(margin.totals, sums, out=np.zeros_like(sums), where=sums > 0)
    found = start * factor[margin.codes]
    error, base = misfit([margin], found), float(found.sum())
    projection = _ClassMeans(margin.codes.astype(np.int64), len(margin.totals), found, start)
    return WeightSet(found, "poststratified", 1, error, n, base, (projection,), margins=(margin,))


class _ClassMeans:
    """Takes the mean of each class, under the weights before, off the scores."""

    def __init__(self, codes: Codes, classes: int, after: Floats, before: Floats) -> None:
        self.codes, self.classes, self.after, self.before = codes, classes, after, before

    def __call__(self, scores: Floats) -> Floats:
        plain = scores * (self.before / self.after)[:, None]
        sums = grouped(plain, self.codes, self.classes)
        people = np.bincount(self.codes, weights=self.before, minlength=self.classes)
        means = sums / np.where(people > 0, people, 1.0)[:, None]
        return scores - means[self.codes] * self.after[:, None]
