"""A table as a map: rows and columns that go together lie close to each other."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray


@dataclass(frozen=True)
class Correspondence:
    """Simple correspondence analysis: coordinates on the main axes, and what each axis explains."""

    rows: NDArray[np.float64]
    """(rows, axes), principal coordinates."""
    columns: NDArray[np.float64]
    row_parts: NDArray[np.float64]
    """(rows, axes): how much each row makes of each axis; adds up to 1."""
    column_parts: NDArray[np.float64]
    explained: tuple[float, ...]
    """The share of all inertia on each axis."""
    inertia: float
    """Chi-square divided by n."""
    n: int
    flags: tuple[str, ...] = ()


def correspondence(table: ArrayLike, axes: int = 2) -> Correspondence | None:
    """Return the map of a table of counts.

    Counts, every row and column with somebody in it (ValueError otherwise); None when rows and
    columns have nothing to do with each other. Greenacre (2017), Correspondence Analysis in
    Practice; Σσ²·n is the chi-square of the table.
    """
    counts = np.asarray(table, dtype=float)
    if counts.ndim != 2 or not np.isfinite(counts).all() or (counts < 0).any():
        raise ValueError("A table of counts from 0 is needed")
    if not counts.size or (counts.sum(0) == 0).any() or (counts.sum(1) == 0).any():
        raise ValueError("A row or column without anybody has no place on the map")
    n = counts.sum()
    p = counts / n
    r, c = p.sum(1), p.sum(0)
    residuals = (p - np.outer(r, c)) / np.sqrt(np.outer(r, c))
    u, sigma, vt = np.linalg.svd(residuals, full_matrices=False)
    inertia = float(np.square(sigma).sum())
    if inertia < 1e-15:
        return None
    kept = min(axes, int((sigma > 1e-9).sum()))
    u, v = _turned(u[:, :kept], vt[:kept].T)
    return Correspondence(
        rows=u * sigma[:kept] / np.sqrt(r)[:, None],
        columns=v * sigma[:kept] / np.sqrt(c)[:, None],
        row_parts=np.square(u),
        column_parts=np.square(v),
        explained=tuple(float(share) for share in np.square(sigma[:kept]) / inertia),
        inertia=inertia,
        n=int(n),
        flags=("one-axis",) if kept < 2 else (),
    )


def _turned(
    u: NDArray[np.float64], v: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Turn each axis so that its strongest column is positive: the same map in every run."""
    sign = np.sign(v[np.abs(v).argmax(0), np.arange(v.shape[1])])
    return u * sign, v * sign
