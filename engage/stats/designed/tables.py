"""Do groups differ in their answers? Rao-Scott and Wald tests of a weighted cross table."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from engage.stats.compare import SMALL_EXPECTED
from engage.stats.designed.outcome import Judged, Outcome, outcome, upper_f
from engage.stats.designed.quadratic import saddlepoint, upper_quadratic
from engage.stats.estimate.means import mean_scores
from engage.stats.estimate.result import Part, part_of
from engage.stats.estimate.shares import indicators
from engage.stats.sampling import Floats, Sample, variance

Statistic = Literal["F", "Chisq", "Wald", "adjWald", "lincom", "saddlepoint"]
NO_SPREAD = 1e-14
"""Design effects below this are rounding: the design fixes the table."""
DEPENDENT = 1e-9
"""Directions that reach less than this part of a unit count as not seen."""


@dataclass(frozen=True, eq=False)
class Association:
    """What Rao and Scott's tests are made of: Pearson's statistic and its design effects.

    `pearson` n·Σ(p-p₀)²/p₀; `effects` (k,) the generalised design effects, whose weighted sum of
    chi-squares is the distribution of `pearson` when rows and columns are independent.
    """

    pearson: float
    effects: Floats
    flags: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Reference:
    """What a table is compared with.

    Pearson's statistic, contrasts (r·c, k) over the shares, and the covariance (k, k) that those
    have in a simple sample.
    """

    pearson: float
    scaled: Floats
    below: Floats
    flags: tuple[str, ...]


def association_test(
    rows: ArrayLike,
    columns: ArrayLike,
    shape: tuple[int, int],
    sample: Sample,
    *,
    inside: ArrayLike | None = None,
    statistic: Statistic = "F",
) -> Outcome:
    """Test whether answers differ between groups, paying for weights, strata and clusters.

    `rows`, `columns` (n,) whole numbers below `shape`. `F` Rao & Scott of second order (default),
    `Chisq` of first order; `lincom` the exact distribution by integration, `saddlepoint` its
    approximation (which survey 4.1 for R prints for both when it cannot integrate); `Wald` and
    `adjWald` for few cells and many clusters. Rows and columns without anybody are left out. With
    empty cells the observed form is kept while it has full rank, as R; otherwise the form under
    independence is used and flagged `reference-only`. Raises ValueError for fewer than two occupied
    rows or columns, for a design without degrees of freedom or without any spread.
    Rao & Scott (1984), Annals of Statistics 12, 46-60; Thomas & Rao (1987), JASA 82, 630-636.
    """
    part = part_of(sample, inside)
    a, b = _occupied(rows, shape[0], part), _occupied(columns, shape[1], part)
    if part.df <= 0:
        raise ValueError("The design leaves no degrees of freedom for a test")
    if statistic in ("Wald", "adjWald"):
        return _wald(a, b, statistic, sample, part)
    marks = (a[:, :, None] * b[:, None, :]).reshape(sample.n, -1)
    cells = mean_scores(marks, part)
    table = cells.value.reshape(a.shape[1], b.shape[1])
    found = association(table, variance(cells.scores, sample), part.n)
    verdict = rao_scott(found, part.df, statistic)
    return outcome(verdict, sample, part, found.flags)


def association(table: ArrayLike, spread: ArrayLike, n: float) -> Association:
    """Return Pearson's statistic of a table of shares (r, c) and its generalised design effects.

    `spread` (r·c, r·c) covariance of the shares, row by row; `n` respondents. Every row and column
    must have somebody. Raises ValueError when nothing varies.
    """
    found = reference(np.asarray(table, dtype=float), n)
    above = found.scaled.T @ np.asarray(spread, dtype=float) @ found.scaled
    effects = _eigenvalues(above, found.below)
    if effects.max() <= NO_SPREAD:
        raise ValueError("The design leaves the table no spread; there is nothing to test")
    return Association(found.pearson, effects, found.flags)


def reference(shares: Floats, n: float) -> Reference:
    """Return with what the covariance of a table's shares (r, c) is compared under independence.

    Raises ValueError for a row or column without anybody.
    """
    expected = np.outer(shares.sum(1), shares.sum(0)) / shares.sum()
    if (expected <= 0).any():
        raise ValueError("A row or column of the table is empty")
    pearson = n * float(((shares - expected) ** 2 / expected).sum())
    contrast = interactions(*shares.shape)
    observed = shares.ravel()
    flags: tuple[str, ...] = ()
    if (observed <= 0).any():
        seen = np.linalg.svd(contrast[observed > 0], compute_uv=False)
        full = len(seen) == contrast.shape[1] and seen.min() > DEPENDENT
        flags = ("empty-cells",) if full else ("empty-cells", "reference-only")
        observed = observed if full else expected.ravel()
    inverse = np.divide(1.0, observed, out=np.zeros_like(observed), where=observed > 0)
    scaled = contrast * inverse[:, None]
    if n * expected.min() < SMALL_EXPECTED:
        flags = (*flags, "expected-under-5")
    return Reference(pearson, scaled, contrast.T @ scaled / n, flags)


@lru_cache(maxsize=256)
def interactions(rows: int, columns: int) -> Floats:
    """Return an orthonormal basis (r·c, (r-1)·(c-1)) of what rows and columns do only together."""
    return np.asarray(np.kron(_helmert(rows), _helmert(columns)), dtype=np.float64)


def rao_scott(found: Association, design_df: float, statistic: Statistic = "F") -> Judged:
    """Return the verdict on a table whose covariance came from anywhere, such as replicates.

    `design_df` degrees of freedom of the design; `statistic` one of Rao and Scott's four in
    `association_test`. Raises ValueError for others. Rao & Scott (1984).
    """
    from scipy.special import chdtrc

    effects, pearson = found.effects, found.pearson
    total = float(effects.sum())
    freedom = total**2 / float((effects**2).sum())
    ddf = freedom * design_df
    if statistic == "F":
        value = pearson / total
        return Judged("rao-scott-2", value, freedom, ddf, upper_f(value, freedom, ddf))
    if statistic == "Chisq":
        df = float(len(effects))
        p = float(chdtrc(df, pearson / effects.mean()))
        return Judged("rao-scott-1", pearson, df, None, p)
    if statistic in ("lincom", "saddlepoint"):
        work = upper_quadratic if statistic == "lincom" else saddlepoint
        p = work(pearson, np.maximum(effects, 0.0), ddf) if pearson > 0 else 1.0
        return Judged(f"rao-scott-{statistic}", pearson, None, ddf, p)
    raise ValueError(f"Unknown statistic of a table: {statistic}")


def _wald(a: Floats, b: Floats, statistic: str, sample: Sample, part: Part) -> Outcome:
    """Test that the totals beside the first row and column are what independence gives."""
    w, total = part.weights, part.base
    rows, columns = w @ a, w @ b
    cells = (a * w[:, None]).T @ b
    apart = (cells - np.outer(rows, columns) / total)[1:, 1:].ravel()
    scores = a[:, :, None] * b[:, None, :]
    scores = scores - a[:, :, None] * (columns / total) - b[:, None, :] * (rows / total)[:, None]
    scores = scores + part.inside[:, None, None] * np.outer(rows, columns) / total**2
    spread = variance(scores[:, 1:, 1:].reshape(len(w), -1) * w[:, None], sample)
    scale = np.sqrt(np.diag(spread))
    if (scale == 0).any() or np.linalg.matrix_rank(spread / np.outer(scale, scale)) < len(apart):
        raise ValueError("Too few clusters for a Wald test of so many cells")
    value = float(apart @ np.linalg.solve(spread, apart))
    df = float(len(apart))
    if statistic == "Wald":
        found, ddf = value / df, float(part.df)
    else:
        ddf = part.df - df + 1
        if ddf <= 0:
            raise ValueError("Too few clusters for a Wald test of so many cells")
        found = value * ddf / (df * part.df)
    flags = ("empty-cells",) if (cells == 0).any() else ()
    name = "wald" if statistic == "Wald" else "adjusted-wald"
    return outcome(Judged(name, found, df, ddf, upper_f(found, df, ddf)), sample, part, flags)


def _occupied(codes: ArrayLike, categories: int, part: Part) -> Floats:
    marks = indicators(codes, categories, part)
    marks = marks[:, marks.any(axis=0)]
    if marks.shape[1] < 2:
        raise ValueError("A test needs people in at least two rows and two columns")
    return marks


def _helmert(size: int) -> Floats:
    """Return an orthonormal basis (size, size-1) of what adds up to nothing."""
    found = np.zeros((size, size - 1))
    for place in range(size - 1):
        found[: place + 1, place] = 1.0
        found[place + 1, place] = -(place + 1.0)
        found[:, place] /= np.sqrt((place + 1.0) * (place + 2.0))
    return found


def _eigenvalues(above: Floats, below: Floats) -> Floats:
    """Return the eigenvalues of below⁻¹·above, both symmetric and below positive."""
    root = np.linalg.cholesky(below)
    half = np.linalg.solve(root, above)
    return np.asarray(np.linalg.eigvalsh(np.linalg.solve(root, half.T)))
