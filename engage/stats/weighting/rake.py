"""Raking: weights that meet several margins at once, when their crossing is not known."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from engage.stats.sampling import grouped
from engage.stats.weighting.result import (
    AGREE,
    Codes,
    Floats,
    Margin,
    WeightSet,
    check_people,
    margin_of,
    misfit,
    start_of,
)

CLOSE, STEPS = 1e-12, 1_000
LARGEST_CROSSING = 200_000
"""Combinations of classes up to which cells are fitted instead of rows."""
NOISE = 1e-10
"""Sums over millions of rows are not more exact than this; cells are."""
SWEEPS = 10
"""Sweeps of the residuals over the margins, as many as survey for R makes."""


def rake(
    margins: Mapping[str, tuple[ArrayLike, ArrayLike]],
    weights: ArrayLike | None = None,
    *,
    close: float = CLOSE,
    steps: int = STEPS,
) -> WeightSet:
    """Return weights that meet every margin, by fitting one after another until all fit.

    `margins` by name (codes (n,), totals (k,)); start `weights` (n,). ValueError when margins do
    not add up to the same people, cannot be met, or do not converge. Deming & Stephan (1940), Ann.
    Math. Statist. 11, 427-444. With few combinations cells are fitted: the same weights.
    """
    given = [(name, np.asarray(codes)) for name, (codes, _totals) in margins.items()]
    if not given:
        raise ValueError("Raking needs at least one margin")
    n = len(given[0][1])
    start = start_of(weights, n)
    found = [margin_of(name, codes, margins[name][1], n) for name, codes in given]
    _check_totals(found)
    shape = tuple(len(margin.totals) for margin in found)
    if np.prod(shape, dtype=float) <= max(LARGEST_CROSSING, 4 * n):
        after, iterations, error = _by_cells(found, start, shape, close, steps)
    else:
        after, iterations, error = _by_rows(found, start, close, steps)
    projection = _Sweeps([margin.codes for margin in found], shape, after)
    base = float(after.sum())
    return WeightSet(
        after, "raked", iterations, error, n, base, (projection,), margins=tuple(found)
    )


def _check_totals(margins: Sequence[Margin]) -> None:
    first = float(margins[0].totals.sum())
    for margin in margins[1:]:
        if abs(float(margin.totals.sum()) - first) > AGREE * first:
            raise ValueError(
                f"{margin.name} adds up to {margin.totals.sum():g} people, "
                f"{margins[0].name} to {first:g}"
            )


def _by_cells(
    margins: Sequence[Margin], start: Floats, shape: tuple[int, ...], close: float, steps: int
) -> tuple[Floats, int, float]:
    """Fit the table of the margins' combinations, then give each respondent the cell's factor."""
    place = _places(margins)
    counted = np.bincount(place, weights=start, minlength=int(np.prod(shape)))
    sums: Floats = counted.astype(np.float64).reshape(shape)
    table, whole = sums.copy(), float(margins[0].totals.sum())
    axes = [tuple(a for a in range(len(shape)) if a != axis) for axis in range(len(shape))]
    for axis, margin in enumerate(margins):
        check_people(margin, sums.sum(axes[axis]))
    for step in range(1, steps + 1):
        for axis, margin in enumerate(margins):
            table *= _spread(_factor(margin.totals, table.sum(axes[axis])), axis, len(shape))
        error = max(
            float(np.abs(table.sum(axes[axis]) - margin.totals).max()) / whole
            for axis, margin in enumerate(margins)
        )
        if error <= close:
            factor = np.divide(table, sums, out=np.zeros_like(table), where=sums > 0)
            found: Floats = factor.ravel()[place]
            found *= start
            return found, step, error
    raise ValueError("The margins cannot be met together: raking does not converge")


def _places(margins: Sequence[Margin]) -> Codes:
    """Return the number (n,) of each respondent's combination of classes."""
    place = margins[0].codes.astype(np.int64)
    for margin in margins[1:]:
        place *= len(margin.totals)
        place += margin.codes
    return place


def _by_rows(
    margins: Sequence[Margin], start: Floats, close: float, steps: int
) -> tuple[Floats, int, float]:
    weights, before = start.copy(), np.inf
    for margin in margins:
        check_people(margin, margin.sums(weights))
    for step in range(1, steps + 1):
        for margin in margins:
            weights *= _factor(margin.totals, margin.sums(weights))[margin.codes]
        error = misfit(margins, weights)
        if error <= close or (error <= NOISE and error >= before):
            return weights, step, error
        before = error
    raise ValueError("The margins cannot be met together: raking does not converge")


def _factor(totals: Floats, sums: Floats) -> Floats:
    return np.divide(totals, sums, out=np.zeros_like(sums), where=sums > 0)


def _spread(values: Floats, axis: int, axes: int) -> Floats:
    return values.reshape([-1 if place == axis else 1 for place in range(axes)])


class _Sweeps:
    """Takes plain class means off the scores, margin after margin, ten times, as R does."""

    def __init__(
        self, codes: list[NDArray[np.integer]], classes: tuple[int, ...], weights: Floats
    ) -> None:
        self.codes, self.classes, self.weights = codes, classes, weights

    def __call__(self, scores: Floats) -> Floats:
        plain = scores / self.weights[:, None]
        for _sweep in range(SWEEPS):
            for given, size in zip(self.codes, self.classes, strict=True):
                codes = given.astype(np.int64)
                people = np.bincount(codes, minlength=size).astype(float)
                means = grouped(plain, codes, size) / np.where(people > 0, people, 1)[:, None]
                plain = plain - means[codes]
        return plain * self.weights[:, None]
