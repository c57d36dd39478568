"""Cross tables: a question by groups, with shares in each group, tests, and where groups differ."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from math import isnan

import numpy as np
from numpy.typing import NDArray

from engage.stats.cells import CHOSEN, NO_ANSWER, NOT_ASKED, Cells, CellSource, option_key
from engage.stats.compare import Comparison, adjusted_residuals, association, holm
from engage.stats.design import Design, SurveyKind
from engage.stats.intervals import LEVEL
from engage.stats.tables import Base, Question, Share, share_of, small_base

NOTABLE_P = 0.05
NOTABLE_RESIDUAL = 2.0


@dataclass(frozen=True)
class CrossCell:
    """An option in a group: its share there, and how far it lies from no difference."""

    option: str
    group: str
    share: Share
    residual: float | None
    """Adjusted residual: standard errors from what independence would give."""
    mark: str | None
    """`high` or `low` where the test finds a difference and the residual is beyond 2."""


@dataclass(frozen=True)
class Group:
    """A column: who is in it and how many."""

    name: str
    n: int
    flags: tuple[str, ...] = ()


@dataclass(frozen=True)
class OptionTest:
    """The test of one option of a multiple question, corrected for testing all of them."""

    option: str
    test: Comparison | None
    p_holm: float | None


@dataclass(frozen=True)
class CrossTable:
    """A question by groups; options in their order and 無回答 last, groups in theirs."""

    question: str
    axis: str
    multiple: bool
    options: tuple[str, ...]
    groups: tuple[Group, ...]
    total: tuple[Share, ...]
    """The share among all in the table, for each option."""
    rows: tuple[tuple[CrossCell, ...], ...]
    n: int
    base: Base
    kind: SurveyKind
    test: Comparison | None
    """For a single-answer question, of those who answered and whose group is known."""
    option_tests: tuple[OptionTest, ...]
    """For a multiple question, one 2 x groups table for each option, Holm-corrected."""
    no_test_reason: str | None
    """`everybody-asked`, `weighted` or `nothing-to-compare`."""
    flags: tuple[str, ...] = ()

    def counts(self) -> NDArray[np.int64]:
        """Return the counts, options down and groups across."""
        return np.array([[cell.share.count for cell in row] for row in self.rows], dtype=np.int64)

    def cell(self, option: str, group: str) -> CrossCell:
        """Return one cell."""
        places = [group.name for group in self.groups]
        return self.rows[self.options.index(option)][places.index(group)]


def cross_table(
    source: CellSource,
    question: Question,
    axis: str,
    design: Design,
    *,
    base: Base = Base.ASKED,
    group_populations: Mapping[str, int] | None = None,
    level: float = LEVEL,
) -> CrossTable:
    """Count a question in every group of an axis and test whether the groups differ.

    A group's interval takes a finite correction only from its own size in `group_populations`.
    """
    counted = _by_group(source, question, axis, design)
    test, option_tests, reason = _tests(question, counted, design)
    residuals = _residuals(question, counted) if reason is None else None
    p_values = [each.p_holm for each in option_tests] or [test.p if test else None]
    shares = _Shares(counted.with_base(base), design, base, group_populations or {}, level)
    options = (*question.options, NO_ANSWER) if base is Base.ASKED else question.options

    def cell(i: int, j: int) -> CrossCell:
        z = None
        if residuals is not None and i < len(question.options) and not isnan(residuals[i, j]):
            z = float(residuals[i, j])
        mark = _mark(z, p_values[min(i, len(p_values) - 1)])
        return CrossCell(options[i], counted.groups[j], shares.of_group(options[i], i, j), z, mark)

    return CrossTable(
        question=question.key,
        axis=axis,
        multiple=question.multiple,
        options=options,
        groups=shares.groups(),
        total=tuple(shares.of_all(option, i) for i, option in enumerate(options)),
        rows=tuple(
            tuple(cell(i, j) for j in range(len(counted.groups))) for i in range(len(options))
        ),
        n=int(shares.counted.base_n.sum()),
        base=base,
        kind=design.kind,
        test=test,
        option_tests=option_tests,
        no_test_reason=reason,
        flags=("panel-speaks-for-members",) if design.kind is SurveyKind.PANEL else (),
    )


@dataclass(frozen=True)
class _Counted:
    """People and weights, options and then 無回答 down, groups across; and each group's base."""

    groups: tuple[str, ...]
    n: NDArray[np.int64]
    w: NDArray[np.float64]
    base_n: NDArray[np.int64]
    base_w: NDArray[np.float64]

    def with_base(self, base: Base) -> "_Counted":
        """Return the same with 無回答 in the base, or without it anywhere."""
        if base is Base.ASKED:
            return self
        return _Counted(
            self.groups,
            self.n[:-1],
            self.w[:-1],
            self.base_n - self.n[-1],
            self.base_w - self.w[-1],
        )

    @property
    def answered(self) -> NDArray[np.int64]:
        """People in each group who did not leave it blank."""
        return self.base_n - self.n[-1]

    @property
    def known(self) -> NDArray[np.bool_]:
        """The groups that can be compared: all but the people who did not say theirs."""
        return np.array([group != NO_ANSWER for group in self.groups])


@dataclass(frozen=True)
class _Shares:
    """Shares of the counted people, in a group and among all."""

    counted: _Counted
    design: Design
    base: Base
    populations: Mapping[str, int]
    level: float

    def groups(self) -> tuple[Group, ...]:
        sizes = (int(size) for size in self.counted.base_n)
        return tuple(
            Group(name, size, small_base(size))
            for name, size in zip(self.counted.groups, sizes, strict=True)
        )

    def of_group(self, option: str, i: int, j: int) -> Share:
        population = self.populations.get(self.counted.groups[j])
        return share_of(
            option,
            int(self.counted.n[i, j]),
            int(self.counted.base_n[j]),
            replace(self.design, population=population),
            base=self.base,
            level=self.level,
            weights=(float(self.counted.w[i, j]), float(self.counted.base_w[j])),
        )

    def of_all(self, option: str, i: int) -> Share:
        return share_of(
            option,
            int(self.counted.n[i].sum()),
            int(self.counted.base_n.sum()),
            self.design,
            base=self.base,
            level=self.level,
            weights=(float(self.counted.w[i].sum()), float(self.counted.base_w.sum())),
        )


def _by_group(source: CellSource, question: Question, axis: str, design: Design) -> _Counted:
    if not question.multiple:
        cells = _comparable(source.cells([question.key, axis], design), question.key, axis)
        return _Counted(cells.levels[1], cells.n, cells.w, cells.n.sum(0), cells.w.sum(0))
    n, w = [], []
    for option in question.options:
        key = option_key(question.key, option)
        cells = _comparable(source.cells([key, axis], design), key, axis)
        n.append(cells.n[cells.levels[0].index(CHOSEN)])
        w.append(cells.w[cells.levels[0].index(CHOSEN)])
    blank = cells.levels[0].index(NO_ANSWER)
    return _Counted(
        cells.levels[1],
        np.array([*n, cells.n[blank]]),
        np.array([*w, cells.w[blank]]),
        cells.n.sum(0),
        cells.w.sum(0),
    )


def _comparable(cells: Cells, key: str, axis: str) -> Cells:
    """Leave out who was not asked, and the group 無回答 when nobody is in it."""
    cells = cells.without(key, NOT_ASKED).without(axis, NOT_ASKED)
    unknown = cells.n[:, cells.levels[1].index(NO_ANSWER)].sum()
    return cells if unknown else cells.without(axis, NO_ANSWER)


def _tests(
    question: Question, counted: _Counted, design: Design
) -> tuple[Comparison | None, tuple[OptionTest, ...], str | None]:
    if design.kind is SurveyKind.CENSUS:
        return None, (), "everybody-asked"
    if design.weighted:
        return None, (), "weighted"
    if not question.multiple:
        test = association(counted.n[:-1][:, counted.known])
        return test, (), None if test else "nothing-to-compare"
    tests = [association(table[:, counted.known]) for table in _chosen_or_not(counted)]
    done = [test.p for test in tests if test]
    corrected = iter(holm(done))
    option_tests = tuple(
        OptionTest(option, test, next(corrected) if test else None)
        for option, test in zip(question.options, tests, strict=True)
    )
    return None, option_tests, None if done else "nothing-to-compare"


def _residuals(question: Question, counted: _Counted) -> NDArray[np.float64]:
    found = np.full((len(question.options), len(counted.groups)), np.nan)
    if question.multiple:
        for i, table in enumerate(_chosen_or_not(counted)):
            found[i, counted.known] = adjusted_residuals(table[:, counted.known])[0]
    else:
        found[:, counted.known] = adjusted_residuals(counted.n[:-1][:, counted.known])
    return found


def _chosen_or_not(counted: _Counted) -> list[NDArray[np.int64]]:
    """Return for each option the people who chose it above those who answered but did not."""
    return [np.vstack([chosen, counted.answered - chosen]) for chosen in counted.n[:-1]]


def _mark(residual: float | None, p: float | None) -> str | None:
    if residual is None or p is None or p >= NOTABLE_P or abs(residual) <= NOTABLE_RESIDUAL:
        return None
    return "high" if residual > 0 else "low"
