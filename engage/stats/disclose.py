"""What must be hidden so that nobody's answer can be read off a table, not even by subtraction.

The rule, with k = 5:

1. A count of 1 to k-1 people is hidden, and so is everything about a group of fewer than k.
2. So is the count of a group in which everybody answered alike, as it tells each one's answer.
3. Further counts are hidden until nothing shown narrows a small count down: from all that is
   shown, it could still lie anywhere in a span of at least k, and no hidden count is certain.
4. Zero is shown as 0, because it is about nobody. A zero is hidden only where its row or column
   has no other count left to hide, so a reader may assume that a hidden count in a line with
   other counts is at least 1. Point 3 holds against that reader.

Totals are decided first, from the totals alone, so that every table with the same totals hides the
same ones; their whole row or column is hidden with them. Hundepool et al. (2012), Statistical
Disclosure Control, chapter 4; the spans are found in `spans`.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from engage.stats import spans

K = 5
"""Our smallest count that may be shown; no Japanese rule for opinion surveys was found."""

Counts = NDArray[np.int64]
Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class HiddenRow:
    """Which counts of a one-way table are hidden."""

    hidden: tuple[bool, ...]
    primary: tuple[bool, ...]
    """Hidden for being small, not only to protect another."""
    total_hidden: bool
    k: int

    @property
    def any(self) -> bool:
        """Say whether a note is needed."""
        return self.total_hidden or any(self.hidden)


@dataclass(frozen=True)
class HiddenTable:
    """Which counts of a two-way table are hidden, with its totals."""

    hidden: tuple[tuple[bool, ...], ...]
    primary: tuple[tuple[bool, ...], ...]
    row_totals: tuple[bool, ...]
    column_totals: tuple[bool, ...]
    total_hidden: bool
    k: int

    @property
    def any(self) -> bool:
        """Say whether a note is needed."""
        return self.total_hidden or any(map(any, self.hidden))


def one_way(counts: Sequence[int], *, k: int = K) -> HiddenRow:
    """Decide what to hide of counts that are printed beside their total."""
    values = np.asarray(counts, dtype=np.int64)
    primary = _small(values, k)
    if 0 < values.sum() < k:
        return _nothing_shown_row(primary, k)
    hidden = _guard_line(values, primary, k)
    return HiddenRow(_plain(hidden), _plain(primary), total_hidden=False, k=k)


def multiple(counts: Sequence[int], n: int, *, k: int = K, sum_shown: bool = False) -> HiddenRow:
    """Decide what to hide of the options of a multiple question, printed beside n.

    Each option also tells how many did not choose it, so few of these hide it as well. The options
    do not add up to n; they are guarded against subtraction only if their sum (M.T.) is shown.
    """
    values = np.asarray(counts, dtype=np.int64)
    primary = _small(values, k) | _small(n - values, k)
    if 0 < n < k:
        return _nothing_shown_row(primary, k)
    line = _Line(np.full_like(values, n))
    hidden = _guard_line(values, primary, k, line) if sum_shown else primary
    return HiddenRow(_plain(hidden), _plain(primary), total_hidden=False, k=k)


def two_way(counts: ArrayLike, *, k: int = K) -> HiddenTable:
    """Decide what to hide of a table printed with its row totals, column totals and total.

    Rows are the answers (無回答 is one of them), columns the groups. The same answers may be
    printed the other way round elsewhere, so that table hides the same cells.
    """
    table = np.asarray(counts, dtype=np.int64)
    turned = np.ascontiguousarray(table.T)
    if (turned.shape, turned.tolist()) < (table.shape, table.tolist()):
        return _turned(two_way(turned, k=k))
    primary = _small(table, k) | _unanimous(table) | _unanimous(turned).T
    rows, columns = one_way(table.sum(1), k=k), one_way(table.sum(0), k=k)
    if rows.total_hidden:
        return _nothing_shown_table(primary, k)
    # A row or column that is empty is known to be empty from its total; hiding it protects nobody.
    some_row, some_column = table.sum(1) > 0, table.sum(0) > 0
    inside = np.ix_(some_row, some_column)
    free = spans.Free(np.array(rows.hidden)[some_row], np.array(columns.hidden)[some_column])
    first = primary[inside] | free.rows[:, None] | free.columns[None, :]
    hidden = np.zeros_like(primary)
    hidden[inside] = _guard_table(table[inside], first, primary[inside], free, k)
    return _table(hidden, primary, rows.hidden, columns.hidden, k)


def multiple_by_group(
    chosen: ArrayLike, bases: Sequence[int], *, k: int = K, sum_shown: bool = False
) -> HiddenTable:
    """Decide what to hide of a multiple question by groups, printed with totals and each base.

    Rows are the options, and 無回答 as one more; columns the groups, whose sizes are the bases.
    """
    table, sizes = np.asarray(chosen, dtype=np.int64), np.asarray(bases, dtype=np.int64)
    alike = (table == sizes) & (table > 0) & (table.sum(1) < sizes.sum())[:, None]
    primary = _small(table, k) | _small(sizes - table, k) | alike
    columns = one_way(bases, k=k)
    if columns.total_hidden:
        return _nothing_shown_table(primary, k)
    rows = multiple(list(table.sum(1)), int(sizes.sum()), k=k, sum_shown=sum_shown)
    whole = np.array(columns.hidden)
    line = _Line(np.where(whole, sizes[whole].sum(), sizes), whole)
    hidden = np.zeros_like(primary)
    for i, row in enumerate(table):
        if rows.hidden[i]:
            hidden[i] = True
        elif row.any():  # what nobody chose is known to be zero everywhere
            hidden[i] = _guard_line(row, primary[i] | whole, k, line, primary[i])
    return _table(hidden, primary, rows.hidden, columns.hidden, k)


def _small(values: Counts, k: int) -> Mask:
    return (values > 0) & (values < k)


def _unanimous(table: Counts) -> Mask:
    if np.count_nonzero(table.sum(1)) < 2:  # all answered alike: the total tells it already
        return np.zeros(table.shape, dtype=bool)
    return (table == table.sum(0)) & (table > 0)


@dataclass(frozen=True)
class _Line:
    """What the counts of a line cannot exceed, each alone or the pooled ones together."""

    upper: Counts | None = None
    pooled: Mask | None = None


def _guard_line(
    values: Counts, hidden: Mask, k: int, line: _Line | None = None, primary: Mask | None = None
) -> Mask:
    """Hide more counts of a line with a known total until the primary ones are protected."""
    primary = hidden if primary is None else primary
    line = line or _Line()
    hidden = hidden.copy()
    while hidden.any():
        low, high = spans.of_line(values, hidden, line.upper, line.pooled)
        weak = hidden & ((high == low) | (primary & (high - low < k)))
        if not weak.any() or hidden.all():
            break
        left = np.flatnonzero(~hidden)
        hidden[min(left, key=lambda place: (values[place] == 0, values[place]))] = True
    return hidden


def _guard_table(table: Counts, hidden: Mask, primary: Mask, free: spans.Free, k: int) -> Mask:
    """Hide more cells until the primary ones are protected against rows and columns together."""
    hidden = hidden.copy()
    while not hidden.all():
        partner = _partner_in_thin_line(table, hidden, primary, free, k)
        if partner is None:
            weak = spans.weak_cell(table, hidden, primary, free, k)
            if weak is None:
                break
            partner = _partner_of(table, hidden, weak)
        hidden[partner] = True
    return hidden


def _partner_in_thin_line(
    table: Counts, hidden: Mask, primary: Mask, free: spans.Free, k: int
) -> tuple[int, int] | None:
    """Return a cell to hide in a line whose total alone gives a hidden count away."""
    room = table - spans.least(table, hidden)
    for axis, known in ((1, ~free.rows), (0, ~free.columns)):
        slack = np.where(hidden, room, 0).sum(axis)
        thin = (hidden.sum(axis) == 1) | ((hidden & primary).any(axis) & (slack < k))
        for line in map(int, np.flatnonzero(thin & known & ~hidden.all(axis))):
            cells = [(line, j) if axis else (j, line) for j in range(table.shape[axis])]
            return _best(table, hidden, cells)
    return None


def _partner_of(table: Counts, hidden: Mask, cell: tuple[int, int]) -> tuple[int, int]:
    """Return a cell to hide beside a weak one: in its row or column, else anywhere."""
    row, column = cell
    beside = [(row, j) for j in range(table.shape[1])] + [(i, column) for i in range(len(table))]
    everywhere = list(np.ndindex(*table.shape))
    return _best(table, hidden, beside if any(not hidden[c] for c in beside) else everywhere)


def _best(table: Counts, hidden: Mask, cells: list[tuple[int, int]]) -> tuple[int, int]:
    """Choose the visible cell whose loss costs least: not a zero, where others hide, small."""

    def cost(cell: tuple[int, int]) -> tuple[bool, bool, int]:
        row, column = cell
        crossing = bool(hidden[row].any()) and bool(hidden[:, column].any())
        return table[cell] == 0, not crossing, int(table[cell])

    row, column = min((cell for cell in cells if not hidden[cell]), key=cost)
    return int(row), int(column)


def _nothing_shown_row(primary: Mask, k: int) -> HiddenRow:
    return HiddenRow((True,) * len(primary), _plain(primary), total_hidden=True, k=k)


def _nothing_shown_table(primary: Mask, k: int) -> HiddenTable:
    rows, columns = primary.shape
    return HiddenTable(
        ((True,) * columns,) * rows,
        tuple(map(_plain, primary)),
        (True,) * rows,
        (True,) * columns,
        total_hidden=True,
        k=k,
    )


def _table(
    hidden: Mask, primary: Mask, rows: tuple[bool, ...], columns: tuple[bool, ...], k: int
) -> HiddenTable:
    return HiddenTable(
        tuple(map(_plain, hidden)), tuple(map(_plain, primary)), rows, columns, False, k
    )


def _turned(found: HiddenTable) -> HiddenTable:
    return HiddenTable(
        tuple(zip(*found.hidden, strict=True)),
        tuple(zip(*found.primary, strict=True)),
        found.column_totals,
        found.row_totals,
        found.total_hidden,
        found.k,
    )


def _plain(mask: Mask) -> tuple[bool, ...]:
    return tuple(bool(value) for value in mask)
