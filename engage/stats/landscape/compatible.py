"""What the Polis software prints for groups that are given: for comparison, not for decisions.

Small et al. (2021), Recerca 26(2): representativeness by two z tests at 90 % one-sided without
correction, on the votes that made the groups. `representative` holds what we stand for.
"""

from dataclasses import dataclass

import numpy as np

from engage.stats.landscape.votes import Floats, Ints, Votes

SIGNIFICANT = 1.2816
MOST_NAMED = 5


@dataclass(frozen=True)
class Named:
    """A statement that a group is said to stand for, and on which side."""

    statement: str
    side: str


@dataclass(frozen=True, eq=False)
class _Side:
    """For one group and side, each (statements,): probability, its z, ratio to the rest, its z."""

    count: Floats
    p: Floats
    p_test: Floats
    ratio: Floats
    ratio_test: Floats

    @property
    def passes(self) -> np.ndarray:
        return (self.p_test > SIGNIFICANT) & (self.ratio_test > SIGNIFICANT)

    @property
    def metric(self) -> Floats:
        return self.ratio * self.ratio_test * self.p * self.p_test


def polis_representative(votes: Votes, group: Ints, groups: int) -> tuple[tuple[Named, ...], ...]:
    """Return for each group up to five statements; `group` (people,) with negative for none."""
    counts = votes.counts(group, groups).astype(float)
    whole = counts.sum(0)
    return tuple(
        _named(votes, _side(mine, whole - mine, 2), _side(mine, whole - mine, 0)) for mine in counts
    )


def polis_consensus(votes: Votes) -> dict[str, tuple[str, ...]]:
    """Return up to five statements on which all who voted agree, and on which they disagree."""
    counts = votes.counts(np.zeros(votes.n, dtype=np.int64), 1)[0].astype(float)
    seen = counts.sum(1)
    found = {}
    for name, column in (("agree", 2), ("disagree", 0)):
        p = (counts[:, column] + 1) / (seen + 2)
        test = _one_share(counts[:, column], seen)
        order = np.argsort(-(p * test), kind="stable")
        kept = [place for place in order if p[place] > 0.5 and test[place] > SIGNIFICANT]
        found[name] = tuple(votes.statements[place] for place in kept[:MOST_NAMED])
    return found


def polis_group_aware(votes: Votes, group: Ints, groups: int) -> Floats:
    """Return the product over groups of (agrees + 1) / (votes + 2), (statements,)."""
    counts = votes.counts(group, groups).astype(float)
    return np.asarray(((counts[:, :, 2] + 1) / (counts.sum(2) + 2)).prod(0))


def _side(mine: Floats, rest: Floats, column: int) -> _Side:
    count, seen = mine[:, column], mine.sum(1)
    others, seen_there = rest[:, column], rest.sum(1)
    p = (count + 1) / (seen + 2)
    return _Side(
        count=count,
        p=p,
        p_test=_one_share(count, seen),
        ratio=p / ((others + 1) / (seen_there + 2)),
        ratio_test=_two_shares(count, others, seen, seen_there),
    )


def _one_share(count: Floats, seen: Floats) -> Floats:
    return 2 * np.sqrt(seen + 1) * ((count + 1) / (seen + 1) - 0.5)


def _two_shares(first: Floats, second: Floats, n: Floats, m: Floats) -> Floats:
    a, b, size, other = first + 1, second + 1, n + 1, m + 1
    whole = (a + b) / (size + other)
    spread = np.sqrt(np.maximum(whole * (1 - whole) * (1 / size + 1 / other), 0))
    return np.divide(a / size - b / other, spread, out=np.zeros_like(spread), where=spread > 0)


def _named(votes: Votes, agree: _Side, disagree: _Side) -> tuple[Named, ...]:
    is_agree = agree.ratio_test > disagree.ratio_test
    passes = agree.passes | disagree.passes
    best = _best_agreed(agree, disagree)
    metric = np.where(is_agree, agree.metric, disagree.metric)
    order = [
        place for place in np.argsort(-metric, kind="stable") if passes[place] and place != best
    ]
    chosen = ([] if best is None else [best]) + [int(place) for place in order]
    if not chosen:
        strongest = np.maximum(agree.ratio_test, disagree.ratio_test)
        chosen = [int(strongest.argmax())]
    found = [
        Named(votes.statements[place], "agree" if is_agree[place] else "disagree")
        for place in chosen[:MOST_NAMED]
    ]
    return tuple(sorted(found, key=lambda named: named.side != "agree"))


def _best_agreed(agree: _Side, disagree: _Side) -> int | None:
    """Return the statement most agreed with, which stands first in the list."""
    best: int | None = None
    for place in range(len(agree.p)):
        if agree.count[place] == 0 and disagree.count[place] == 0:
            continue
        if best is None:
            notable = agree.p_test[place] > SIGNIFICANT
            if notable or (agree.ratio[place] > 1 and agree.p[place] > 0.5):
                best = place
            continue
        if agree.ratio[best] > 1:
            better = agree.metric[place] > agree.metric[best]
        else:
            better = agree.p[place] * agree.p_test[place] > agree.p[best] * agree.p_test[best]
        if better:
            best = place
    return best
