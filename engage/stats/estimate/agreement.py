"""How far two codings of the same people agree beyond chance, in the population."""

import numpy as np
from numpy.typing import ArrayLike

from engage.stats.estimate.means import mean_scores
from engage.stats.estimate.result import Estimate, Linear, estimated, part_of
from engage.stats.estimate.shares import indicators
from engage.stats.intervals import LEVEL
from engage.stats.sampling import Sample


def kappa(
    first: ArrayLike,
    second: ArrayLike,
    categories: int,
    sample: Sample,
    *,
    inside: ArrayLike | None = None,
    level: float = LEVEL,
    df: float | None = None,
) -> Estimate:
    """Return Cohen's kappa of two codings: 1 full agreement, 0 what chance would give.

    `first`, `second` (n,) whole numbers below `categories`. Raises ValueError when both coders put
    everybody into one and the same category, where kappa is not defined. Cohen (1960), Educational
    and Psychological Measurement 20, 37-46; linearised as in Lin et al. (2012), JASA.
    """
    part = part_of(sample, inside)
    a, b = indicators(first, categories, part), indicators(second, categories, part)
    rows, columns = mean_scores(a, part), mean_scores(b, part)
    same = mean_scores((a * b).sum(1, keepdims=True), part)
    chance = float(rows.value @ columns.value)
    if chance >= 1 - 1e-12:
        raise ValueError("Everybody is in one category; agreement beyond chance is not defined")
    value = (same.value - chance) / (1 - chance)
    by_chance = rows.scores @ columns.value + columns.scores @ rows.value
    scores = (same.scores[:, 0] - by_chance * (1 - value[0])) / (1 - chance)
    return estimated(
        Linear(np.asarray(value), scores[:, None]),
        sample,
        part,
        method="kappa",
        level=level,
        df=df,
    )
