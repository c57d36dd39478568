"""The landscape of a conversation: where people stand, whether there are groups, what holds."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from engage.stats.landscape.gate import Gain, gains
from engage.stats.landscape.groups import Grouping, groupings, in_order, matched, without_small
from engage.stats.landscape.plane import Plane, plane_of
from engage.stats.landscape.standing import Representative, Standing, representative, standings
from engage.stats.landscape.votes import Floats, Ints, Votes

VERSION = 1
"""Grows when the same votes give another landscape."""
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
BETTER = 0.05
"""By how much another number of groups must be clearer to take its place."""
PATIENCE = 3
"""In so many landscapes one after another."""


@dataclass(frozen=True)
class Group:
    """People who vote alike: the letter that stays theirs, how many, and where their middle is."""

    label: str
    n: int
    centre: tuple[float, float]


@dataclass(frozen=True, eq=False)
class Landscape:
    """What the votes of a conversation say; re-computable from them by `digest` and `version`.

    `group` (people,) the place of each person's group in `groups`, -1 for people with too few
    votes or while there are no groups. `certainty` (people,) how surely a person belongs there.
    """

    version: int
    digest: str
    votes: Votes
    plane: Plane
    groups: tuple[Group, ...]
    group: Ints
    certainty: Floats
    silhouettes: dict[int, float]
    gains: dict[int, Gain]
    representative: tuple[Representative, ...]
    comparisons: int
    statements: tuple[Standing, ...]
    flags: tuple[str, ...]
    pending: tuple[int, int] = (0, 0)
    """Another number of groups that was clearer, and how often in a row."""

    @property
    def has_groups(self) -> bool:
        """Whether there are distinct ways of voting."""
        return len(self.groups) > 1

    def consensus(self, side: str = "agree", most: int = 10) -> list[Standing]:
        """Return the statements that every group shares (or rejects), the surest first."""
        name = "shared" if side == "agree" else "rejected"
        known = [each for each in self.statements if (getattr(each, name) or 0) > 0.5]
        return sorted(known, key=lambda each: (-getattr(each, name), each.statement))[:most]

    def divisive(self, most: int = 10) -> list[Standing]:
        """Return the statements on which groups differ most."""
        known = [each for each in self.statements if each.shared is not None and each.dividing > 0]
        return sorted(known, key=lambda each: (-each.dividing, each.statement))[:most]


def analyse(
    votes: Votes,
    *,
    previous: Landscape | None = None,
    least_votes: int = 7,
    most_groups: int = 5,
    least_group: int = 5,
) -> Landscape:
    """Return the landscape of some votes; `previous` keeps letters and the number of groups steady.

    Groups are published only when they guess hidden votes clearly better than no groups; smaller
    ones than `least_group` join their nearest. ValueError for limits below 2 votes or groups.
    """
    if least_votes < 1 or most_groups < 2 or least_group < 1:
        raise ValueError("A landscape needs people with votes, and two groups or more")
    plane = plane_of(votes)
    least = min(least_votes, len(votes.statements))
    voted = votes.by_person >= least
    found = groupings(plane.positions[voted], most_groups) if voted.sum() >= 4 else {}
    evidence = gains(votes, least, most_groups) if found else {}
    chosen, pending = _chosen(found, evidence, previous)
    grouping = _kept(found, chosen, plane.positions[voted], least_group)
    labels = np.full(votes.n, -1, dtype=np.int64)
    k = 1
    if grouping is not None:
        labels[voted], k = grouping.labels, grouping.k
    named, comparisons = representative(votes, labels, k, least) if k > 1 else ((), 0)
    return Landscape(
        version=VERSION,
        digest=votes.digest,
        votes=votes,
        plane=plane,
        groups=_groups(votes, labels, grouping, previous) if grouping is not None else (),
        group=labels,
        certainty=_certainty(plane, grouping, voted),
        silhouettes={each: grouped.silhouette for each, grouped in found.items()},
        gains=evidence,
        representative=named,
        comparisons=comparisons,
        statements=standings(votes, labels if k > 1 else np.zeros(votes.n, dtype=np.int64), k),
        flags=_flags(votes, voted, k),
        pending=pending,
    )


def as_plain(found: Landscape) -> dict[str, Any]:
    """Return a landscape as plain values; people by their ids only where they gave their votes."""
    letters = [group.label for group in found.groups]
    return {
        "version": found.version,
        "votes_sha256": found.digest,
        "people": found.votes.n,
        "votes": len(found.votes.value),
        "statements": [
            {
                "id": each.statement,
                "agree": each.agree,
                "shared": each.shared,
                "rejected": each.rejected,
                "common": each.common,
                "dividing": each.dividing,
                "votes": [
                    {"group": letter, "disagree": d, "pass": p, "agree": a}
                    for letter, (d, p, a) in zip(letters or ["all"], each.votes, strict=True)
                ],
            }
            for each in found.statements
        ],
        "groups": [group.__dict__ | {"centre": list(group.centre)} for group in found.groups],
        "evidence": [
            {
                "k": k,
                "silhouette": found.silhouettes.get(k),
                "gain": gain.value,
                "se": gain.se,
                "clear": gain.is_clear,
            }
            for k, gain in found.gains.items()
        ],
        "representative": [
            each.__dict__ | {"group": letters[each.group]} for each in found.representative
        ],
        "comparisons": found.comparisons,
        "consensus": [each.statement for each in found.consensus()],
        "rejected": [each.statement for each in found.consensus("disagree")],
        "divisive": [each.statement for each in found.divisive()],
        "explained": list(found.plane.explained),
        "flags": list(found.flags),
        "map": [
            {
                "id": person,
                "x": float(x),
                "y": float(y),
                "group": letters[place] if place >= 0 else None,
                "certainty": float(sure),
            }
            for person, (x, y), place, sure in zip(
                found.votes.people, found.plane.positions, found.group, found.certainty,
                strict=True,
            )
        ],
    }  # fmt: skip


def _chosen(
    found: dict[int, Grouping], evidence: dict[int, Gain], previous: Landscape | None
) -> tuple[int, tuple[int, int]]:
    """Return how many groups there are, 1 for none, and what waits to take their place."""
    clear = {k: grouping for k, grouping in found.items() if evidence[k].is_clear}
    if not clear:
        return 1, (0, 0)
    best = max(clear, key=lambda k: (clear[k].silhouette, -k))
    before = len(previous.groups) if previous is not None else 0
    if before not in clear or best == before:
        return best, (0, 0)
    if clear[best].silhouette < clear[before].silhouette + BETTER:
        return before, (0, 0)
    waiting, times = previous.pending if previous is not None else (0, 0)
    times = times + 1 if waiting == best else 1
    return (best, (0, 0)) if times >= PATIENCE else (before, (best, times))


def _kept(found: dict[int, Grouping], k: int, positions: Floats, least: int) -> Grouping | None:
    if k not in found:
        return None
    grouping = in_order(without_small(found[k], positions, least))
    return grouping if grouping.k > 1 else None


def _groups(
    votes: Votes, labels: Ints, grouping: Grouping, previous: Landscape | None
) -> tuple[Group, ...]:
    letters = _letters(votes, labels, grouping.k, previous)
    sizes = np.bincount(labels[labels >= 0], minlength=grouping.k)
    return tuple(
        Group(letter, int(n), (float(x), float(y)))
        for letter, n, (x, y) in zip(letters, sizes, grouping.centres, strict=True)
    )


def _letters(votes: Votes, labels: Ints, k: int, previous: Landscape | None) -> list[str]:
    """Return the groups' letters: those of before for the same people, new ones for new groups."""
    if previous is None or not previous.groups:
        return list(LETTERS[:k])
    there = {person: place for place, person in enumerate(previous.votes.people)}
    before = np.array(
        [previous.group[there[p]] if p in there else -1 for p in votes.people], dtype=np.int64
    )
    names = matched(labels, before, k, len(previous.groups))
    used = {group.label for group in previous.groups}
    free = iter([letter for letter in LETTERS if letter not in used])
    return [previous.groups[name].label if name >= 0 else next(free) for name in names]


def _certainty(plane: Plane, grouping: Grouping | None, voted: np.ndarray) -> Floats:
    """Return how surely each person belongs to the nearest group, given how little is known.

    Each group is a normal cloud of the same spread; the person's own uncertainty widens it.
    """
    sure = np.zeros(len(voted))
    if grouping is None:
        return sure
    positions, spread = plane.positions[voted], plane.covariance[voted]
    apart = positions - grouping.centres[grouping.labels]
    within = (apart.T @ apart) / max(1, len(positions)) + 1e-12 * np.eye(2)
    whole = spread + within
    inverse = np.linalg.inv(whole)
    gap = positions[:, None] - grouping.centres[None, :]
    squares = np.einsum("pgi,pij,pgj->pg", gap, inverse, gap)
    sizes = np.bincount(grouping.labels, minlength=grouping.k)
    weight = np.log(np.maximum(sizes, 1))[None, :] - squares / 2
    weight -= weight.max(1, keepdims=True)
    odds = np.exp(weight)
    sure[voted] = odds[np.arange(len(odds)), grouping.labels] / odds.sum(1)
    return sure


def _flags(votes: Votes, voted: np.ndarray, k: int) -> tuple[str, ...]:
    found = []
    if k == 1:
        found.append("no-distinct-groups")
    if voted.sum() < 30:
        found.append("few-people")
    same = np.bincount(votes.person, weights=votes.value, minlength=votes.n)
    if ((np.abs(same) == votes.by_person) & (votes.by_person >= 10)).any():
        found.append("people-who-always-vote-alike")
    return tuple(found)
