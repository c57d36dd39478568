"""Where people stand: the two directions in which votes differ most, and each person on them.

After filling in statement means, every vote that was not given is exactly 0, so the main components
are those of the sparse table of votes minus means; no dense table is made.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engage.stats.landscape.votes import Floats, Votes

DENSE = 400
"""Statements up to which the exact way is taken."""
LEAST = 1e-12


@dataclass(frozen=True, eq=False)
class Plane:
    """Positions of people (people, 2), their covariance (people, 2, 2), and the statements'.

    `loadings` (statements, 2) unit directions; `explained` the share of all variance on each axis.
    """

    positions: Floats
    covariance: Floats
    loadings: Floats
    means: Floats
    explained: tuple[float, float]


def plane_of(votes: Votes) -> Plane:
    """Return the plane of some votes.

    Each position is the ridge solution on the person's own votes: who voted little stands near the
    middle, with a wide covariance. Hoerl & Kennard (1970), Technometrics 12, 55-67.
    """
    table, mask, means = _centred(votes)
    loadings, sizes = _directions(table)
    total = float(table.multiply(table).sum())
    noise, prior = _spreads(votes, sizes, total)
    positions, covariance = _positions(table, mask, loadings, noise, prior)
    explained = np.square(sizes) / total if total > 0 else np.zeros(2)
    return Plane(positions, covariance, loadings, means, (float(explained[0]), float(explained[1])))


def _centred(votes: Votes) -> tuple[Any, Any, Floats]:
    from scipy.sparse import csr_array

    size = len(votes.statements)
    given = np.bincount(votes.statement, minlength=size)
    sums = np.bincount(votes.statement, weights=votes.value, minlength=size)
    means = np.divide(sums, given, out=np.zeros(size), where=given > 0)
    shape = (votes.n, size)
    starts = np.concatenate([[0], np.cumsum(votes.by_person)])
    values = votes.value - means[votes.statement]
    table = csr_array((values, votes.statement, starts), shape=shape)
    mask = csr_array((np.ones(len(values)), votes.statement, starts), shape=shape)
    return table, mask, means


def _directions(table: Any) -> tuple[Floats, Floats]:
    """Return two unit directions (statements, 2) and their sizes; signs fixed."""
    size = table.shape[1]
    if size <= DENSE or min(table.shape) <= 3:
        gram = (table.T @ table).toarray()
        values, vectors = np.linalg.eigh(gram)
        kept = np.argsort(values)[::-1][:2]
        sizes, found = np.sqrt(np.maximum(values[kept], 0)), vectors[:, kept]
    else:
        from scipy.sparse.linalg import svds

        start = np.ones(min(table.shape)) / np.sqrt(min(table.shape))
        _, sizes, turned = svds(table, k=2, v0=start)
        order = np.argsort(sizes)[::-1]
        sizes, found = sizes[order], turned[order].T
    if found.shape[1] < 2:
        found = np.column_stack([found, np.zeros(len(found))])
        sizes = np.append(sizes, 0.0)
    largest = np.abs(found).argmax(0)
    signs = np.where(found[largest, [0, 1]] < 0, -1.0, 1.0)
    return np.asarray(found * signs), np.asarray(sizes)


def _spreads(votes: Votes, sizes: Floats, total: float) -> tuple[float, Floats]:
    """Return the variance of one vote around its expectation, and of people on each axis.

    People's variance is that of their plain scores, which is rather too small where few votes were
    given: who is little known is drawn further to the middle.
    """
    noise = max((total - float(np.square(sizes).sum())) / max(1, len(votes.value)), LEAST)
    return noise, np.maximum(np.square(sizes) / votes.n, LEAST)


def _positions(
    table: Any, mask: Any, loadings: Floats, noise: float, prior: Floats
) -> tuple[Floats, Floats]:
    first, second = loadings[:, 0], loadings[:, 1]
    parts = mask @ np.column_stack([first * first, first * second, second * second])
    a = parts[:, 0] / noise + 1 / prior[0]
    b = parts[:, 1] / noise
    d = parts[:, 2] / noise + 1 / prior[1]
    determinant = a * d - b * b
    right = (table @ loadings) / noise
    covariance = np.empty((len(a), 2, 2))
    covariance[:, 0, 0], covariance[:, 1, 1] = d / determinant, a / determinant
    covariance[:, 0, 1] = covariance[:, 1, 0] = -b / determinant
    positions: NDArray[np.float64] = np.einsum("pij,pj->pi", covariance, right)
    return positions, covariance
