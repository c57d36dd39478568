"""How strongly two answers go together, and tests of it beside the plain chi-square."""

from dataclasses import dataclass
from math import lgamma, prod, sqrt

import numpy as np
from numpy.typing import ArrayLike, NDArray

from engage.stats.compare import SMALL_EXPECTED, expected, noncentrality_interval, occupied
from engage.stats.intervals import LEVEL, Interval

LARGEST_EXACT = 40_000_000
"""Steps of counting after which an exact test of a large table is not tried."""


@dataclass(frozen=True)
class TableTest:
    """A test of a table: statistic, degrees of freedom, how often chance does as much."""

    method: str
    statistic: float | None
    df: int | None
    p: float
    n: int
    smallest_expected: float
    flags: tuple[str, ...] = ()


@dataclass(frozen=True)
class Strength:
    """Measures of how strongly rows and columns of a table go together; 0 is not at all."""

    v: float
    v_interval: Interval
    """Smithson (2003), unshifted, never above 1."""
    v_interval_shifted: Interval
    """The same with the degrees of freedom added to the noncentrality, as some programs do."""
    v_corrected: float
    """Bergsma (2013), J. Korean Statist. Soc. 42, 323-328: about 0 when there is no relation."""
    contingency: float
    """Pearson's coefficient √(χ²/(χ²+n))."""
    w: float
    """Cohen's w, √(χ²/n)."""
    n: int


def yates(table: ArrayLike) -> TableTest | None:
    """Test independence with Yates's correction in a 2x2 table, without it in a larger one.

    Counts; None when fewer than two rows or columns have people. Yates (1934), JRSS Suppl. 1, 217.
    """
    counts = occupied(table)
    if min(counts.shape) < 2:
        return None
    means = expected(counts)
    distance = np.abs(counts - means)
    if counts.shape == (2, 2):
        distance = distance - min(0.5, float(distance.min()))
    return _tested("chi-square-corrected", counts, float((distance**2 / means).sum()))


def g_test(table: ArrayLike) -> TableTest | None:
    """Test independence by the likelihood ratio G²: Wilks (1938), Ann. Math. Statist. 9, 60-62.

    Counts; empty cells add nothing; None when fewer than two rows or columns have people.
    """
    counts = occupied(table)
    if min(counts.shape) < 2:
        return None
    with np.errstate(divide="ignore", invalid="ignore"):
        parts = np.where(counts > 0, counts * np.log(counts / expected(counts)), 0.0)
    return _tested("g", counts, float(2 * parts.sum()))


def linear_trend(table: ArrayLike, rows: ArrayLike, columns: ArrayLike) -> TableTest | None:
    """Test whether answers rise or fall along the groups, given a score for each row and column.

    M² = (n−1)r², one degree of freedom; with two rows it is the Cochran-Armitage test times
    (n−1)/n. None when nothing varies. Mantel (1963), JASA 58, 690-700.
    """
    counts = np.asarray(table, dtype=float)
    x, y = np.asarray(rows, dtype=float), np.asarray(columns, dtype=float)
    if counts.shape != (len(x), len(y)):
        raise ValueError("One score is needed for each row and column")
    n = counts.sum()
    dx = x - (counts.sum(1) @ x) / n if n else x
    dy = y - (counts.sum(0) @ y) / n if n else y
    spread = (counts.sum(1) @ dx**2) * (counts.sum(0) @ dy**2)
    if n < 2 or spread <= 0:
        return None
    statistic = float((n - 1) * (dx @ counts @ dy) ** 2 / spread)
    from scipy.special import chdtrc

    smallest = float(expected(occupied(counts.astype(np.int64))).min())
    p = float(chdtrc(1, statistic))
    return TableTest("linear-trend", statistic, 1, p, int(n), smallest)


def strength(table: ArrayLike, level: float = LEVEL) -> Strength | None:
    """Return measures of association of a table of counts, with intervals of Cramér's V."""
    counts = occupied(table)
    if min(counts.shape) < 2:
        return None
    n, (r, c) = int(counts.sum()), counts.shape
    means = expected(counts)
    statistic = float(((counts - means) ** 2 / means).sum())
    df, smaller = (r - 1) * (c - 1), min(r, c) - 1
    low, high = noncentrality_interval(statistic, df, level)

    def v(value: float) -> float:
        return sqrt(value / (n * smaller))

    phi = max(0.0, statistic / n - df / (n - 1))
    rows, columns = r - (r - 1) ** 2 / (n - 1), c - (c - 1) ** 2 / (n - 1)
    return Strength(
        v=v(statistic),
        v_interval=Interval(min(1.0, v(low)), min(1.0, v(high)), level, "noncentral"),
        v_interval_shifted=Interval(
            min(1.0, v(low + df)), min(1.0, v(high + df)), level, "noncentral-shifted"
        ),
        v_corrected=sqrt(phi / (min(rows, columns) - 1)),
        contingency=sqrt(statistic / (statistic + n)),
        w=sqrt(statistic / n),
        n=n,
    )


@dataclass(frozen=True)
class OddsRatio:
    """The conditional odds ratio of a 2x2 table, its interval, and Fisher's p for one side."""

    value: float
    interval: Interval
    p: float
    alternative: str


def odds_ratio(
    table: ArrayLike, *, alternative: str = "two-sided", level: float = LEVEL
) -> OddsRatio:
    """Return the odds ratio of a 2x2 table given its margins, and Fisher's exact p.

    `alternative`: two-sided, greater or less; a one-sided interval has one end at 0 or infinity.
    ValueError for another shape. Fisher (1935); Cornfield (1956).
    """
    from scipy.stats import fisher_exact
    from scipy.stats.contingency import odds_ratio as conditional

    counts = np.asarray(table, dtype=np.int64)
    if counts.shape != (2, 2):
        raise ValueError("The odds ratio here is for 2x2 tables")
    found = conditional(counts, kind="conditional")
    ends = found.confidence_interval(level, alternative)
    p = float(fisher_exact(counts, alternative=alternative).pvalue)
    interval = Interval(float(ends.low), float(ends.high), level, "conditional-exact")
    return OddsRatio(float(found.statistic), interval, p, alternative)


def fisher_larger(table: ArrayLike) -> TableTest | None:
    """Test independence in a table of any shape exactly, by all tables with the same margins.

    Counts; p adds every table that is no more likely than the one seen. None when fewer than two
    rows or columns have people; ValueError when the tables are too many to count.
    Freeman & Halton (1951), Biometrika 38, 141-149; the past of each node of margins is kept once,
    as in Mehta & Patel (1983), JASA 78, 427-434.
    """
    counts = occupied(table)
    if min(counts.shape) < 2:
        return None
    if counts.shape[0] > counts.shape[1]:
        counts = counts.T
    rows, columns = tuple(counts.sum(1)), sorted(counts.sum(0))
    seen = -float(sum(lgamma(x + 1) for x in counts.ravel()))
    bound = seen + 1e-7  # as likely up to the noise of rounding
    pasts: dict[tuple[int, ...], NDArray[np.float64]] = {rows: np.zeros((1, 2))}
    steps = 0
    for width in columns[:-2]:
        arriving: dict[tuple[int, ...], list[NDArray[np.float64]]] = {}
        for left, past in pasts.items():
            for cells in _compositions(np.array(left), width):
                logs = -sum(lgamma(int(x) + 1) for x in cells)
                node = tuple(int(a) for a in np.array(left) - cells)
                arriving.setdefault(node, []).append(past + np.array([logs, 0.0]))
                steps += len(past)
            if steps > LARGEST_EXACT:
                raise ValueError("There are too many tables to count")
        pasts = {node: _merged(np.vstack(lines)) for node, lines in arriving.items()}
    smallest = float(expected(counts).min())
    p = min(1.0, _completed(pasts, columns, bound, _log_total(rows, columns)))
    return TableTest("fisher-freeman-halton", None, None, p, int(counts.sum()), smallest)


def _completed(
    pasts: dict[tuple[int, ...], NDArray[np.float64]],
    columns: list[int],
    bound: float,
    margins: float,
) -> float:
    """Add up, over all ways to fill the last two columns, the tables no more likely than seen.

    A past is (logarithm of its cells, logarithm of how many there are).
    """
    total = 0.0
    for left, past in pasts.items():
        node = np.array(left)
        cells = _compositions(node, columns[-2])
        logs = -(_log_factorials(cells) + _log_factorials(node - cells)).sum(1)
        logs = np.sort(logs)
        tails = np.concatenate([[0.0], np.cumsum(np.exp(logs - logs[-1]))])
        reach = np.searchsorted(logs, bound - past[:, 0], side="right")
        ways = np.exp(past[:, 0] + past[:, 1] + logs[-1] + margins)
        total += float((ways * tails[reach]).sum())
    return total


def _merged(lines: NDArray[np.float64]) -> NDArray[np.float64]:
    """Keep pasts of equal likelihood once, with how many they are (as a logarithm)."""
    keys = np.round(lines[:, 0], 9)
    kept, places = np.unique(keys, return_inverse=True)
    ways = np.bincount(places, weights=np.exp(lines[:, 1]))
    return np.column_stack([kept, np.log(ways)])


def _compositions(most: NDArray[np.int64], total: int) -> NDArray[np.int64]:
    """Return all ways to take `total` people from rows that have at most so many left."""
    ranges = [np.arange(min(int(size), total) + 1) for size in most[:-1]]
    if prod(len(each) for each in ranges) > LARGEST_EXACT // 10:
        raise ValueError("There are too many tables to count")
    grid = np.stack(np.meshgrid(*ranges, indexing="ij"), axis=-1).reshape(-1, len(ranges))
    last = total - grid.sum(1)
    fits = (last >= 0) & (last <= most[-1])
    return np.column_stack([grid[fits], last[fits]])


def _log_factorials(counts: NDArray[np.int64]) -> NDArray[np.float64]:
    from scipy.special import gammaln

    found: NDArray[np.float64] = gammaln(counts + 1.0)
    return found


def _log_total(rows: tuple[int, ...], columns: list[int]) -> float:
    """Return the logarithm of the factor that turns cell factorials into a probability."""
    sides = sum(lgamma(int(x) + 1) for x in (*rows, *columns))
    return sides - lgamma(int(sum(rows)) + 1)


def _tested(method: str, counts: NDArray[np.int64], statistic: float) -> TableTest:
    from scipy.special import chdtrc

    df = (counts.shape[0] - 1) * (counts.shape[1] - 1)
    smallest = float(expected(counts).min())
    flags = ("expected-under-5",) if smallest < SMALL_EXPECTED else ()
    p = float(chdtrc(df, statistic))
    return TableTest(method, statistic, df, p, int(counts.sum()), smallest, flags)
