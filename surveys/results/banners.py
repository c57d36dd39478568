"""One question by several banners side by side, with nets and weights, small counts hidden."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from engage.stats.cells import NO_ANSWER, Column, option_key
from engage.stats.crosstabs import NOTABLE_P
from engage.stats.design import Design
from engage.stats.designed.outcome import Outcome
from engage.stats.designed.rows import cross_rows
from engage.stats.disclose import K
from engage.stats.weighting import WeightSet, effective_n
from surveys.results.crosses import CrossResult, ShownCell, ShownRow, Test, cross_result
from surveys.results.cuts import MOST_GROUPS, Cut, Net, chosen_people, recut
from surveys.results.tables import JAPANESE, Words
from surveys.results.topics import Topic

MOST_FOR_WEIGHTED_TEST = 200_000
"""Respondents up to which the weighted test is made while somebody waits."""


@dataclass(frozen=True)
class BannerTable:
    """The tables of one cut, side by side; or why there is none."""

    cut: Cut
    crosses: tuple[CrossResult, ...]
    n: int
    """People who were asked, in the filter."""
    asked: int
    reason: str | None = None
    """`too-few-left`, `too-few-left-out`, `too-many-groups` or `nobody-asked`."""
    flags: tuple[str, ...] = ()
    effective_n: float | None = None
    """Of the weighted answers: as many answers of equal weight would say as much."""

    @property
    def has_hidden(self) -> bool:
        """Whether a note about hiding is needed."""
        return any(cross.has_hidden for cross in self.crosses)

    @property
    def has_marks(self) -> bool:
        """Whether any cell is marked as higher or lower."""
        return any(cross.has_marks for cross in self.crosses)

    @property
    def lines(self) -> tuple[tuple[ShownRow, ...], ...]:
        """The same row of every banner together."""
        return tuple(zip(*(cross.rows for cross in self.crosses), strict=True))


def banner_table(
    columns: Mapping[str, Column],
    cut: Cut,
    design: Design,
    words: Words = JAPANESE,
    weights: WeightSet | None = None,
) -> BannerTable:
    """Count a cut. A filter that leaves, or leaves out, fewer than K people is refused."""
    people = chosen_people(columns, cut)
    was_asked = _asked(columns, cut)
    asked = int(was_asked.sum())
    n = asked if people is None else int((was_asked & people).sum())
    found = BannerTable(cut, (), n, asked, flags=("n-under-30",) if n < 30 else ())
    if asked == 0:
        return replace(found, reason="nobody-asked")
    if people is not None and n < K:
        return replace(found, reason="too-few-left")
    if people is not None and 0 < asked - n < K:
        return replace(found, reason="too-few-left-out")
    if sum(_groups(by, cut.inside) for by in cut.by) > MOST_GROUPS:
        return replace(found, reason="too-many-groups")
    use = design
    if weights is not None:
        use = replace(design, weights=weights.weights)
        among = was_asked if people is None else was_asked & people
        found = replace(found, effective_n=effective_n(weights.weights[among]))
    crosses = []
    for by in cut.by:
        inside, topic = recut(columns, cut, by, people)
        beside = recut(columns, cut, by, ~people)[0] if people is not None else None
        cross = cross_result(inside, cut.topic, topic, use, words, others=beside)
        if weights is not None:
            cross = replace(cross, test=_weighted_test(inside.columns, cut, topic, weights, cross))
        crosses.append(_with_nets(cross, cut.nets))
    return replace(found, crosses=tuple(crosses))


def _asked(columns: Mapping[str, Column], cut: Cut) -> Any:
    key = option_key(cut.topic.key, cut.topic.codes[0]) if cut.topic.many else cut.topic.key
    column = columns[key]
    return column.codes <= column.levels.index(NO_ANSWER)


def _groups(by: Topic, inside: Topic | None) -> int:
    return len(by.options) * (len(inside.options) if inside else 1)


def _weighted_test(
    columns: Mapping[str, Column], cut: Cut, by: Topic, weights: WeightSet, cross: CrossResult
) -> Test | None:
    """Return the test that pays for the weights; only its verdict where a cell is hidden."""
    from engage.stats.sampling import sample_of

    if cut.topic.many or len(weights.weights) > MOST_FOR_WEIGHTED_TEST:
        return None
    sample = weights.on(sample_of(len(weights.weights)))
    test = cross_rows(columns[by.key], columns[cut.topic.key], sample).test
    return None if test is None else _shown_test(test, tells=not cross.has_hidden)


def _shown_test(test: Outcome, *, tells: bool) -> Test:
    differs = test.p < NOTABLE_P
    if not tells:
        return Test(test.method, differs, None, None, None, None, test.flags)
    return Test(test.method, differs, test.statistic, None, test.p, None, test.flags)


def _with_nets(cross: CrossResult, nets: tuple[Net, ...]) -> CrossResult:
    if not nets or cross.is_multiple:
        return cross
    return replace(cross, rows=(*cross.rows, *(_net_row(cross, net) for net in nets)))


def _net_row(cross: CrossResult, net: Net) -> ShownRow:
    """Add options up; one that is hidden hides the net, so a net tells nothing new."""
    parts = [row for row in cross.rows if row.code in net.codes]
    return ShownRow(
        code="+".join(net.codes),
        label=net.name,
        total=_sum([row.total for row in parts]),
        cells=tuple(_sum([row.cells[j] for row in parts]) for j in range(len(cross.groups))),
        p=None,
        is_rest=False,
        is_net=True,
    )


def _sum(cells: list[ShownCell]) -> ShownCell:
    if any(cell.count is None or cell.share is None for cell in cells):
        return ShownCell(None, None, None, None)
    counts = sum(cell.count or 0 for cell in cells)
    shares = sum((cell.share or Fraction(0) for cell in cells), Fraction(0))
    return ShownCell(counts, shares, None, None)
