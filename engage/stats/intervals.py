"""Intervals for shares: how far the truth may lie from the count, and when none may be given."""

from dataclasses import dataclass
from functools import lru_cache
from math import sqrt

from engage.stats.design import About, SurveyKind

LEVEL = 0.95


@dataclass(frozen=True)
class Interval:
    """A lower and an upper end, and how they were found."""

    low: float
    high: float
    level: float
    method: str


@dataclass(frozen=True)
class IntervalOrReason:
    """An interval, or the code of the reason why none may be shown."""

    interval: Interval | None
    reason: str | None = None

    @property
    def low(self) -> float | None:
        """The lower end, if there is one."""
        return self.interval.low if self.interval else None

    @property
    def high(self) -> float | None:
        """The upper end, if there is one."""
        return self.interval.high if self.interval else None

    @property
    def method(self) -> str:
        """The code of the method, or none."""
        return self.interval.method if self.interval else "none"


def interval_for(
    kind: SurveyKind | str,
    count: int,
    n: int,
    *,
    population: int | None = None,
    about: About | str = About.RESIDENTS,
    level: float = LEVEL,
) -> IntervalOrReason:
    """Return the interval that this kind of survey allows, or the reason for none.

    Reasons: `nobody-answered`, `panel-speaks-for-members`, `panel-size-unknown`, `everybody-asked`,
    `everybody-answered`. A panel of volunteers has no margin of error for residents; for its own
    members the finite correction holds, if those who did not answer are like those who did.
    """
    kind, about = SurveyKind(kind), About(about)
    if n == 0:
        return IntervalOrReason(None, "nobody-answered")
    if kind is SurveyKind.CENSUS:
        return IntervalOrReason(None, "everybody-asked")
    if kind is SurveyKind.PANEL and about is About.RESIDENTS:
        return IntervalOrReason(None, "panel-speaks-for-members")
    if kind is SurveyKind.PANEL and population is None:
        return IntervalOrReason(None, "panel-size-unknown")
    if population is None:
        return IntervalOrReason(wilson(count, n, level))
    if population == n:
        return IntervalOrReason(None, "everybody-answered")
    return IntervalOrReason(wilson_finite(count, n, population, level))


def wilson(count: int, n: float, level: float = LEVEL) -> Interval:
    """Return the score interval of a share.

    Wilson (1927), JASA 22, 209-212; recommended for all n by Brown, Cai & DasGupta (2001).
    """
    _check(count, n)
    low, high = _wilson(count / n, n, level)
    return Interval(low, high, level, "wilson")


def wilson_finite(count: int, n: int, population: int, level: float = LEVEL) -> Interval:
    """Return the score interval when n of a finite number of people answered.

    Wilson with the effective size n(N-1)/(N-n), by which the variance of a share drawn without
    replacement is smaller: Cochran (1977), Sampling Techniques, 3.2.
    """
    _check(count, n, population)
    if n == population:
        return Interval(count / n, count / n, level, "wilson-finite")
    low, high = _wilson(count / n, n * (population - 1) / (population - n), level)
    return Interval(low, high, level, "wilson-finite")


def clopper_pearson(count: int, n: int, level: float = LEVEL) -> Interval:
    """Return the interval that is never too short, from the binomial distribution itself.

    Clopper & Pearson (1934), Biometrika 26, 404-413, by quantiles of the beta distribution.
    """
    from scipy.special import betaincinv

    _check(count, n)
    tail = (1 - level) / 2
    low = float(betaincinv(count, n - count + 1, tail)) if count > 0 else 0.0
    high = float(betaincinv(count + 1, n - count, 1 - tail)) if count < n else 1.0
    return Interval(low, high, level, "clopper-pearson")


def hypergeometric(count: int, n: int, population: int, level: float = LEVEL) -> Interval:
    """Return the exact interval when n of a finite number of people answered.

    All numbers of members that do not make the count too unlikely at either side, divided by the
    number of members: Buonaccorsi (1987), The American Statistician 41, 215-218.
    """
    from scipy.stats import hypergeom

    _check(count, n, population)
    tail = (1 - level) / 2 * (1 + 1e-9)  # exactly as unlikely as the tail is too unlikely

    def plausible_from_below(members: int) -> bool:
        return bool(hypergeom.sf(count - 1, population, members, n) > tail)

    def plausible_from_above(members: int) -> bool:
        return bool(hypergeom.cdf(count, population, members, n) > tail)

    least, most = count, population - (n - count)
    low, high = least, most
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if plausible_from_below(middle) else (middle + 1, high)
    lowest, high = low, most
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if plausible_from_above(middle) else (low, middle - 1)
    return Interval(lowest / population, low / population, level, "hypergeometric")


def newcombe(count1: int, n1: int, count2: int, n2: int, level: float = LEVEL) -> Interval:
    """Return the interval of the difference of two independent shares, first minus second.

    Newcombe (1998), Statistics in Medicine 17, 873-890, method 10: two score intervals combined.
    """
    p1, p2 = count1 / n1, count2 / n2
    first, second = wilson(count1, n1, level), wilson(count2, n2, level)
    low = p1 - p2 - sqrt((p1 - first.low) ** 2 + (second.high - p2) ** 2)
    high = p1 - p2 + sqrt((first.high - p1) ** 2 + (p2 - second.low) ** 2)
    return Interval(low, high, level, "newcombe")


@lru_cache(maxsize=16)
def normal_quantile(level: float) -> float:
    """Return 1.96 for 0.95: how many standard errors a two-sided interval reaches."""
    from scipy.special import ndtri

    return float(ndtri((1 + level) / 2))


def _wilson(share: float, n: float, level: float) -> tuple[float, float]:
    z = normal_quantile(level)
    middle = (share + z * z / (2 * n)) / (1 + z * z / n)
    reach = z * sqrt(share * (1 - share) / n + z * z / (4 * n * n)) / (1 + z * z / n)
    low = 0.0 if share == 0 else max(0.0, middle - reach)
    high = 1.0 if share == 1 else min(1.0, middle + reach)
    return low, high


def _check(count: float, n: float, population: int | None = None) -> None:
    if not 0 <= count <= n or n <= 0:
        raise ValueError(f"Not a count of a base: {count} of {n}")
    if population is not None and n > population:
        raise ValueError(f"{n} of {population} cannot have answered")
