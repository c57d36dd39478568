"""What somebody can work out from several tables at once about a count that is hidden.

Every published count is an equation about how many people gave each combination of answers. The
least and the most that a hidden count can be under all these equations is found by linear
programming; a span narrower than the rule allows is a leak. Willenborg & de Waal (2001), Elements
of Statistical Disclosure Control, 8.3.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

LARGEST = 200_000
"""Combinations of answers after which an audit is not tried."""


@dataclass(frozen=True, eq=False)
class PublishedTable:
    """Counts over the levels of some keys, and which of them are shown."""

    keys: tuple[str, ...]
    counts: NDArray[np.int64]
    shown: NDArray[np.bool_]
    primary: NDArray[np.bool_] | None = None
    """Counts that are hidden for being small; all hidden ones when not given."""


@dataclass(frozen=True)
class Exposed:
    """A hidden count and the span in which everything published leaves it."""

    keys: tuple[str, ...]
    cell: tuple[int, ...]
    low: float
    high: float

    @property
    def width(self) -> float:
        """How wide the span is, in people."""
        return self.high - self.low


def spans(tables: Sequence[PublishedTable], levels: Mapping[str, int]) -> list[Exposed]:
    """Return the span of every hidden count that is there to be protected.

    `levels` says how many levels each key has. ValueError when the tables do not fit their keys,
    contradict each other, or have more than 200,000 combinations together.
    """
    keys = tuple(dict.fromkeys(key for table in tables for key in table.keys))
    shape = tuple(levels[key] for key in keys)
    size = int(np.prod(shape))
    if size > LARGEST:
        raise ValueError(f"{size} combinations are too many to audit")
    places = np.arange(size).reshape(shape)
    matrix, right = _equations(tables, keys, places, size)
    found = []
    for table in tables:
        wanted = ~table.shown if table.primary is None else table.primary & ~table.shown
        for cell in zip(*np.nonzero(wanted), strict=True):
            at = tuple(int(each) for each in cell)
            row = _members(table.keys, at, keys, places)
            low, high = _ends(row, matrix, right, size)
            found.append(Exposed(table.keys, at, low, high))
    return found


def _members(
    own: tuple[str, ...], cell: tuple[int, ...], keys: tuple[str, ...], places: NDArray
) -> NDArray[np.int64]:
    """Return the combinations that a cell of a table adds up."""
    index = tuple(cell[own.index(key)] if key in own else slice(None) for key in keys)
    return np.asarray(places[index]).ravel()


def _equations(
    tables: Sequence[PublishedTable], keys: tuple[str, ...], places: NDArray, size: int
) -> tuple[object, NDArray[np.float64]]:
    from scipy.sparse import csr_array

    rows: list[NDArray[np.int64]] = []
    columns: list[NDArray[np.int64]] = []
    right: list[float] = []
    for table in tables:
        if table.counts.shape != tuple(places.shape[keys.index(key)] for key in table.keys):
            raise ValueError(f"The table of {table.keys} has another shape than its keys")
        for cell in zip(*np.nonzero(table.shown), strict=True):
            members = _members(table.keys, tuple(int(e) for e in cell), keys, places)
            rows.append(np.full(len(members), len(right)))
            columns.append(members)
            right.append(float(table.counts[cell]))
    entries = np.concatenate(columns)
    matrix = csr_array(
        (np.ones(len(entries)), (np.concatenate(rows), entries)), shape=(len(right), size)
    )
    return matrix, np.array(right)


def _ends(
    members: NDArray[np.int64], matrix: object, right: NDArray[np.float64], size: int
) -> tuple[float, float]:
    from scipy.optimize import linprog

    goal = np.zeros(size)
    goal[members] = 1
    ends = []
    for sign in (1, -1):
        done = linprog(sign * goal, A_eq=matrix, b_eq=right, bounds=(0, None), method="highs")
        if not done.success:
            raise ValueError("The published tables contradict each other")
        ends.append(sign * float(done.fun))
    return ends[0], ends[1]
