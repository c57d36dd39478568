"""Between which counts a hidden count must lie, given everything that is shown.

In a table with known totals the hidden counts can only change together, along closed walks over
rows and columns. How far one of them can move is therefore a largest flow in a small network, and
the ends of its span are whole numbers: Gusfield (1988), SIAM Journal on Computing 17, 552-571.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import maximum_flow

Counts = NDArray[np.int64]
Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Free:
    """The rows and columns whose totals are not shown."""

    rows: Mask
    columns: Mask


def least(table: Counts, hidden: Mask) -> Counts:
    """Return what a reader may assume of hidden counts: 1 beside other shown counts, else 0."""
    shown = ~hidden & (table > 0)
    return np.asarray(hidden & np.outer(shown.any(1), shown.any(0)), dtype=np.int64)


def of_line(
    values: Counts, hidden: Mask, upper: Counts | None = None, pooled: Mask | None = None
) -> tuple[Counts, Counts]:
    """Return the lowest and highest possible counts of a line whose total is shown.

    `upper` is what each count cannot exceed; of the pooled ones, what all together cannot exceed.
    The pooled ones are hidden whatever they are, so that they may be zero.
    """
    total = values[hidden].sum()
    pool = hidden & (np.zeros_like(hidden) if pooled is None else pooled)
    low = (hidden & ~pool & bool((values[~hidden] > 0).any())).astype(np.int64)
    high = np.where(hidden, total if upper is None else upper, 0)
    most = high[~pool].sum() + (high[pool].max() if pool.any() else 0)
    lowest = np.where(pool, 0, np.maximum(low, total - (most - high)))
    highest = np.minimum(high, total - (low.sum() - low))
    return np.where(hidden, lowest, values), np.where(hidden, highest, values)


def of_table(table: Counts, hidden: Mask, free: Free) -> tuple[Counts, Counts]:
    """Return the lowest and highest possible count of every cell."""
    low, high = table.copy(), table.copy()
    network = _Network(table, hidden, free)
    for row, column in zip(*np.nonzero(hidden), strict=True):
        low[row, column], high[row, column] = network.span(int(row), int(column))
    return low, high


def weak_cell(
    table: Counts, hidden: Mask, primary: Mask, free: Free, k: int
) -> tuple[int, int] | None:
    """Return a hidden cell that is known too well, if there is one."""
    network = _Network(table, hidden, free)
    for row, column in zip(*np.nonzero(hidden), strict=True):
        low, high = network.span(int(row), int(column))
        if high == low or (primary[row, column] and high - low < k):
            return int(row), int(column)
    return None


class _Network:
    """Rows and columns as places; lowering a hidden cell leads from its row to its column.

    Raising it leads back. Rows without a shown total meet in one more place, columns in another.
    """

    def __init__(self, table: Counts, hidden: Mask, free: Free) -> None:
        self.table = table
        self.room = np.where(hidden, table - least(table, hidden), 0)
        self.most = max(1, int(table.sum()))
        rows, columns = table.shape
        self.first_column = rows
        i, j = np.nonzero(hidden)
        free_rows, free_columns = np.flatnonzero(free.rows), rows + np.flatnonzero(free.columns)
        any_row = np.full_like(free_rows, rows + columns)
        any_column = np.full_like(free_columns, rows + columns + 1)
        start = [i, rows + j, free_rows, any_row, free_columns, any_column]
        end = [rows + j, i, any_row, free_rows, any_column, free_columns]
        endless = 2 * (len(free_rows) + len(free_columns)) + len(i)
        capacity = np.concatenate([self.room[i, j], np.full(endless, self.most)])
        size = rows + columns + 2
        self.graph = csr_array(
            (capacity.astype(np.int32), (np.concatenate(start), np.concatenate(end))),
            shape=(size, size),
        )

    def span(self, row: int, column: int) -> tuple[int, int]:
        """Return the ends of one cell's span, taking its own link out of each flow."""
        value, room = int(self.table[row, column]), int(self.room[row, column])
        there, back = row, self.first_column + column
        up = int(maximum_flow(self.graph, there, back).flow_value) - room
        down = int(maximum_flow(self.graph, back, there).flow_value) - self.most
        return value - min(down, room), value + up
