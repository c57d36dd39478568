"""Shares of categories under a design, and intervals that stay between 0 and 1."""

from collections.abc import Sequence
from dataclasses import replace
from math import asin, exp, log, log1p, pi, sin, sqrt
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from engage.stats.estimate.means import means
from engage.stats.estimate.result import Estimate, Part, no_interval, part_of, reach
from engage.stats.intervals import LEVEL, Interval, IntervalOrReason
from engage.stats.sampling import Floats, Sample

Method = Literal["mean", "logit", "xlogit", "likelihood", "asin", "beta", "wilson"]
METHODS: tuple[Method, ...] = ("mean", "logit", "xlogit", "likelihood", "asin", "beta", "wilson")
NEVER = 1e-12
"""A share with a standard error below this part of a simple sample's does not vary at all."""


def shares(
    codes: ArrayLike,
    categories: int,
    sample: Sample,
    *,
    inside: ArrayLike | None = None,
    level: float = LEVEL,
    method: Method = "logit",
    names: Sequence[str] = (),
    df: float | None = None,
) -> Estimate:
    """Return what part of the population is in each category, as fractions.

    `codes` (n,) whole numbers from 0 below `categories`; `inside` (n,) keeps a part (those who were
    asked). Shares of 0 and 1 get a Clopper-Pearson interval for the effective n and the flag
    `share-at-edge`. Raises ValueError for a code without a category inside the part.
    Intervals: `share_interval`.
    """
    part = part_of(sample, inside)
    marks = indicators(codes, categories, part)
    found = means(marks, sample, inside=part.inside, level=level, df=df, names=names)
    ends, flags = [], set()
    none = no_interval(sample, part.n)
    for value, se in zip(found.value, found.se, strict=True):
        interval, flag = _interval(float(value), float(se), part, found.df, level, method)
        ends.append(none or interval)
        flags |= flag
    return replace(
        found, interval=tuple(ends), method=f"share-{method}", flags=tuple(sorted(flags))
    )


def indicators(codes: ArrayLike, categories: int, part: Part) -> Floats:
    """Return codes (n,) as 0 and 1 in one column for each category (n, k); 0 outside the part."""
    array = np.asarray(codes)
    if array.shape != part.inside.shape or array.dtype.kind not in "iub":
        raise ValueError("One whole-number code is needed for each respondent")
    within = array[part.inside]
    if categories < 1 or within.min() < 0 or within.max() >= categories:
        raise ValueError("A respondent in this part has a code without a category")
    marks = np.zeros((len(array), categories))
    rows = np.flatnonzero(part.inside)
    marks[rows, within.astype(np.int64)] = 1.0
    return marks


def share_interval(
    share: float,
    se: float,
    *,
    n: int,
    df: float,
    method: Method = "logit",
    level: float = LEVEL,
    kish: float | None = None,
) -> tuple[IntervalOrReason, tuple[str, ...]]:
    """Return an interval of a share in 0..1 with its design standard error, and flags.

    `mean` share ± t·se; `logit` and `xlogit` the same on the log odds; `asin` on the arc sine of
    the root; `likelihood` all shares whose scaled deviance is small enough (Rao & Scott 1984,
    Annals of Statistics 12, 46-60); `beta` Clopper-Pearson with an effective n that pays for few
    clusters (Korn & Graubard 1998, Survey Methodology 24, 193-201); `wilson` the score interval for
    the effective n = p(1-p)/se², with the t quantile of the design (one payment for few clusters).
    `n` respondents, `df` of the design, `kish` the effective n of the weights for shares of 0 and
    1, where the standard error says nothing. `mean` may reach beyond 0..1 and is then flagged; the
    arc of `asin` ends at 0 and 1 (R lets the sine come back). Raises ValueError for a share outside
    0..1.
    """
    if not -1e-9 <= share <= 1 + 1e-9 or not se >= 0:
        raise ValueError(f"Not a share with a standard error: {share}, {se}")
    if method not in METHODS:
        raise ValueError(f"Unknown interval for a share: {method}")
    if df <= 0:
        return IntervalOrReason(None, "no-degrees-of-freedom"), ()
    simple = share * (1 - share)
    if simple <= NEVER:
        size = min(float(n), kish or n) * _penalty(n, df, level)
        ends = Interval(
            *_beta(float(round(share)), size, level), level, "clopper-pearson-effective"
        )
        return IntervalOrReason(ends), ("share-at-edge",)
    if se * se <= NEVER * simple / n:
        return IntervalOrReason(Interval(share, share, level, method)), ("share-without-spread",)
    low, high = _ends(method, share, se, n, df, level)
    flags = () if low >= 0 and high <= 1 else ("interval-beyond-share",)
    return IntervalOrReason(Interval(low, high, level, method)), flags


def _interval(
    share: float, se: float, part: Part, df: float, level: float, method: Method
) -> tuple[IntervalOrReason, set[str]]:
    kish = part.base**2 / float(part.weights @ part.weights)
    share = min(max(share, 0.0), 1.0)
    found, flags = share_interval(share, se, n=part.n, df=df, method=method, level=level, kish=kish)
    return found, set(flags)


def _ends(
    method: Method, share: float, se: float, n: int, df: float, level: float
) -> tuple[float, float]:
    t = reach(df, level)
    simple = share * (1 - share)
    if method == "mean":
        return share - t * se, share + t * se
    if method in ("logit", "xlogit"):
        middle, width = log(share / (1 - share)), t * se / simple
        return _expit(middle - width), _expit(middle + width)
    if method == "asin":
        middle, width = asin(sqrt(share)), t * se / (2 * sqrt(simple))
        return sin(max(middle - width, 0.0)) ** 2, sin(min(middle + width, pi / 2)) ** 2
    if method == "likelihood":
        return likelihood_ends(share, se, n=n, df=df, level=level)
    size = simple / se**2
    if method == "beta":
        return _beta(share, size * _penalty(n, df, level), level)
    middle = (share + t * t / (2 * size)) / (1 + t * t / size)
    width = t * sqrt(simple / size + t * t / (4 * size * size)) / (1 + t * t / size)
    return max(0.0, middle - width), min(1.0, middle + width)


def deviance(share: float, log_odds: float, n: float) -> float:
    """Return twice the log likelihood that other log odds lose against the share found in n."""
    yes = log(share) + log1p(exp(-log_odds)) if log_odds > 0 else log(share) + _minus_log(log_odds)
    no = log1p(-share) + (log1p(exp(log_odds)) if log_odds < 0 else _minus_log(-log_odds))
    return 2 * n * (share * yes + (1 - share) * no)


def likelihood_ends(
    share: float, se: float, *, n: int, df: float, level: float
) -> tuple[float, float]:
    """Return where the deviance, scaled by the design effect, reaches the squared t quantile.

    The dispersion n/(n-1) of the Pearson residuals is that of a binomial model with one parameter.
    """
    from scipy.optimize import brentq

    effect = se**2 * n / (share * (1 - share))
    limit = reach(df, level) ** 2 * effect * n / (n - 1)

    def over(log_odds: float) -> float:
        return deviance(share, log_odds, n) - limit

    middle = log(share / (1 - share))
    low, high = middle - 1.0, middle + 1.0
    while over(low) < 0:
        low -= 2 * (middle - low)
    while over(high) < 0:
        high += 2 * (high - middle)
    ends = brentq(over, low, middle, xtol=1e-13), brentq(over, middle, high, xtol=1e-13)
    return _expit(float(ends[0])), _expit(float(ends[1]))


def _penalty(n: int, df: float, level: float) -> float:
    """Return by which factor few clusters shrink the effective n (Korn & Graubard 1998)."""
    return (reach(max(n - 1, 1), level) / reach(df, level)) ** 2


def _beta(share: float, size: float, level: float) -> tuple[float, float]:
    from scipy.special import betaincinv

    tail = (1 - level) / 2
    low = float(betaincinv(size * share, size * (1 - share) + 1, tail)) if share > 0 else 0.0
    high = float(betaincinv(size * share + 1, size * (1 - share), 1 - tail)) if share < 1 else 1.0
    return low, high


def _expit(log_odds: float) -> float:
    return 1 / (1 + exp(-log_odds)) if log_odds > -700 else 0.0


def _minus_log(log_odds: float) -> float:
    """Return minus the logarithm of the share that has these log odds, which are not positive."""
    return log1p(exp(log_odds)) - log_odds
