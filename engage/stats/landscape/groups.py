"""People who vote alike, as groups: the same for the same votes, in whatever order they come."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engage.stats.landscape.votes import Floats, Ints

MOST_POINTS = 1_000
"""People up to which each is a point of their own; above, cells of a grid are."""
GRID = 32
ROUNDS = 100


@dataclass(frozen=True, eq=False)
class Grouping:
    """One way to group: the group of each point (points,), the centres, how clear it is."""

    labels: Ints
    centres: Floats
    silhouette: float

    @property
    def k(self) -> int:
        """How many groups."""
        return len(self.centres)


def groupings(positions: Floats, most: int = 5) -> dict[int, Grouping]:
    """Return the groupings of positions (people, 2) for two up to `most` groups.

    Weighted k-means from three fixed starts, the one with the least squares kept; silhouettes on
    the cells. ValueError for fewer than two groups asked for.
    """
    if most < 2:
        raise ValueError("Two groups are the least")
    cells, weights, place = _cells(positions)
    distances = np.sqrt(np.square(cells[:, None] - cells[None, :]).sum(2))
    found = {}
    for k in range(2, min(most, len(cells)) + 1):
        labels, centres = _best(cells, weights, k)
        if len(np.unique(labels)) < k:
            continue
        clear = _silhouette(distances, weights, labels, k)
        found[k] = Grouping(labels[place], centres, clear)
    return found


def nearest(positions: Floats, centres: Floats) -> Ints:
    """Return the centre nearest to each position."""
    return np.square(positions[:, None] - centres[None, :]).sum(2).argmin(1)


def without_small(grouping: Grouping, positions: Floats, least: int) -> Grouping:
    """Return the grouping with every group of fewer than `least` people in the nearest other."""
    labels, centres = grouping.labels, grouping.centres
    while len(centres) > 1:
        sizes = np.bincount(labels, minlength=len(centres))
        smallest = int(sizes.argmin())
        if sizes[smallest] >= least:
            break
        kept = [place for place in range(len(centres)) if place != smallest]
        labels = np.where(labels == smallest, -1, labels)
        moved = nearest(positions, centres[kept])
        renamed = np.full(len(centres), -1)
        renamed[kept] = np.arange(len(kept))
        labels = np.where(labels < 0, moved, renamed[labels])
        centres = np.array([positions[labels == place].mean(0) for place in range(len(kept))])
    return Grouping(labels.astype(np.int64), centres, grouping.silhouette)


def in_order(grouping: Grouping) -> Grouping:
    """Return the groups named by size, the largest first; then from left to right."""
    sizes = np.bincount(grouping.labels, minlength=grouping.k)
    order = sorted(range(grouping.k), key=lambda g: (-sizes[g], *grouping.centres[g].tolist()))
    renamed = np.empty(grouping.k, dtype=np.int64)
    renamed[order] = np.arange(grouping.k)
    return Grouping(renamed[grouping.labels], grouping.centres[order], grouping.silhouette)


def matched(now: Ints, before: Ints, k_now: int, k_before: int) -> Ints:
    """Return for each group of now the group of before that shares most people with it, or -1.

    Kuhn (1955), Naval Research Logistics 2, 83-97. Negative labels are in no group.
    """
    from scipy.optimize import linear_sum_assignment

    shared = np.zeros((k_now, k_before), dtype=np.int64)
    both = (now >= 0) & (before >= 0)
    np.add.at(shared, (now[both], before[both]), 1)
    rows, columns = linear_sum_assignment(-shared)
    found = np.full(k_now, -1)
    for row, column in zip(rows, columns, strict=True):
        if shared[row, column]:
            found[row] = column
    return found


def _cells(positions: Floats) -> tuple[Floats, Floats, Ints]:
    """Return points to group, how many people each is, and each person's point."""
    if len(positions) <= MOST_POINTS:
        return positions, np.ones(len(positions)), np.arange(len(positions))
    low, high = positions.min(0), positions.max(0)
    reach = np.maximum(high - low, 1e-12)
    bins = np.minimum((positions - low) / reach * GRID, GRID - 1).astype(np.int64)
    _, place = np.unique(bins[:, 0] * GRID + bins[:, 1], return_inverse=True)
    weights = np.bincount(place).astype(float)
    cells = np.column_stack(
        [np.bincount(place, weights=positions[:, axis]) / weights for axis in range(2)]
    )
    return cells, weights, place.astype(np.int64)


def _best(cells: Floats, weights: Floats, k: int) -> tuple[Ints, Floats]:
    tried = [_settled(cells, weights, start) for start in _starts(cells, weights, k)]
    return min(tried, key=lambda found: round(_squares(cells, weights, *found), 9))


def _squares(cells: Floats, weights: Floats, labels: Ints, centres: Floats) -> float:
    return float((weights * np.square(cells - centres[labels]).sum(1)).sum())


def _starts(cells: Floats, weights: Floats, k: int) -> list[Floats]:
    """Return three fixed starts: along the first axis, far from each other, around the middle."""
    middle = np.average(cells, axis=0, weights=weights)
    angles = np.arctan2(cells[:, 1] - middle[1], cells[:, 0] - middle[0])
    found = [
        _parts(cells, weights, np.lexsort((cells[:, 1], cells[:, 0])), k),
        _parts(cells, weights, np.lexsort((cells[:, 1], cells[:, 0], angles)), k),
    ]
    far = [int(np.square(cells - middle).sum(1).argmax())]
    while len(far) < k:
        gap = np.square(cells[:, None] - cells[far][None, :]).sum(2).min(1)
        far.append(int(gap.argmax()))
    return [*found, cells[far]]


def _parts(cells: Floats, weights: Floats, order: NDArray[np.int64], k: int) -> Floats:
    """Return the means of k parts with the same number of people, in an order."""
    reached = np.cumsum(weights[order]) - weights[order] / 2
    part = np.minimum((reached / weights.sum() * k).astype(np.int64), k - 1)
    return np.array(
        [
            np.average(cells[order[part == each]], axis=0, weights=weights[order[part == each]])
            if (part == each).any()
            else cells[order[min(len(order) - 1, each)]]
            for each in range(k)
        ]
    )


def _settled(cells: Floats, weights: Floats, centres: Floats) -> tuple[Ints, Floats]:
    """Return the groups after Lloyd's rounds from some centres."""
    labels = nearest(cells, centres)
    for _ in range(ROUNDS):
        sums = np.bincount(labels, weights=weights, minlength=len(centres))
        moved = centres.copy()
        for axis in range(2):
            total = np.bincount(labels, weights=weights * cells[:, axis], minlength=len(centres))
            moved[:, axis] = np.divide(total, sums, out=centres[:, axis].copy(), where=sums > 0)
        again = nearest(cells, moved)
        centres = moved
        if np.array_equal(again, labels):
            break
        labels = again
    return labels.astype(np.int64), centres


def _silhouette(distances: Floats, weights: Floats, labels: Ints, k: int) -> float:
    """Return the mean silhouette over people: Rousseeuw (1987), J. Comp. Appl. Math. 20, 53-65."""
    inside = np.zeros((len(labels), k))
    inside[np.arange(len(labels)), labels] = weights
    sums, sizes = distances @ inside, inside.sum(0)
    rows = np.arange(len(labels))
    own = sizes[labels] - 1
    within = np.divide(sums[rows, labels], own, out=np.zeros(len(labels)), where=own > 0)
    others = sums / np.maximum(sizes, 1e-12)
    others[rows, labels] = np.inf
    nearest_other = others.min(1)
    top = np.maximum(within, nearest_other)
    value = np.divide(nearest_other - within, top, out=np.zeros(len(labels)), where=top > 0)
    value[own <= 0] = 0
    return float(np.average(value, weights=weights))
