"""Shares with standard errors and Rao-Scott tests from cells alone, a million rows or ten.

Per group that was drawn from on its own (a stratum, or a cluster) and cell of the table, the
number of people, the sum of their weights and of the squared weights hold all that is needed:
the score of a person depends on nothing but the cell and the weight.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from engage.stats.cells import NO_ANSWER, NOT_ASKED, Cells
from engage.stats.design import About, SurveyKind
from engage.stats.designed.outcome import Outcome, upper_f
from engage.stats.designed.tables import NO_SPREAD, reference
from engage.stats.intervals import interval_for
from engage.stats.sampling import SELF_REPRESENTING, Codes, Floats, Lonely, Sample


@dataclass(frozen=True, eq=False)
class Groups:
    """How the groups of a table's cells were drawn.

    Without `stratum` each group is a stratum of people; with it each group is a cluster and
    `stratum` (groups,) says of which stratum. `drawn` and `population` (strata,) count people or
    clusters; an infinite population is one drawn from with replacement.
    """

    drawn: Codes
    population: Floats
    stratum: Codes | None = None
    lonely: Lonely = "error"
    kind: SurveyKind = SurveyKind.PROBABILITY
    about: About = About.RESIDENTS
    flags: tuple[str, ...] = ()

    @classmethod
    def of(
        cls, sample: Sample, *, calibrated: Literal["refuse", "as-drawn"] = "refuse"
    ) -> "Groups":
        """Return the groups of a sample: its strata, or its clusters in `sample.psu`'s order.

        `as-drawn` treats calibrated weights as if people had been drawn with them, which leaves
        the doubt as it is without calibration, mostly larger; all results then bear the flag
        `calibration-ignored`. Raises ValueError for several stages with population sizes and for
        other calibrated samples, which need their rows.
        """
        if len(sample.drawing) > 1 or (sample.projections and calibrated == "refuse"):
            raise ValueError("Stages with population sizes, or calibration, need rows")
        flags = ("calibration-ignored",) if sample.projections else ()
        stage = sample.drawing[0]
        stratum = stage.group if sample.stages else None
        return cls(
            stage.drawn,
            stage.population,
            stratum,
            sample.lonely,
            sample.kind,
            sample.about,
            flags,
        )

    @cached_property
    def factor(self) -> Floats:
        """The part not drawn times n/(n-1) of each stratum (strata,)."""
        missing = np.where(np.isinf(self.population), 1.0, 1 - self.drawn / self.population)
        missing[missing < SELF_REPRESENTING] = 0.0
        alone = (self.drawn == 1) & (missing > 0)
        found = missing * self.drawn / np.maximum(self.drawn - 1, 1)
        found[alone] = 0.0
        if alone.any() and self.lonely == "error":
            raise ValueError(f"{int(alone.sum())} strata have only one unit drawn")
        if alone.any() and self.lonely == "average":
            if alone.all():
                raise ValueError("Every stratum has only one unit; there is nothing to average")
            found *= len(alone) / (~alone).sum()
        return found

    def df(self, people: Floats) -> int:
        """Return the degrees of freedom of a part with so many people in each group (groups,)."""
        inside = people > 0
        if self.stratum is None:
            return int(people.sum()) - int(inside.sum())
        return int(inside.sum()) - len(np.unique(self.stratum[inside]))

    def spread(self, sums: Floats, squares: Floats | None) -> Floats:
        """Return the covariance (k, k) of totals from sums (groups, k) of scores in each group.

        `squares` (k, k) is the factor-weighted sum of the people's squared scores; clusters, whose
        sums are all that counts, do without.
        """
        if self.stratum is None:
            assert squares is not None
            return squares - (sums * (self.factor / self.drawn)[:, None]).T @ sums
        apart = sums - self._means(sums)[self.stratum]
        return (apart * self.factor[self.stratum][:, None]).T @ apart

    def spreads(self, sums: Floats, squares: Floats) -> Floats:
        """Return only the variances (...) of totals, from sums (groups, ...) and squares (...)."""
        if self.stratum is None:
            return squares - np.tensordot(self.factor / self.drawn, sums**2, axes=1)
        apart = sums - self._means(sums)[self.stratum]
        return np.tensordot(self.factor[self.stratum], apart**2, axes=1)

    def squares(self, values: Floats) -> Floats:
        """Return values (groups, ...) added up over the strata with their factors."""
        if self.stratum is None:
            return np.tensordot(self.factor, values, axes=1)
        return np.zeros(values.shape[1:])

    def _means(self, sums: Floats) -> Floats:
        found = np.zeros((len(self.drawn), *sums.shape[1:]))
        assert self.stratum is not None
        np.add.at(found, self.stratum, sums)
        return found / self.drawn.reshape(-1, *[1] * (sums.ndim - 1))


@dataclass(frozen=True, eq=False)
class Cross:
    """A cross table with its doubt: what part of each row is in each column.

    `share` and `se` (r, c) fractions, NaN in a row without anybody; `n` people and `base` sum of
    weights of each row (r,); `counts` (r, c) people; `test` whether rows differ, None when fewer
    than two rows or columns have people or the design leaves nothing to test with.
    """

    share: Floats
    se: Floats
    counts: Codes
    n: Codes
    base: Floats
    df: int
    test: Outcome | None
    kind: SurveyKind
    flags: tuple[str, ...] = ()


def cross(
    n: ArrayLike,
    w: ArrayLike,
    w2: ArrayLike,
    groups: Groups,
    *,
    rows: ArrayLike | None = None,
    columns: ArrayLike | None = None,
) -> Cross:
    """Return the shares of columns in every row, their standard errors, and the test of rows.

    `n`, `w`, `w2` (groups, r, c): people, sum of weights and of squared weights of those in the
    base, for every group that was drawn from, also those with nobody in the base. `rows` (r,) and
    `columns` (c,) say which are compared in the test; others, such as no answer, stay in the base
    of the shares. Equal to the rows' result to rounding: Rao & Scott (1984), Annals of Statistics
    12, 46-60, second order. Raises ValueError for shapes that differ, negative or missing sums,
    and lonely strata.
    """
    people, sums, squares = (np.asarray(each, dtype=float) for each in (n, w, w2))
    _check(people, sums, squares, groups)
    total, counts = sums.sum(0), people.sum(0).astype(np.int64)
    base = total.sum(1)
    with np.errstate(divide="ignore", invalid="ignore"):
        share = total / base[:, None]
        known = np.where(base[:, None] > 0, share, 0.0)
        scored = sums - known * sums.sum(2, keepdims=True)
        both = groups.squares(squares)
        own = both * (1 - 2 * known) + both.sum(1, keepdims=True) * known**2
        se = np.sqrt(np.maximum(groups.spreads(scored, own), 0.0)) / base[:, None]
    df = groups.df(people.sum((1, 2)))
    r, c = _chosen(rows, people.shape[1]), _chosen(columns, people.shape[2])
    inner = np.ix_(np.ones(len(people), dtype=bool), r, c)
    test, flags = _test(people[inner], sums[inner], both[np.ix_(r, c)], groups)
    return Cross(
        share, se, counts, counts.sum(1), base, df, test, groups.kind, (*flags, *groups.flags)
    )


def cross_of(cells: Cells, group: str, row: str, column: str, groups: Groups) -> Cross:
    """Return the same from counted cells, by the keys of the groups, rows and columns.

    Those who were not asked are in no base, those who gave no answer in no test.
    """
    found = cells.margin(group, row, column)
    for key in (row, column):
        if NOT_ASKED in found.levels[found.keys.index(key)]:
            found = found.without(key, NOT_ASKED)
    rows, columns = (np.array([level != NO_ANSWER for level in found.levels[k]]) for k in (1, 2))
    return cross(found.n, found.w, found.w2, groups, rows=rows, columns=columns)


def _test(
    people: Floats, sums: Floats, squares: Floats, groups: Groups
) -> tuple[Outcome | None, tuple[str, ...]]:
    total = sums.sum(0)
    rows, columns = total.sum(1) > 0, total.sum(0) > 0
    if rows.sum() < 2 or columns.sum() < 2:
        return None, ("one-row-or-column",)
    df = groups.df(people.sum((1, 2)))
    if df <= 0:
        return None, ("no-degrees-of-freedom",)
    kept = np.ix_(rows, columns)
    base, n = float(total.sum()), int(people.sum())
    share = total[kept] / base
    found = reference(share, n)
    inner = sums[:, rows][:, :, columns].reshape(len(sums), -1)
    scores = (inner - inner.sum(1, keepdims=True) * share.ravel()) @ found.scaled / base
    above = groups.spread(
        scores, _squares(squares[kept].ravel(), share.ravel(), found.scaled, base)
    )
    effects = np.linalg.solve(found.below, above)
    trace = float(np.trace(effects))
    if trace <= NO_SPREAD * len(effects):
        return None, ("no-spread",)
    freedom = trace**2 / float((effects * effects.T).sum())
    value, below = found.pearson / trace, freedom * df
    flags = (*found.flags, *groups.flags)
    reason = _reason(groups, n, base)
    if reason is not None:
        flags = (*flags, reason)
    p = upper_f(value, freedom, below)
    test = Outcome("rao-scott-2", value, freedom, below, p, n, base, groups.kind, flags)
    return test, ()


def _chosen(given: ArrayLike | None, size: int) -> NDArray[np.bool_]:
    found = np.ones(size, dtype=bool) if given is None else np.asarray(given)
    if found.shape != (size,) or found.dtype != bool:
        raise ValueError("Which rows and columns are compared is one yes or no for each")
    return found


def _squares(squares: Floats, share: Floats, scaled: Floats, base: float) -> Floats:
    """Return the factor-weighted sum of squared contrasts of scores w·(1-p)/base of all people."""
    level, weighted = scaled.T @ share, scaled.T @ squares
    found = (scaled * squares[:, None]).T @ scaled + squares.sum() * np.outer(level, level)
    return (found - np.outer(weighted, level) - np.outer(level, weighted)) / base**2


def _reason(groups: Groups, n: int, base: float) -> str | None:
    finite = not np.isinf(groups.population).all()
    population = max(n, round(base)) if finite else None
    found = interval_for(groups.kind, 0, n, population=population, about=groups.about)
    known = {"everybody-asked", "panel-speaks-for-members", "panel-size-unknown"}
    return found.reason if found.reason in known else None


def _check(people: Floats, sums: Floats, squares: Floats, groups: Groups) -> None:
    size = len(groups.drawn if groups.stratum is None else groups.stratum)
    if people.ndim != 3 or people.shape != sums.shape or people.shape != squares.shape:
        raise ValueError(
            "People, weights and squared weights need one shape (groups, rows, columns)"
        )
    if len(people) != size:
        raise ValueError("The table needs a layer for every group that was drawn from")
    for each in (people, sums, squares):
        if not np.isfinite(each).all() or (each < 0).any():
            raise ValueError("Cells hold counts and sums of positive weights")
    if ((people > 0) != (sums > 0)).any():
        raise ValueError("People and their weights must be in the same cells")
    drawn = people.sum((1, 2)) > (groups.drawn if groups.stratum is None else np.inf)
    if drawn.any():
        raise ValueError("A stratum has more people in the table than were drawn")
