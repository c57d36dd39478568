"""Lines and log odds fitted to the population, with the doubt of the design."""

from collections.abc import Sequence
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from engage.stats.estimate.result import Estimate, Linear, Part, estimated, measured, part_of
from engage.stats.intervals import LEVEL
from engage.stats.sampling import Floats, Sample

STEPS = 50
FAR = 30.0
"""Log odds beyond which a share is 0 or 1: the fit is running away."""


def linear(
    values: ArrayLike,
    predictors: ArrayLike,
    sample: Sample,
    *,
    inside: ArrayLike | None = None,
    level: float = LEVEL,
    df: float | None = None,
    names: Sequence[str] = (),
) -> Estimate:
    """Return how a variable goes up or down with others in the population, by least squares.

    `values` (n,), `predictors` (n, p) with a column of ones for a constant; p coefficients in units
    of the variable for each unit of a predictor; degrees of freedom those of the design + 1 - p.
    Raises ValueError when predictors depend on each other. Binder (1983), Int. Stat. Review 51,
    279-292; Lumley (2010), chapter 5.
    """
    part = part_of(sample, inside)
    y, x = measured(values, sample, part)[:, 0], measured(predictors, sample, part)
    _check_rank(x, part)
    found = _weighted_least_squares(x, y, part.weights)
    return _fitted(x, y - x @ found, found, part.weights, part, sample, "linear", level, df, names)


def logistic(
    yes: ArrayLike,
    predictors: ArrayLike,
    sample: Sample,
    *,
    inside: ArrayLike | None = None,
    level: float = LEVEL,
    df: float | None = None,
    names: Sequence[str] = (),
    stop: Literal["converged", "as-r"] = "converged",
) -> Estimate:
    """Return how the log odds of a yes go up or down with other variables in the population.

    `yes` (n,) of 0 and 1; else as in `linear`. Raises ValueError for other values and when the
    predictors tell yes from no without error, so that no finite coefficients exist. `as-r` stops
    when the deviance changes by less than 1e-8, as glm() of R, whose standard errors are those of
    the step before; they then lie up to 1e-7 beside the converged ones.
    Binder (1983), Int. Stat. Review 51, 279-292; McCullagh & Nelder (1989), 2.5.
    """
    part = part_of(sample, inside)
    y, x = measured(yes, sample, part)[:, 0], measured(predictors, sample, part)
    if not np.isin(y, (0.0, 1.0)).all():
        raise ValueError("A logistic regression needs values of 0 and 1")
    _check_rank(x, part)
    weights = part.weights * (part.n / part.base)
    found, spread, rates = _reweighted(x, y, weights, 1e-8 if stop == "as-r" else 0.0)
    scale = part.base / part.n
    residuals = (
        spread
        * (y - rates)
        / (rates * (1 - rates))
        * scale
        / np.where(part.inside, part.weights, 1.0)
    )
    return _fitted(x, residuals, found, spread * scale, part, sample, "logistic", level, df, names)


def _reweighted(
    x: Floats, y: Floats, weights: Floats, enough: float
) -> tuple[Floats, Floats, Floats]:
    """Return coefficients, information of each row in the last step, and fitted shares."""
    rates = (weights * y + 0.5) / (weights + 1)
    odds, before, found = np.log(rates / (1 - rates)), np.inf, np.zeros(x.shape[1])
    for _ in range(STEPS):
        spread = rates * (1 - rates)
        last = found
        found = _weighted_least_squares(x, odds + (y - rates) / spread, weights * spread)
        odds = x @ found
        if np.abs(odds).max() > FAR:
            break
        information, rates = weights * spread, 1 / (1 + np.exp(-odds))
        deviance = -2 * float(weights @ np.log(np.where(y == 1, rates, 1 - rates)))
        if abs(deviance - before) < enough * (abs(deviance) + 0.1):
            return found, information, rates
        if np.abs(found - last).max() <= 1e-12 * max(1.0, float(np.abs(found).max())):
            return found, weights * rates * (1 - rates), rates
        before = deviance
    raise ValueError("The predictors tell yes from no without error")


def _weighted_least_squares(x: Floats, y: Floats, weights: Floats) -> Floats:
    root = np.sqrt(weights)
    return np.asarray(np.linalg.lstsq(x * root[:, None], y * root, rcond=None)[0])


def _check_rank(x: Floats, part: Part) -> None:
    scale = np.abs(x).max(axis=0)
    if (scale == 0).any() or np.linalg.matrix_rank(x[part.inside] / scale) < x.shape[1]:
        raise ValueError("The predictors depend on each other")


def _fitted(
    x: Floats,
    residuals: Floats,
    found: Floats,
    information: Floats,
    part: Part,
    sample: Sample,
    method: str,
    level: float,
    df: float | None,
    names: Sequence[str],
) -> Estimate:
    """Return coefficients with the variance of their estimating equations."""
    inverse = np.linalg.inv((x * information[:, None]).T @ x)
    scores = (part.weights * residuals)[:, None] * (x @ inverse)
    known = part.df + 1 - x.shape[1] if df is None else df
    return estimated(
        Linear(found, scores), sample, part, method=method, level=level, df=known, names=names
    )
