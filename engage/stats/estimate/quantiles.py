"""Medians and other quantiles, with Woodruff's intervals."""

from collections.abc import Sequence
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from engage.stats.estimate.means import mean_scores
from engage.stats.estimate.result import Estimate, Part, measured, no_interval, part_of, reach
from engage.stats.intervals import LEVEL, Interval, IntervalOrReason
from engage.stats.sampling import Floats, Sample, variance

Rule = Literal["math", "school", "hf7", "shahvaish", "shahvaish-r41"]


def quantiles(
    values: ArrayLike,
    parts: Sequence[float],
    sample: Sample,
    *,
    inside: ArrayLike | None = None,
    rule: Rule = "math",
    level: float = LEVEL,
    df: float | None = None,
) -> Estimate:
    """Return the values below which given parts of the population lie.

    `values` (n,), `parts` fractions in 0..1; the interval holds the values at the ends of the
    interval of the share at or below the estimate: Woodruff (1952), JASA 47, 635-646. Its standard
    error is the interval's length over two t quantiles; NaN with the flag `interval-open` where an
    end lies beyond the data. Rules: `math` the inverse of the distribution function, `school` the
    middle at its steps, `hf7` Hyndman & Fan (1996) type 7 with weights, `shahvaish` Shah & Vaish
    (2006); `shahvaish-r41` the same as survey 4.1 for R works it out, which mixes raw and scaled
    weights: only for comparison, flagged. Raises ValueError for parts outside 0..1, missing values.
    """
    fractions = np.asarray(parts, dtype=float)
    if fractions.ndim != 1 or not ((fractions >= 0) & (fractions <= 1)).all():
        raise ValueError("The parts of quantiles lie between 0 and 1")
    part = part_of(sample, inside)
    data = measured(values, sample, part)
    if data.shape[1] != 1:
        raise ValueError("Quantiles are of one variable")
    at = _Steps(data[part.inside, 0], sample.weights[part.inside], rule)
    value = np.array([at(p) for p in fractions])
    known = part.df if df is None else df
    t = reach(known, level)
    low, high = _woodruff(data, value, at, t, sample, part)
    none = no_interval(sample, part.n)
    ends = tuple(none or _ends(a, b, level) for a, b in zip(low, high, strict=True))
    return _found(value, (high - low) / (2 * t), known, ends, rule, sample, part)


def _found(
    value: Floats,
    se: Floats,
    df: float,
    ends: tuple[IntervalOrReason, ...],
    rule: Rule,
    sample: Sample,
    part: Part,
) -> Estimate:
    """Return the estimate with its flags; how quantiles vary together is not known."""
    flags = ("shifted-as-in-r",) if rule == "shahvaish-r41" else ()
    if np.isnan(se).any():
        flags = (*flags, "interval-open")
    spread = np.full((len(value), len(value)), np.nan)
    np.fill_diagonal(spread, se**2)
    method = f"quantile-{rule}"
    return Estimate(
        value, se, spread, df, part.n, part.base, None, ends, method, sample.kind, flags=flags
    )


def _woodruff(
    data: Floats, value: Floats, at: "_Steps", t: float, sample: Sample, part: Part
) -> tuple[Floats, Floats]:
    """Return the values at the ends of the interval of the share at or below each estimate."""
    below = np.where(part.inside[:, None], data <= value, False).astype(float)
    shares = mean_scores(below, part)
    width = t * np.sqrt(np.diag(variance(shares.scores, sample)))
    low = [at(p) if p >= 0 else np.nan for p in shares.value - width]
    high = [at(p) if p <= 1 else np.nan for p in shares.value + width]
    return np.array(low), np.array(high)


def _ends(low: float, high: float, level: float) -> IntervalOrReason:
    if np.isnan(low) or np.isnan(high):
        return IntervalOrReason(None, "interval-open")
    return IntervalOrReason(Interval(float(low), float(high), level, "woodruff"))


class _Steps:
    """The weighted distribution of values, read by one rule."""

    def __init__(self, values: Floats, weights: Floats, rule: Rule) -> None:
        order = np.argsort(values, kind="stable")
        self.rule = rule
        self.values, self.weights = values[order], weights[order]
        wide = np.cumsum(self.weights.astype(np.longdouble))
        self.sums, self.total = wide.astype(float), float(wide[-1])
        self.places, self.heights = self.values, self.sums
        if rule in ("hf7", "shahvaish", "shahvaish-r41"):
            self.heights = self._heights()
            order = np.argsort(self.heights, kind="stable")
            self.heights, self.places = self.heights[order], self.values[order]

    def _heights(self) -> Floats:
        n = len(self.values)
        if self.rule == "hf7":
            below = np.concatenate([[0.0], self.sums[:-1]])
            return np.asarray(below / self.sums[-2]) if n > 1 else below
        scaled = self.weights / self.weights.mean()
        half = self.weights if self.rule == "shahvaish-r41" else scaled
        return np.asarray((np.cumsum(scaled) + 0.5 - half / 2) / (n + 1))

    def __call__(self, part: float) -> float:
        if self.rule == "hf7":
            return float(np.interp(part, self.heights, self.places))
        if self.rule in ("shahvaish", "shahvaish-r41"):
            last = int(np.searchsorted(self.heights, part, side="right")) - 1
            return float(self.places[max(last, 0)])
        return self._step(part)

    def _step(self, part: float) -> float:
        last = int(np.searchsorted(self.sums, part * self.total, side="right")) - 1
        low = max(last, 0)
        high = min(low + 1, len(self.values) - 1)
        if part - self.sums[low] / self.total != 0:
            # before the first step R reads the second value; the first is right
            return float(self.values[high if last >= 0 else 0])
        if self.rule == "school":
            return float((self.values[low] + self.values[high]) / 2)
        return float(self.values[low])
