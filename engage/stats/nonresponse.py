"""Whether those who did not answer could change the picture, and by how much at most."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import ArrayLike

from engage.stats.compare import Comparison, chi_square
from engage.stats.weighting.diagnostics import balance


@dataclass(frozen=True)
class Difference:
    """One attribute: how respondents differ in it from everybody who was asked."""

    attribute: str
    test: Comparison | None
    """Answered or not, by the attribute; None when nothing varies."""
    largest: float
    """The largest absolute standardised difference of a class; above 0.1 is worth a look."""


@dataclass(frozen=True)
class Bounds:
    """Between which shares the truth lies, whatever the others would have said."""

    share: Fraction
    low: Fraction
    high: Fraction
    rate: Fraction

    @property
    def width(self) -> Fraction:
        """How wide the span is: the part that did not answer."""
        return self.high - self.low


@dataclass(frozen=True)
class Range:
    """One figure under several ways of weighting."""

    values: Mapping[str, float]

    @property
    def spread(self) -> float:
        """How far the ways are apart."""
        return max(self.values.values()) - min(self.values.values())


def differences(
    asked: Mapping[str, Sequence[int]], answered: Mapping[str, Sequence[int]]
) -> tuple[Difference, ...]:
    """Return for each attribute how respondents differ from all who were asked.

    Counts of the classes, in the same order; ValueError when more answered than were asked.
    Groves & Peytcheva (2008), Public Opinion Quarterly 72, 167-189.
    """
    found = []
    for attribute, whole in asked.items():
        everybody, here = np.asarray(whole), np.asarray(answered[attribute])
        if everybody.shape != here.shape or (here > everybody).any() or (here < 0).any():
            raise ValueError(f"{attribute}: more answered than were asked")
        codes = np.repeat(np.arange(len(here)), here)
        apart = balance(codes, everybody, np.ones(len(codes))) if len(codes) else ()
        test = chi_square(np.vstack([here, everybody - here]))
        found.append(
            Difference(attribute, test, max((each.asmd_before for each in apart), default=0.0))
        )
    return tuple(found)


def bounds(count: int, answered: int, asked: int) -> Bounds:
    """Return the span of a share among all asked: nobody or everybody of the silent agrees.

    [p·r, p·r + 1 − r] of a return rate r: Manski (2003), Partial Identification, 1.
    """
    if not 0 <= count <= answered <= asked or answered == 0:
        raise ValueError(f"Not a count of those who answered: {count} of {answered} of {asked}")
    low = Fraction(count, asked)
    rate = Fraction(answered, asked)
    return Bounds(Fraction(count, answered), low, low + 1 - rate, rate)


def under_weights(chosen: ArrayLike, weights: Mapping[str, ArrayLike]) -> Range:
    """Return a share under each way of weighting; `chosen` (n,) says who gave the answer."""
    marks = np.asarray(chosen, dtype=float)
    values = {}
    for name, given in weights.items():
        w = np.asarray(given, dtype=float)
        if w.shape != marks.shape or not (w > 0).all():
            raise ValueError(f"{name}: one weight above 0 is needed for each respondent")
        values[name] = float((w * marks).sum() / w.sum())
    if not values:
        raise ValueError("At least one way of weighting is needed")
    return Range(values)


def early_and_late(early: ArrayLike, late: ArrayLike) -> Comparison | None:
    """Compare the answers of those who came before a reminder with those after it.

    Counts of the same options; who answers late is often like who does not answer at all:
    Armstrong & Overton (1977), Journal of Marketing Research 14, 396-402.
    """
    return chi_square(np.vstack([np.asarray(early), np.asarray(late)]))
