"""What every estimate carries, and the road from scores to an estimate."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import inf, isinf

import numpy as np
from numpy.typing import ArrayLike, NDArray

from engage.stats.design import SurveyKind
from engage.stats.intervals import LEVEL, Interval, IntervalOrReason, interval_for
from engage.stats.sampling import Floats, Sample, variance

Inside = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Linear:
    """A statistic as a sum over respondents: its value (k,), and each one's weighted part (n, k).

    The parts add up to nothing; their spread over the design is the spread of the statistic.
    """

    value: Floats
    scores: Floats


@dataclass(frozen=True, eq=False)
class Estimate:
    """One or several figures with their doubt.

    `value`, `se` (k,), `variance` (k, k) in squared units; `df` degrees of freedom of the design;
    `n` respondents it rests on; `base` their sum of weights; `deff` (k,) how many times larger the
    variance is than in a simple sample of n; `interval` for each figure the ends, or why none may
    be shown; `names` of the figures; `flags` what the reader must know.
    """

    value: Floats
    se: Floats
    variance: Floats
    df: float
    n: int
    base: float
    deff: Floats | None
    interval: tuple[IntervalOrReason, ...]
    method: str
    kind: SurveyKind
    names: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()


@dataclass(frozen=True)
class Part:
    """The part of the sample that a figure is about: mask, weights (0 outside), n, base, df."""

    inside: Inside
    weights: Floats
    n: int
    base: float
    df: int


def part_of(sample: Sample, inside: ArrayLike | None) -> Part:
    """Return the part of a sample in which a mask (n,) is true, all of it without a mask.

    The design stays whole: those outside count as zero, which is what makes the doubt right
    (Lumley 2010, 2.2.1). Raises ValueError for a mask of another size, and for an empty part.
    """
    mask = np.ones(sample.n, dtype=bool) if inside is None else np.asarray(inside)
    if mask.shape != (sample.n,) or mask.dtype != bool:
        raise ValueError("A part is one yes or no for each respondent")
    n = int(mask.sum())
    if n == 0:
        raise ValueError("Nobody is in this part of the sample")
    weights = np.where(mask, sample.weights, 0.0)
    return Part(mask, weights, n, float(weights.sum()), sample.df_of(mask))


def measured(values: ArrayLike, sample: Sample, part: Part) -> Floats:
    """Return values (n,) or (n, k) as (n, k), 0 outside the part; a missing one inside is refused.

    Someone without a value must be left out by name, through the mask of the part.
    """
    array = np.asarray(values, dtype=float)
    array = array[:, None] if array.ndim == 1 else array
    if array.ndim != 2 or len(array) != sample.n:
        raise ValueError("One value is needed for each respondent")
    found = np.where(part.inside[:, None], array, 0.0)
    if not np.isfinite(found).all():
        raise ValueError("A respondent in this part has no value; leave them out by the mask")
    return found


def no_interval(sample: Sample, n: int) -> IntervalOrReason | None:
    """Return the reason why this survey gives no interval, or None when it may."""
    population = None
    if sample.fpc:
        population = max(n, round(float(sample.weights.sum())))
    found = interval_for(sample.kind, 0, n, population=population, about=sample.about)
    known = {"everybody-asked", "panel-speaks-for-members", "panel-size-unknown"}
    return found if found.reason in known else None


def reach(df: float, level: float = LEVEL) -> float:
    """Return how many standard errors a two-sided interval reaches: 1.96 for 0.95 and many df."""
    from scipy.special import ndtri, stdtrit

    if not 0 < level < 1:
        raise ValueError(f"A level lies between 0 and 1, not {level}")
    if df <= 0:
        return inf
    return float(ndtri((1 + level) / 2) if isinf(df) else stdtrit(df, (1 + level) / 2))


def symmetric(value: float, se: float, df: float, level: float, method: str) -> IntervalOrReason:
    """Return the interval value ± t·se; none when the design leaves no degrees of freedom."""
    if df <= 0:
        return IntervalOrReason(None, "no-degrees-of-freedom")
    width = reach(df, level) * se
    return IntervalOrReason(Interval(value - width, value + width, level, method))


def estimated(
    linear: Linear,
    sample: Sample,
    part: Part,
    *,
    method: str,
    level: float = LEVEL,
    df: float | None = None,
    names: Sequence[str] = (),
    deff: Floats | None = None,
    flags: tuple[str, ...] = (),
) -> Estimate:
    """Return a linearised statistic with its variance over the design and its t intervals."""
    spread = variance(linear.scores, sample)
    found = with_variance(linear.value, spread, part.df if df is None else df, level, sample, part)
    simple = None if deff is None else _ratio(np.diag(spread), deff)
    return replace(found, deff=simple, method=method, names=tuple(names), flags=flags)


def with_variance(
    value: Floats, spread: Floats, df: float, level: float, sample: Sample, part: Part
) -> Estimate:
    """Return an estimate from a value (k,) and its variance (k, k)."""
    se = np.sqrt(np.maximum(np.diag(spread), 0.0))
    none = no_interval(sample, part.n)
    pairs = zip(value, se, strict=True)
    method = "z" if isinf(df) else "t"
    ends = tuple(none or symmetric(float(v), float(s), df, level, method) for v, s in pairs)
    return Estimate(value, se, spread, df, part.n, part.base, None, ends, method, sample.kind)


def _ratio(found: Floats, simple: Floats) -> Floats:
    """Return the design effect, NaN where a simple sample would not vary either."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(simple > 0, found / simple, np.nan)
