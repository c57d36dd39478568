"""A question by groups, from a file: unweighted counts, weighted shares, intervals, one test."""

import numpy as np

from engage.stats.designed.tables import association_test
from engage.stats.estimate.result import Estimate
from engage.stats.estimate.shares import shares
from engage.stats.intervals import LEVEL
from engage.stats.sampling import Sample
from engage.tabulation.answers import Cell, Figure, Group, Tabulation, Test
from engage.tabulation.drawing import Drawn, drawn_as
from engage.tabulation.reading import DataTable, Unreadable
from engage.tabulation.variables import Classes, classes

MOST_CELLS = 4_000
FEW = 30


def tabulate(
    table: DataTable,
    *,
    file: str,
    rows: str,
    by: str | None = None,
    drawn: Drawn | None = None,
    level: float = LEVEL,
) -> Tabulation:
    """Return a question, by groups where `by` names a column; Unreadable with what is wrong.

    Shares are of those who answered; whoever left the question or the group open is counted in
    `left_out`. The whole design stays behind every group, which makes its interval right.
    """
    sample, used = drawn_as(table, drawn or Drawn())
    answers = classes(table, rows)
    banner = classes(table, by) if by else None
    if len(answers.levels) * (len(banner.levels) if banner else 1) > MOST_CELLS:
        raise Unreadable("too-many-cells", most=MOST_CELLS)
    inside = answers.known & (banner.known if banner else True)
    if not inside.any():
        raise Unreadable("nobody-answered", name=rows)
    groups: list[Group] = []
    cells: list[Cell] = []
    _fill(groups, cells, answers, inside, sample, level, code=None, label="")
    for place, (code, label) in enumerate(
        zip(banner.levels, banner.labels, strict=True) if banner else ()
    ):
        assert banner is not None
        part = inside & (banner.codes == place)
        _fill(groups, cells, answers, part, sample, level, code=code, label=label)
    test, reason = _tested(answers, banner, inside, sample) if banner else (None, "one-group")
    return Tabulation(
        file=file,
        rows=rows,
        by=by,
        level=level,
        design=used,
        answers=list(answers.levels),
        labels=list(answers.labels),
        groups=groups,
        cells=cells,
        left_out=int((~inside).sum()),
        test=test,
        no_test=reason,
        warnings=_warnings(inside, groups, used.kish),
    )


def _fill(
    groups: list[Group],
    cells: list[Cell],
    answers: Classes,
    part: np.ndarray,
    sample: Sample,
    level: float,
    *,
    code: str | None,
    label: str,
) -> None:
    n = int(part.sum())
    flags = ["n-under-30"] if 0 < n < FEW else []
    weight = float(sample.weights[part].sum())
    groups.append(Group(code=code, label=label, n=n, sum_of_weights=weight, flags=flags))
    if not n:
        return
    codes = np.where(part, answers.codes, 0)
    counts = np.bincount(answers.codes[part], minlength=len(answers.levels))
    found = shares(codes, len(answers.levels), sample, inside=part, level=level, method="wilson")
    for place, level_code in enumerate(answers.levels):
        figure = figure_of(found, place, n)
        cells.append(Cell(row=level_code, column=code, count=int(counts[place]), share=figure))


def figure_of(found: Estimate, place: int, n: int) -> Figure:
    """Return one figure of an estimate in plain numbers; what is not finite is left out."""
    ends = found.interval[place] if place < len(found.interval) else None
    flags = [*found.flags, *([ends.reason] if ends is not None and ends.reason else [])]
    return Figure(
        value=_finite(found.value[place]),
        se=_finite(found.se[place]),
        low=None if ends is None else _finite(ends.low),
        high=None if ends is None else _finite(ends.high),
        deff=None if found.deff is None else _finite(found.deff[place]),
        n=n,
        flags=sorted(set(flags)),
    )


def _finite(value: float | None) -> float | None:
    return float(value) if value is not None and np.isfinite(value) else None


def _tested(
    answers: Classes, banner: Classes, inside: np.ndarray, sample: Sample
) -> tuple[Test | None, str | None]:
    shape = (len(answers.levels), len(banner.levels))
    rows, columns = (np.where(inside, each.codes, 0) for each in (answers, banner))
    try:
        found = association_test(rows, columns, shape, sample, inside=inside)
    except ValueError as error:
        return None, str(error)
    table = np.zeros(shape)
    np.add.at(table, (rows[inside], columns[inside]), sample.weights[inside])
    return (
        Test(
            method="rao-scott-f",
            statistic=found.statistic,
            df=found.df,
            ddf=found.ddf,
            p=found.p,
            cramers_v=_strength(table),
            flags=list(found.flags),
        ),
        None,
    )


def _strength(table: np.ndarray) -> float:
    """Return Cramér's V of a table of weights: √(φ²/(min(r, c) − 1)) over what is occupied."""
    shares_ = table[table.sum(1) > 0][:, table.sum(0) > 0] / table.sum()
    expected = np.outer(shares_.sum(1), shares_.sum(0))
    return float(
        np.sqrt((np.square(shares_ - expected) / expected).sum() / (min(shares_.shape) - 1))
    )


def _warnings(inside: np.ndarray, groups: list[Group], kish: float) -> list[str]:
    found = []
    if (~inside).any():
        found.append("missing-left-out")
    if any("n-under-30" in group.flags for group in groups):
        found.append("n-under-30")
    if kish > 2:
        found.append("weights-cost-half")
    return found
