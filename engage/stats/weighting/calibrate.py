"""Calibration: the smallest change of the weights that meets known totals of any variables."""

from collections.abc import Callable
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from engage.stats.weighting.result import Floats, WeightSet, start_of

CLOSE, STEPS, HALVINGS = 1e-11, 100, 40
Distance = Literal["linear", "raking", "logit"]


def calibrate(
    variables: ArrayLike,
    totals: ArrayLike,
    weights: ArrayLike | None = None,
    *,
    distance: Distance = "linear",
    bounds: tuple[float, float] | None = None,
) -> WeightSet:
    """Return weights whose totals of the variables (n, k) are the known ones (k,).

    Put a column of ones first to hold the number of people. `distance` linear (regression), raking
    (never negative) or logit (needs `bounds`); `bounds` are the least and most that a weight may be
    multiplied by. ValueError for totals that cannot be met, for columns that say the same twice.
    Deville & Särndal (1992), JASA 87, 376-382; variance by regression residuals, ibid. 3.
    """
    x, wanted = np.asarray(variables, dtype=float), np.asarray(totals, dtype=float)
    if x.ndim != 2 or wanted.shape != (x.shape[1],):
        raise ValueError("One total is needed for each variable")
    if not np.isfinite(x).all() or not np.isfinite(wanted).all():
        raise ValueError("Variables and totals must be finite numbers")
    start = start_of(weights, len(x))
    if not (np.abs(x).max(0) > 0).all():
        raise ValueError("A variable is 0 for everybody: no weights can change its total")
    factor_of, slope_of = _functions(distance, bounds)
    size = np.sqrt(np.square(x).mean(0))  # people and yen solve alike in units of their own
    even, known = x / size, wanted / size
    scale = np.maximum(np.abs(known), np.abs(even).max(0) * start.sum() / len(x))
    solution, iterations, error = _solved(even, known, start, scale, factor_of, slope_of)
    factor = factor_of(even @ solution)
    found = start * factor
    flags = []
    if (found <= 0).any():
        flags.append("weights-not-positive")
    if bounds is not None and (np.isclose(factor, bounds[0]) | np.isclose(factor, bounds[1])).any():
        flags.append("weights-at-bounds")
    projection = _Regression(even, start, found)
    name = f"calibrated-{distance}"
    return WeightSet(
        found, name, iterations, error, len(x), float(found.sum()), (projection,), tuple(flags)
    )


_Function = Callable[[Floats], Floats]


def _functions(
    distance: Distance, bounds: tuple[float, float] | None
) -> tuple[_Function, _Function]:
    """Return by how much a weight is multiplied, and how fast that grows."""
    low, high = bounds if bounds is not None else (-np.inf, np.inf)
    if bounds is not None and not 0 <= low < 1 < high:
        raise ValueError("Bounds lie around 1: the least below, the most above")
    if distance == "linear":

        def inside(u: Floats) -> Floats:
            return ((1 + u >= low) & (1 + u <= high)).astype(float)

        return (lambda u: np.clip(1 + u, low, high)), inside
    if distance == "raking":

        def grown(u: Floats) -> Floats:
            return np.exp(np.minimum(u, 700.0))

        def within(u: Floats) -> Floats:
            return grown(u) * ((grown(u) >= low) & (grown(u) <= high))

        return (lambda u: np.clip(grown(u), low, high)), within
    if distance != "logit" or bounds is None:
        raise ValueError("The logit distance needs bounds")
    steep = (high - low) / ((1 - low) * (high - 1))

    def curve(u: Floats) -> Floats:
        e = np.exp(np.clip(steep * u, -700, 700))
        return (low * (high - 1) + high * (1 - low) * e) / (high - 1 + (1 - low) * e)

    def slope(u: Floats) -> Floats:
        g = curve(u)
        return (g - low) * (high - g) / ((1 - low) * (high - 1))

    return curve, slope


def _solved(
    x: Floats,
    wanted: Floats,
    start: Floats,
    scale: Floats,
    factor_of: _Function,
    slope_of: _Function,
) -> tuple[Floats, int, float]:
    """Solve for the multipliers by Newton's steps, halved while they lead away."""
    solution = np.zeros(x.shape[1])
    gap = wanted - x.T @ (start * factor_of(x @ solution))
    error = float((np.abs(gap) / scale).max())
    for step in range(1, STEPS + 1):
        if error <= CLOSE:
            return solution, step - 1, error
        steepness = (x * (start * slope_of(x @ solution))[:, None]).T @ x
        if np.linalg.matrix_rank(steepness) < len(wanted):
            raise ValueError("The totals cannot be met: bounds too narrow, or a variable twice")
        move = np.linalg.solve(steepness, gap)
        for _halving in range(HALVINGS):
            tried = solution + move
            left = wanted - x.T @ (start * factor_of(x @ tried))
            size = float((np.abs(left) / scale).max())
            if size < error:
                break
            move = move / 2
        else:
            if error <= 1e-9:
                return solution, step, error  # nothing smaller can be reached in this arithmetic
            raise ValueError("The totals cannot be met within the bounds")
        solution, gap, error = tried, left, size
    if error <= 1e-9:
        return solution, STEPS, error
    raise ValueError("The totals cannot be met within the bounds")


class _Regression:
    """Takes off the scores what the variables explain, under the weights before."""

    def __init__(self, x: Floats, before: Floats, after: Floats) -> None:
        self.half, self.after = np.sqrt(before), after
        self.basis, _triangle = np.linalg.qr(x * self.half[:, None])

    def __call__(self, scores: Floats) -> Floats:
        back = (self.after / self.half)[:, None]
        plain = scores / back
        return (plain - self.basis @ (self.basis.T @ plain)) * back
