"""Which statements a group stands for, what all share, and what divides them."""

from dataclasses import dataclass

import numpy as np

from engage.stats.corrections import benjamini_hochberg
from engage.stats.intervals import newcombe
from engage.stats.landscape.groups import groupings, matched, nearest
from engage.stats.landscape.plane import plane_of
from engage.stats.landscape.votes import Floats, Ints, Votes

FOLDS = 5
LEAST_VOTES = 10
"""Votes that a group and the rest must have given on a statement."""
FALSE_SHARE = 0.05
MOST_NAMED = 5
SIDES = {"agree": 2, "disagree": 0}


@dataclass(frozen=True)
class Representative:
    """A statement on which a group differs from everybody else, beyond chance."""

    group: int
    statement: str
    side: str
    count: int
    n: int
    count_rest: int
    n_rest: int
    difference: float
    low: float
    high: float
    q: float
    """The share of false ones among all that are named at this level or below."""


@dataclass(frozen=True)
class Standing:
    """How one statement stands in the groups: votes of disagree, pass, agree for each."""

    statement: str
    votes: tuple[tuple[int, int, int], ...]
    agree: float
    """The share of all votes that agree."""
    shared: float | None
    """The least lower end among the groups of the agreeing share; None with too few votes."""
    rejected: float | None
    """The same of the disagreeing share."""
    common: float
    """The geometric mean over groups of (agrees + 1) / (votes + 2)."""
    dividing: float
    """The largest difference between groups of the agreeing share."""


def representative(
    votes: Votes, labels: Ints, k: int, least: int
) -> tuple[tuple[Representative, ...], int]:
    """Return what each group stands for, strongest first, and how many comparisons were made.

    Groups that were made from a statement differ on it by construction, so statements are tested in
    folds: plane and groups come from the other four fifths of the statements and are matched to
    `labels`. Hypergeometric tests (Fisher's exact, one-sided), corrected together after Benjamini &
    Hochberg (1995), JRSS B 57, 289-300; intervals of differences after Newcombe (1998).
    """
    fold = votes.statement_fold(FOLDS)
    counts = np.zeros((k, len(votes.statements), 3), dtype=np.int64)
    for tested in range(FOLDS):
        inside = fold == tested
        if not inside.any():
            continue
        counts[:, inside] = votes.counts(_without(votes, ~inside, labels, k, least), k)[:, inside]
    found = _tested(counts, k)
    corrected = benjamini_hochberg([p for *_, p in found]) if found else ()
    named = [
        _named(votes, counts, each[0], each[1], each[2], q)
        for each, q in zip(found, corrected, strict=True)
        if q <= FALSE_SHARE
    ]
    named = [each for each in named if each.difference > 0]
    named.sort(key=lambda each: (each.group, -each.low, each.statement))
    return tuple(named), len(found)


def standings(votes: Votes, labels: Ints, k: int) -> tuple[Standing, ...]:
    """Return every statement with its votes by group; one group of all when k is 1.

    The shared value is the lower 95 % end of Jeffreys' interval in the group that agrees least.
    """
    counts = votes.counts(labels, k)
    seen = counts.sum(2)
    whole = votes.counts(np.zeros(votes.n, dtype=np.int64), 1)[0]
    lower = {side: _lower(counts[:, :, column], seen) for side, column in SIDES.items()}
    smooth = (counts[:, :, 2] + 1) / (seen + 2)
    common = np.exp(np.log(smooth).mean(0))
    enough = (seen >= LEAST_VOTES).all(0)
    return tuple(
        Standing(
            statement=name,
            votes=tuple((int(d), int(p), int(a)) for d, p, a in counts[:, place]),
            agree=float(whole[place, 2] / max(1, whole[place].sum())),
            shared=float(lower["agree"][:, place].min()) if enough[place] else None,
            rejected=float(lower["disagree"][:, place].min()) if enough[place] else None,
            common=float(common[place]),
            dividing=float(np.ptp(smooth[:, place])) if k > 1 else 0.0,
        )
        for place, name in enumerate(votes.statements)
    )


def _without(votes: Votes, kept: np.ndarray, labels: Ints, k: int, least: int) -> Ints:
    """Return groups made without some statements, named like the groups made from all."""
    seen = votes.only(kept[votes.statement])
    voted = (labels >= 0) & (seen.by_person >= min(least, int(kept.sum())))
    nobody = np.full(votes.n, -1, dtype=np.int64)
    if voted.sum() <= k:
        return nobody
    plane = plane_of(seen)
    grouping = groupings(plane.positions[voted], k).get(k)
    if grouping is None:
        return nobody
    fresh = np.where(voted, nearest(plane.positions, grouping.centres), -1)
    names = matched(fresh, labels, k, k)
    return np.where(fresh >= 0, names[fresh], -1)


def _tested(counts: Ints, k: int) -> list[tuple[int, int, str, float]]:
    from scipy.stats import hypergeom

    whole = counts.sum(0)
    seen, total = counts.sum(2), whole.sum(1)
    found: list[tuple[int, int, str, float]] = []
    for group in range(k):
        enough = np.flatnonzero((seen[group] >= LEAST_VOTES) & (total - seen[group] >= LEAST_VOTES))
        for side, column in SIDES.items():
            p = hypergeom.sf(
                counts[group, enough, column] - 1,
                total[enough],
                whole[enough, column],
                seen[group, enough],
            )
            found += [
                (group, int(place), side, float(min(1.0, value)))
                for place, value in zip(enough, p, strict=True)
            ]
    return found


def _named(
    votes: Votes, counts: Ints, group: int, place: int, side: str, q: float
) -> Representative:
    column = SIDES[side]
    whole = counts[:, place].sum(0)
    count, n = int(counts[group, place, column]), int(counts[group, place].sum())
    count_rest, n_rest = int(whole[column]) - count, int(whole.sum()) - n
    interval = newcombe(count, n, count_rest, n_rest)
    return Representative(
        group, votes.statements[place], side, count, n, count_rest, n_rest,
        count / n - count_rest / n_rest, interval.low, interval.high, q,
    )  # fmt: skip


def _lower(count: Ints, n: Ints) -> Floats:
    from scipy.special import betaincinv

    found = betaincinv(count + 0.5, n - count + 0.5, 0.025)
    return np.asarray(np.where(count == 0, 0.0, found))
