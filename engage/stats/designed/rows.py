"""The same cross table from rows, for designs whose doubt no cells can hold."""

import numpy as np

from engage.stats.cells import Column
from engage.stats.designed.cells import Cross
from engage.stats.designed.outcome import Outcome
from engage.stats.designed.tables import association_test
from engage.stats.estimate.domains import domain_shares
from engage.stats.estimate.result import Inside, part_of
from engage.stats.sampling import Codes, Sample


def cross_rows(rows: Column, columns: Column, sample: Sample) -> Cross:
    """Return the shares of answers in every row of a cross table, their doubt and the test.

    As `designed.cells.cross`, for any sample: several stages with population sizes, calibrated
    weights. Those who were not asked are in no base, those without an answer in no test. Raises
    ValueError for columns of another length and lonely strata. Costs respondents × cells numbers.
    """
    if len(rows.codes) != sample.n or len(columns.codes) != sample.n:
        raise ValueError("One code is needed for each respondent")
    a, b = rows.codes.astype(np.int64), columns.codes.astype(np.int64)
    shape = len(rows.options) + 1, len(columns.options) + 1
    asked = (a < shape[0]) & (b < shape[1])
    counts = np.bincount(
        np.where(asked, a * shape[1] + b, 0)[asked], minlength=shape[0] * shape[1]
    ).reshape(shape)
    share, se = np.full(shape, np.nan), np.full(shape, np.nan)
    base = np.bincount(a[asked], sample.weights[asked], shape[0]).astype(float)
    if not asked.any():
        return Cross(
            share, se, counts, counts.sum(1), base, 0, None, sample.kind, ("one-row-or-column",)
        )
    present = np.flatnonzero(counts.sum(1))
    places = np.searchsorted(present, np.where(asked, a, present[0]))
    found = domain_shares(
        np.where(asked, b, 0), shape[1], places, sample, inside=asked, count=len(present)
    )
    share[present] = found.value.reshape(shape[1], -1).T
    se[present] = found.se.reshape(shape[1], -1).T
    known = (a < shape[0] - 1) & (b < shape[1] - 1)
    test, flags = _test(a, b, (shape[0] - 1, shape[1] - 1), known, sample)
    return Cross(share, se, counts, counts.sum(1), base, int(found.df), test, sample.kind, flags)


def _test(
    a: Codes, b: Codes, shape: tuple[int, int], known: Inside, sample: Sample
) -> tuple[Outcome | None, tuple[str, ...]]:
    """Return the test of rows, or the flag that says why there is none."""
    if min(len(np.unique(codes[known])) for codes in (a, b)) < 2:
        return None, ("one-row-or-column",)
    if part_of(sample, known).df <= 0:
        return None, ("no-degrees-of-freedom",)
    inside = [np.where(known, codes, 0) for codes in (a, b)]
    try:
        return association_test(inside[0], inside[1], shape, sample, inside=known), ()
    except ValueError:
        return None, ("no-spread",)
