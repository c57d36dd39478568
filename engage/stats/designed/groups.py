"""Do groups differ in a measured variable? t and rank tests that know the design."""

from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from engage.stats.designed.outcome import Judged, Outcome, outcome, two_sided_t, upper_f
from engage.stats.estimate.contrasts import contrasts
from engage.stats.estimate.domains import domain_means
from engage.stats.estimate.result import Estimate, Part, measured, part_of
from engage.stats.intervals import LEVEL
from engage.stats.sampling import Codes, Floats, Sample, coded

Scores = Literal["wilcoxon", "kruskal-wallis", "van-der-waerden", "median"]


def t_test(
    values: ArrayLike,
    groups: ArrayLike,
    sample: Sample,
    *,
    inside: ArrayLike | None = None,
    level: float = LEVEL,
) -> tuple[Outcome, Estimate]:
    """Test whether two groups differ on average; return the test and the difference.

    `values` (n,), `groups` (n,) any two codes; second minus first in sorted order. The spread of
    each group is its own, as in Welch's test; degrees of freedom of the design - 1. Raises
    ValueError for other than two groups, missing values, a design without degrees of freedom.
    Lumley (2010), 5.2.
    """
    part = part_of(sample, inside)
    codes, count = _groups(groups, part)
    if count != 2:
        raise ValueError("A t test compares two groups")
    df = _df(part, 1)
    found = domain_means(values, codes, sample, inside=part.inside, count=2)
    gap = contrasts(found, [-1.0, 1.0], level=level, df=df)
    if gap.se[0] == 0:
        raise ValueError("Nobody differs within the groups; there is nothing to test")
    t = float(gap.value[0] / gap.se[0])
    return outcome(Judged("t", t, 1.0, df, two_sided_t(t, df)), sample, part), gap


def rank_test(
    values: ArrayLike,
    groups: ArrayLike,
    sample: Sample,
    *,
    inside: ArrayLike | None = None,
    scores: Scores = "wilcoxon",
    ties: Literal["middle", "as-r"] = "middle",
) -> Outcome:
    """Test whether groups differ in their ranks in the population: for scales and skewed figures.

    `values` (n,), `groups` (n,) any codes. Two groups give a t statistic, more a chi-square that is
    compared with F. `ties`: people with the same value share the middle of their ranks; `as-r`
    averages each one's middle without weights, which depends on the order of rows when weights
    differ. Raises ValueError for fewer than two groups or a design without degrees of freedom.
    Lumley & Scott (2013), Biometrika 100, 831-842.
    """
    part = part_of(sample, inside)
    codes, count = _groups(groups, part)
    if count < 2:
        raise ValueError("A rank test compares at least two groups")
    df = _df(part, count - 1)
    ranks = estimated_ranks(measured(values, sample, part)[:, 0], part, ties)
    found = domain_means(_score(ranks, scores), codes, sample, inside=part.inside, count=count)
    factors = np.hstack([-np.ones((count - 1, 1)), np.eye(count - 1)])
    gaps = contrasts(found, factors, df=df)
    if (gaps.se == 0).any():
        raise ValueError("Nobody differs within the groups; there is nothing to test")
    if count == 2:
        t = float(gaps.value[0] / gaps.se[0])
        return outcome(Judged(scores, t, 1.0, df, two_sided_t(t, df)), sample, part)
    if np.linalg.matrix_rank(gaps.variance) < count - 1:
        raise ValueError("Too few clusters for a rank test of so many groups")
    value = float(gaps.value @ np.linalg.solve(gaps.variance, gaps.value))
    p = upper_f(value / (count - 1), count - 1, df)
    return outcome(Judged(scores, value, float(count - 1), df, p), sample, part)


def estimated_ranks(values: Floats, part: Part, ties: str = "middle") -> Floats:
    """Return for each respondent (n,) the part of the population that lies below; 0 outside."""
    rows = np.flatnonzero(part.inside)
    order = rows[np.argsort(values[rows], kind="stable")]
    weights = part.weights[order]
    middles = np.cumsum(weights) - weights / 2
    _, tie = np.unique(values[order], return_inverse=True)
    if ties == "as-r":
        shared = np.bincount(tie, weights=middles) / np.bincount(tie)
    else:
        sums = np.bincount(tie, weights=weights)
        shared = np.cumsum(sums) - sums / 2
    found = np.zeros(len(values))
    found[order] = shared[tie] / part.base
    return found


def _score(ranks: Floats, scores: Scores) -> Floats:
    from scipy.special import ndtri

    if scores in ("wilcoxon", "kruskal-wallis"):
        return ranks
    if scores == "van-der-waerden":
        return np.asarray(ndtri(np.where(ranks > 0, ranks, 0.5)))
    if scores == "median":
        return (ranks > 0.5).astype(float)
    raise ValueError(f"Unknown scores of a rank test: {scores}")


def _groups(groups: ArrayLike, part: Part) -> tuple[Codes, int]:
    given = np.asarray(groups)
    if given.shape != part.inside.shape:
        raise ValueError("One group is needed for each respondent")
    within = coded(given[part.inside], part.n, "groups")
    found = np.zeros(len(given), dtype=np.int64)
    found[part.inside] = within
    return found, int(within.max()) + 1


def _df(part: Part, used: int) -> int:
    if part.df - used <= 0:
        raise ValueError("The design leaves no degrees of freedom for a test")
    return part.df - used
