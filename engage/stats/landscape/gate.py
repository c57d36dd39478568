"""Whether groups say anything: votes that were hidden are guessed with them and without."""

from dataclasses import dataclass
from math import sqrt

import numpy as np

from engage.stats.landscape.groups import groupings, nearest
from engage.stats.landscape.plane import plane_of
from engage.stats.landscape.votes import Floats, Ints, Votes

FOLDS = 5
MANY_VOTES = 200_000
"""Votes above which one fold is enough to see."""
CLEAR = 2.0
"""Standard errors that the gain must lie above nothing."""
STRENGTH = 2.0
"""A group's rates are drawn to those of all as if by so many votes."""


@dataclass(frozen=True)
class Gain:
    """How much better hidden votes are guessed with groups, in nats a vote."""

    k: int
    value: float
    se: float
    votes: int

    @property
    def is_clear(self) -> bool:
        """Whether the gain lies clearly above nothing."""
        return self.votes > 0 and self.value > CLEAR * self.se


def gains(votes: Votes, least: int, most: int = 5) -> dict[int, Gain]:
    """Return the gain for each number of groups.

    A fifth of the votes, chosen by a hash of person and statement, is hidden; plane and groups are
    made from the others; the hidden votes are scored by the rates of their person's group and by
    those of all. Standard errors over people. People with fewer than `least` votes are not scored.
    """
    fold = votes.fold(FOLDS)
    used = range(1 if len(votes.value) > MANY_VOTES else FOLDS)
    sums: dict[int, Floats] = {k: np.zeros(votes.n) for k in range(2, most + 1)}
    count = np.zeros(votes.n)
    for hidden in used:
        seen = votes.only(fold != hidden)
        plane = plane_of(seen)
        voted = seen.by_person >= least
        if voted.sum() < 2 * most:
            continue
        rest = votes.only((fold == hidden) & voted[votes.person])
        count += rest.by_person
        for k, grouping in groupings(plane.positions[voted], most).items():
            labels = np.where(voted, nearest(plane.positions, grouping.centres), -1)
            sums[k] += np.bincount(
                rest.person, weights=_scored(seen, rest, labels, k), minlength=votes.n
            )
    return {k: _gain(k, total, count) for k, total in sums.items()}


def _scored(seen: Votes, rest: Votes, labels: Ints, k: int) -> Floats:
    """Return for each hidden vote how much likelier its group's rates make it."""
    counts = seen.counts(labels, k).astype(float)
    whole = counts.sum(0)
    overall = (whole + 1) / (whole.sum(1, keepdims=True) + 3)
    mine = (counts + STRENGTH * overall) / (counts.sum(2, keepdims=True) + STRENGTH)
    place = rest.value.astype(np.int64) + 1
    with_groups = mine[labels[rest.person], rest.statement, place]
    return np.log(with_groups) - np.log(overall[rest.statement, place])


def _gain(k: int, total: Floats, count: Floats) -> Gain:
    votes = int(count.sum())
    if not votes:
        return Gain(k, 0.0, 0.0, 0)
    value = float(total.sum() / votes)
    scored = count > 0
    apart = total[scored] - value * count[scored]
    n = int(scored.sum())
    se = sqrt(float(np.square(apart).sum()) * n / max(1, n - 1)) / votes
    return Gain(k, value, se, votes)
