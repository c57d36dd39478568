"""The same people asked twice or more: whether answers changed."""

from dataclasses import dataclass
from math import comb

import numpy as np
from numpy.typing import ArrayLike, NDArray


@dataclass(frozen=True)
class PairedTest:
    """A test of matched answers: statistic, degrees of freedom, how often chance does as much."""

    method: str
    statistic: float | None
    df: int | None
    p: float
    n: int
    """People in the table."""
    changed: int
    """People whose answers differ; the test rests on them alone."""
    flags: tuple[str, ...] = ()


FEW_CHANGES = 25
"""Below this many changes the chi-square distribution fits poorly: use the exact test."""


def mcnemar(table: ArrayLike, *, corrected: bool = True) -> PairedTest | None:
    """Say whether as many people changed one way as the other, in a 2x2 table of before and after.

    `table` has counts of people, before down and after across; None when nobody changed.
    ValueError for another shape or negative counts. McNemar (1947), Psychometrika 12, 153-157;
    continuity correction after Edwards (1948). Flag `few-changes` where the exact test is better.
    """
    from scipy.special import chdtrc

    counts = _square(table)
    if counts.shape != (2, 2):
        raise ValueError("McNemar's test needs a 2x2 table")
    up, down = int(counts[0, 1]), int(counts[1, 0])
    if up + down == 0:
        return None
    distance = max(0.0, abs(up - down) - (1 if corrected else 0))
    statistic = distance**2 / (up + down)
    name = "mcnemar-corrected" if corrected else "mcnemar"
    flags = ("few-changes",) if up + down < FEW_CHANGES else ()
    p = float(chdtrc(1, statistic))
    return PairedTest(name, statistic, 1, p, int(counts.sum()), up + down, flags)


def mcnemar_exact(table: ArrayLike) -> PairedTest | None:
    """Test a 2x2 table of before and after with the binomial distribution itself, two-sided.

    Shape and errors as `mcnemar`. The changes are a draw of a fair coin when nothing happened.
    """
    counts = _square(table)
    if counts.shape != (2, 2):
        raise ValueError("McNemar's test needs a 2x2 table")
    up, down = int(counts[0, 1]), int(counts[1, 0])
    changed = up + down
    if changed == 0:
        return None
    tail = sum(comb(changed, k) for k in range(min(up, down) + 1))
    p = min(1.0, 2 * tail / 2**changed)
    return PairedTest("mcnemar-exact", None, None, p, int(counts.sum()), changed)


def bowker(table: ArrayLike) -> PairedTest | None:
    """Say whether a square table of before and after is symmetric: Bowker (1948), JASA 43, 572-574.

    Pairs of cells in which nobody is give no degree of freedom; None when nobody changed.
    """
    from scipy.special import chdtrc

    counts = _square(table)
    up, down = counts[np.triu_indices_from(counts, 1)], counts.T[np.triu_indices_from(counts, 1)]
    both = up + down
    used = both > 0
    if not used.any():
        return None
    statistic = float((np.square(up - down)[used] / both[used]).sum())
    df, changed = int(used.sum()), int(both.sum())
    flags = ("few-changes",) if changed < FEW_CHANGES else ()
    p = float(chdtrc(df, statistic))
    return PairedTest("bowker", statistic, df, p, int(counts.sum()), changed, flags)


def cochran_q(chosen: ArrayLike) -> PairedTest | None:
    """Say whether several yes-or-no questions get the same share of yes from the same people.

    `chosen` is (people, questions) of 0 and 1; ValueError for anything else, NaN included. People
    who say the same to all add nothing; None when all do. Cochran (1950), Biometrika 37, 256-266.
    """
    from scipy.special import chdtrc

    rows = np.asarray(chosen, dtype=float)
    if rows.ndim != 2 or rows.shape[1] < 2 or not np.isin(rows, (0, 1)).all():
        raise ValueError("Cochran's Q needs 0 and 1, people down, at least two questions across")
    k = rows.shape[1]
    by_question, by_person = rows.sum(0), rows.sum(1)
    spread = float((by_person * (k - by_person)).sum())
    if spread == 0:
        return None
    statistic = float(k * (k - 1) * np.square(by_question - by_question.mean()).sum() / spread)
    changed = int(((by_person > 0) & (by_person < k)).sum())
    p = float(chdtrc(k - 1, statistic))
    return PairedTest("cochran-q", statistic, k - 1, p, len(rows), changed)


def _square(table: ArrayLike) -> NDArray[np.float64]:
    counts = np.asarray(table, dtype=float)
    if counts.ndim != 2 or counts.shape[0] != counts.shape[1]:
        raise ValueError("Before and after need the same answers: a square table")
    if not np.isfinite(counts).all() or (counts < 0).any():
        raise ValueError("Counts are whole numbers from 0")
    return counts
