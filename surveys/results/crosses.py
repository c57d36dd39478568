"""A question by the groups of another, as a page shows it: shares, marks, tests, hiding."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from engage.stats.cells import NO_ANSWER, CellSource, option_key
from engage.stats.crosstabs import NOTABLE_P, CrossTable, cross_table
from engage.stats.design import Design
from engage.stats.disclose import multiple, multiple_by_group, one_way, two_way
from engage.stats.rounding import percent_text
from engage.stats.tables import Question as TableQuestion
from surveys.results.tables import JAPANESE, Words
from surveys.results.topics import Topic

Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class ShownCell:
    """One option in one group; None where the number is hidden."""

    count: int | None
    share: Fraction | None
    residual: float | None
    mark: str | None

    @property
    def percent(self) -> str | None:
        """The share as printed."""
        return None if self.share is None else percent_text(self.share)


@dataclass(frozen=True)
class ShownGroup:
    """A column: its name and its n; None where the group is too small."""

    code: str
    label: str
    n: int | None
    is_small: bool


@dataclass(frozen=True)
class ShownRow:
    """One option across all and across the groups."""

    code: str
    label: str
    total: ShownCell
    cells: tuple[ShownCell, ...]
    p: float | None
    """Of the option's own test in a question with several answers, corrected after Holm."""
    is_rest: bool
    is_net: bool = False
    """Whether this is several options counted together."""


@dataclass(frozen=True)
class Test:
    """The test of a whole table.

    Where a cell is hidden, the figures could be solved for it: only the verdict is kept.
    """

    method: str
    differs: bool
    """Whether the groups differ at the 5 % level."""
    statistic: float | None
    df: int | None
    p: float | None
    v: float | None
    flags: tuple[str, ...]


@dataclass(frozen=True)
class CrossResult:
    """A question by the groups of another question."""

    question: str
    text: str
    by: str
    by_text: str
    is_multiple: bool
    n: int
    groups: tuple[ShownGroup, ...]
    rows: tuple[ShownRow, ...]
    test: Test | None
    no_test_reason: str | None
    flags: tuple[str, ...]

    @property
    def has_hidden(self) -> bool:
        """Whether a note about hiding is needed."""
        return any(c.count is None for row in self.rows for c in row.cells) or any(
            group.n is None for group in self.groups
        )

    @property
    def has_marks(self) -> bool:
        """Whether any cell is marked as higher or lower."""
        return any(cell.mark for row in self.rows for cell in row.cells)


def cross_result(
    cells: CellSource,
    topic: Topic,
    by: Topic,
    design: Design,
    words: Words = JAPANESE,
    *,
    others: CellSource | None = None,
) -> CrossResult:
    """Tabulate what was chosen by the groups of a single answer.

    `others` counts the people whom a filter left out: nobody may be told by taking a filtered
    table from the whole one, so what is hidden of theirs is hidden here.
    """
    asked = TableQuestion(topic.key, topic.codes, topic.many)
    table = cross_table(cells, asked, by.key, design)
    hidden = _hiding(cells, asked, by.key, table, design)
    if others is not None:
        beside = cross_table(others, asked, by.key, design)
        theirs = _hiding(others, asked, by.key, beside, design)
        places = [_place(beside, group.name) for group in table.groups]
        hidden = hidden.beside(theirs, places)
    inhabited = [j for j, group in enumerate(table.groups) if group.n]
    labels = dict(topic.options) | {NO_ANSWER: words.no_answer}
    names = dict(by.options) | {NO_ANSWER: words.no_answer}
    return CrossResult(
        question=topic.key,
        text=topic.text,
        by=by.key,
        by_text=by.text,
        is_multiple=topic.many,
        n=table.n,
        groups=tuple(
            ShownGroup(g.name, names[g.name], None if hidden.groups[j] else g.n, bool(g.flags))
            for j, g in enumerate(table.groups)
            if j in inhabited
        ),
        rows=tuple(
            ShownRow(
                code=option,
                label=labels[option],
                total=_total(table, i, hide=bool(hidden.totals[i])),
                cells=tuple(
                    _cell(
                        table,
                        i,
                        j,
                        hide=bool(hidden.cells[i, j]),
                        tells=not hidden.cells[i].any(),
                    )
                    for j in inhabited
                ),
                p=None if hidden.cells[i].any() else _p(table, i),
                is_rest=option == NO_ANSWER or option in topic.rest,
            )
            for i, option in enumerate(table.options)
        ),
        test=_test(table, tells=not hidden.cells.any()),
        no_test_reason=table.no_test_reason,
        flags=table.flags,
    )


@dataclass(frozen=True)
class _Hidden:
    """What is hidden: group sizes, cells, and totals of the options."""

    groups: Mask
    cells: Mask
    totals: Mask

    def beside(self, other: "_Hidden", places: Sequence[int | None]) -> "_Hidden":
        """Return what is hidden when both tables are known, and so is their sum.

        `places` says where each group stands in the other table, None where it has nobody.
        """
        groups, cells = self.groups.copy(), self.cells.copy()
        for mine, place in enumerate(places):
            if place is not None:
                groups[mine] |= other.groups[place]
                cells[:, mine] |= other.cells[:, place]
        return _Hidden(groups, cells, self.totals | other.totals)


def _place(table: CrossTable, group: str) -> int | None:
    names = [each.name for each in table.groups]
    return names.index(group) if group in names else None


def _hiding(
    cells: CellSource, question: TableQuestion, by: str, table: CrossTable, design: Design
) -> _Hidden:
    counts = table.counts()
    if table.multiple:
        found = multiple_by_group(counts, [group.n for group in table.groups])
    else:
        found = two_way(counts)
    groups, options = _told_by_the_rest(cells, question, by, table, design)
    groups |= np.array(found.column_totals, dtype=bool)
    hidden = np.array(found.hidden, dtype=bool) | groups[None, :] | options[:, None]
    return _Hidden(groups, hidden, options | np.array(found.row_totals, dtype=bool))


def _told_by_the_rest(
    source: CellSource, question: TableQuestion, by: str, table: CrossTable, design: Design
) -> tuple[Mask, Mask]:
    """Return the groups and options whose totals would tell on people outside the table.

    Who was not asked one of the two questions is on no line of it. The totals of all are printed
    beside it, so the difference of two totals is they, and few of them hide the line.
    """
    keys = [question.key]
    if table.multiple:
        keys = [option_key(question.key, option) for option in question.options]
    tables = [source.cells((key, by), design).n for key in keys]
    inside = len(table.groups)
    not_asked = tables[0][-1]
    groups = one_way([*not_asked[:inside], not_asked[inside:].sum()]).hidden[:inside]
    if table.multiple:
        rest = [n[:-1, inside:].sum(1) for n in tables]
        chosen = [int(n[1]) for n in rest] + [int(rest[0][2])]
        options = multiple(chosen, int(rest[0].sum())).hidden
    else:
        options = one_way(tables[0][:-1, inside:].sum(1)).hidden
    return np.array(groups, dtype=bool), np.array(options, dtype=bool)


def _cell(table: CrossTable, i: int, j: int, *, hide: bool, tells: bool) -> ShownCell:
    """Return a cell; in a row with a hidden one, residuals would give it away and are left out."""
    cell = table.rows[i][j]
    if hide:
        return ShownCell(None, None, None, None)
    residual = cell.residual if tells else None
    return ShownCell(cell.share.count, cell.share.share, residual, cell.mark if tells else None)


def _total(table: CrossTable, i: int, *, hide: bool) -> ShownCell:
    share = table.total[i]
    if hide:
        return ShownCell(None, None, None, None)
    return ShownCell(share.count, share.share, None, None)


def _p(table: CrossTable, i: int) -> float | None:
    return table.option_tests[i].p_holm if i < len(table.option_tests) else None


def _test(table: CrossTable, *, tells: bool) -> Test | None:
    found = table.test
    if found is None:
        return None
    differs = found.p < NOTABLE_P
    if not tells:
        return Test(found.method, differs, None, None, None, None, found.flags)
    return Test(found.method, differs, found.statistic, found.df, found.p, found.v, found.flags)
