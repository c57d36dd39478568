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


def wilson_corrected(count: int, n: int, level: float = LEVEL) -> Interval:
    """Return the score interval with a continuity correction.

    Newcombe (1998), Statistics in Medicine 17, 857-872, method 4; the correction is no larger than
    the distance from one half, as R's prop.test has it.
    """
    _check(count, n)
    z, share = normal_quantile(level), count / n
    half = min(0.5, abs(count - n / 2))
    reach_low = z * sqrt(
        z * z / (4 * n * n) + max(0.0, (share - half / n) * (1 - share + half / n)) / n
    )
    reach_high = z * sqrt(
        z * z / (4 * n * n) + max(0.0, (share + half / n) * (1 - share - half / n)) / n
    )
    size, middle = 1 + z * z / n, z * z / (2 * n)
    low = (share - half / n + middle - reach_low) / size
    high = (share + half / n + middle + reach_high) / size
    low = 0.0 if count == 0 else max(0.0, low)
    high = 1.0 if count == n else min(1.0, high)
    return Interval(low, high, level, "wilson-corrected")


def wald(count: int, n: int, level: float = LEVEL, *, population: int | None = None) -> Interval:
    """Return the share ± z standard errors, as old reports print it; too short near 0 and 1.

    With a finite `population` the error is √((N−n)/(N−1)·p(1−p)/n): Cochran (1977), 3.2. Ends may
    lie outside 0 and 1, as the formula gives them.
    """
    _check(count, n, population)
    share = count / n
    part = 1.0 if population is None else (population - n) / (population - 1)
    reach = normal_quantile(level) * sqrt(part * share * (1 - share) / n)
    return Interval(share - reach, share + reach, level, "wald")


def wald_estimated(count: int, n: int, population: int, level: float = LEVEL) -> Interval:
    """Return the same with the unbiased variance of a sample, √((1−n/N)·p(1−p)/(n−1))."""
    _check(count, n, population)
    share = count / n
    reach = normal_quantile(level) * sqrt((1 - n / population) * share * (1 - share) / (n - 1))
    return Interval(share - reach, share + reach, level, "wald-estimated")


def agresti_coull(count: int, n: int, level: float = LEVEL) -> Interval:
    """Return the Wald interval of z²/2 more yes and as many no: The American Statistician 52, 119.

    Agresti & Coull (1998); ends may lie outside 0 and 1, as the formula gives them.
    """
    _check(count, n)
    z = normal_quantile(level)
    size = n + z * z
    share = (count + z * z / 2) / size
    reach = z * sqrt(share * (1 - share) / size)
    return Interval(share - reach, share + reach, level, "agresti-coull")


def jeffreys(count: int, n: int, level: float = LEVEL) -> Interval:
    """Return the equal-tailed interval under Jeffreys's prior, Beta(1/2, 1/2).

    Brown, Cai & DasGupta (2001), Statistical Science 16, 101-133, without their change at 0 and n.
    """
    from scipy.special import betaincinv

    _check(count, n)
    tail = (1 - level) / 2
    a, b = count + 0.5, n - count + 0.5
    return Interval(
        float(betaincinv(a, b, tail)), float(betaincinv(a, b, 1 - tail)), level, "jeffreys"
    )


def effective_size(n: int, population: int) -> float:
    """Return how many people of an endless list would tell as much: n(N−1)/(N−n)."""
    _check(0, n, population)
    return n * (population - 1) / (population - n) if population > n else float("inf")


def binomial_p(count: int, n: int, share: float = 0.5) -> float:
    """Return how often a coin of this share gives a count no more likely than the one seen."""
    from scipy.stats import binomtest

    _check(count, n)
    return float(binomtest(count, n, share).pvalue)


@dataclass(frozen=True)
class DifferenceTest:
    """Two shares compared: chi-square, p, the difference and its interval, first minus second."""

    statistic: float
    df: int
    p: float
    shares: tuple[float, float]
    interval: Interval


def two_shares(
    count1: int, n1: int, count2: int, n2: int, *, corrected: bool = True, level: float = LEVEL
) -> DifferenceTest:
    """Compare two independent shares as R's prop.test does, with Wald's interval.

    Newcombe's interval (`newcombe`) is better; this one is what many reports print.
    """
    from scipy.special import chdtrc

    _check(count1, n1)
    _check(count2, n2)
    p1, p2 = count1 / n1, count2 / n2
    apart = abs(p1 - p2)
    half = min(0.5, apart / (1 / n1 + 1 / n2)) if corrected else 0.0
    pooled = (count1 + count2) / (n1 + n2)
    spread = pooled * (1 - pooled) * (1 / n1 + 1 / n2)
    if spread == 0:
        raise ValueError("Nobody, or everybody, in both groups: nothing to compare")
    statistic = (apart - half * (1 / n1 + 1 / n2)) ** 2 / spread
    reach = normal_quantile(level) * sqrt(p1 * (1 - p1) / n1 + p2 * (1 - p2) / n2)
    reach += half * (1 / n1 + 1 / n2)
    interval = Interval(
        max(-1.0, p1 - p2 - reach), min(1.0, p1 - p2 + reach), level, "wald-difference"
    )
    return DifferenceTest(statistic, 1, float(chdtrc(1, statistic)), (p1, p2), interval)


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
