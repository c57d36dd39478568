"""Means, totals, ratios and quantiles of a file, with standard errors under its design."""

from collections.abc import Sequence

import numpy as np

from engage.stats.estimate.means import means, ratios, totals
from engage.stats.estimate.quantiles import quantiles
from engage.stats.intervals import LEVEL
from engage.tabulation.answers import Estimation
from engage.tabulation.drawing import Drawn, drawn_as
from engage.tabulation.reading import DataTable, Unreadable
from engage.tabulation.tables import figure_of
from engage.tabulation.variables import numbers

WHATS = ("mean", "total", "ratio", "quantile")


def estimate(
    table: DataTable,
    *,
    file: str,
    what: str,
    variable: str,
    parts: Sequence[float] = (0.25, 0.5, 0.75),
    drawn: Drawn | None = None,
    level: float = LEVEL,
) -> Estimation:
    """Return a mean, total, ratio A/B or quantiles; Unreadable with what is wrong, line by line.

    Rows without a number are left out of the figure but stay in the design, and are counted.
    """
    sample, used = drawn_as(table, drawn or Drawn())
    names = _names(what, variable)
    columns = [numbers(table, name) for name in names]
    inside = np.all([column.known for column in columns], axis=0)
    if not inside.any():
        raise Unreadable("nobody-answered", name=variable)
    data = [np.where(inside, column.values, 0.0) for column in columns]
    options = {"inside": inside, "level": level}
    try:
        if what == "ratio":
            found = ratios(data[0], data[1], sample, **options)
        elif what == "quantile":
            found = quantiles(data[0], list(parts), sample, **options)
        else:
            found = (totals if what == "total" else means)(data[0], sample, **options)
    except ValueError as error:
        raise Unreadable("design-impossible", reason=str(error)) from error
    n = int(inside.sum())
    return Estimation(
        file=file,
        what=what,  # type: ignore[arg-type]
        variable=variable,
        level=level,
        design=used,
        estimates=[figure_of(found, place, n) for place in range(len(found.value))],
        parts=list(parts) if what == "quantile" else [],
        left_out=int((~inside).sum()),
        warnings=["missing-left-out"] if n < table.rows else [],
    )


def _names(what: str, variable: str) -> list[str]:
    if what not in WHATS:
        raise Unreadable("unknown-estimate", what=what)
    names = variable.split("/") if what == "ratio" else [variable]
    if len(names) != (2 if what == "ratio" else 1) or not all(names):
        raise Unreadable("ratio-needs-two", name=variable)
    return names
