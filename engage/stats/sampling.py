"""How each respondent was drawn: weights, strata, clusters, finite populations, and what they cost.

A sample that is stratified, clustered or drawn in stages has another margin of error than a simple
one of the same size. `variance` is the one place where that is worked out; every estimate and test
under a design goes through it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from engage.stats.design import About, SurveyKind

Floats = NDArray[np.float64]
Codes = NDArray[np.int64]
Projection = Callable[[Floats], Floats]
"""Takes weighted scores (n, k) and returns what calibration to known totals leaves of them."""
Lonely = Literal["error", "average", "certainty"]

SELF_REPRESENTING = 1e-7
"""A stratum of which less than this part was not drawn counts as drawn completely, as in R."""


@dataclass(frozen=True, eq=False)
class Stage:
    """One step of the drawing: its units, the group each was drawn from, and that group's factor.

    `unit` (n,) numbers the unit of each respondent, `group` (units,) the stratum or the unit above,
    `drawn` (groups,) how many units were drawn, `population` (groups,) of how many, `share`
    (groups,) the chance with which the units above were drawn (1 at the first stage).
    """

    unit: Codes
    group: Codes
    drawn: Codes
    population: Floats
    share: Floats

    @property
    def missing(self) -> Floats:
        """Return for each group the part that was not drawn; 1 for drawing with replacement."""
        return np.where(np.isinf(self.population), 1.0, 1 - self.drawn / self.population)

    @property
    def lonely(self) -> NDArray[np.bool_]:
        """Say which groups gave a single unit although they have more."""
        return (self.drawn == 1) & (self.missing >= SELF_REPRESENTING)


@dataclass(frozen=True, eq=False)
class Sample:
    """The design of a survey, one entry for each respondent; build it with `sample_of`.

    `strata` (n,) codes or None; `stages` the codes of the units drawn at each stage, none when
    people themselves were drawn; `fpc` the population sizes at each stage, infinite where drawing
    was with replacement, none when no stage has one; `projections` what calibration does to scores;
    `kind` and `about` say how people came to be asked and whom the figures describe.
    """

    weights: Floats
    strata: Codes | None = None
    stages: tuple[Codes, ...] = ()
    fpc: tuple[Floats, ...] = ()
    lonely: Lonely = "error"
    projections: tuple[Projection, ...] = ()
    kind: SurveyKind = SurveyKind.PROBABILITY
    about: About = About.RESIDENTS

    @property
    def n(self) -> int:
        """How many respondents."""
        return len(self.weights)

    @property
    def psu(self) -> Codes:
        """The unit drawn first for each respondent, (n,); respondents themselves without stages."""
        return self.stages[0] if self.stages else np.arange(self.n)

    @property
    def strata_or_one(self) -> Codes:
        """The stratum of each respondent, (n,); all 0 without strata."""
        return np.zeros(self.n, dtype=np.int64) if self.strata is None else self.strata

    @property
    def df(self) -> int:
        """Degrees of freedom: units drawn first minus strata."""
        return self.df_of(None)

    def df_of(self, inside: NDArray[np.bool_] | None) -> int:
        """Return the degrees of freedom of a part: its first units minus its strata.

        As degf() of a subset in Lumley's survey 4.1 for R.
        """
        if inside is None:
            inside = np.ones(self.n, dtype=bool)
        units = int(inside.sum()) if not self.stages else len(np.unique(self.psu[inside]))
        strata = 1 if self.strata is None else len(np.unique(self.strata[inside]))
        return units - strata

    def with_weights(
        self, weights: ArrayLike, projections: tuple[Projection, ...] = ()
    ) -> "Sample":
        """Return the same design with other weights, and what their making does to scores."""
        return replace(self, weights=_weights(weights, self.n), projections=projections)

    @cached_property
    def drawing(self) -> tuple[Stage, ...]:
        """The stages as `variance` needs them: one when no population size is known."""
        used = self.stages or (np.arange(self.n),)
        if not self.fpc:
            used = used[:1]
        groups, share, found = self.strata_or_one, np.ones(self.n), []
        for place, unit in enumerate(used):
            size = self.fpc[place] if place < len(self.fpc) else np.full(self.n, np.inf)
            stage = _stage(unit, groups, size, share)
            found.append(stage)
            chance = np.where(np.isinf(stage.population), 0.0, stage.drawn / stage.population)
            share = share * chance[stage.group[stage.unit]]
            groups = unit
        return tuple(found)


def sample_of(
    n: int,
    *,
    weights: ArrayLike | None = None,
    strata: ArrayLike | None = None,
    stages: Sequence[ArrayLike] = (),
    fpc: Sequence[ArrayLike | None] = (),
    nested: bool = False,
    lonely: Lonely = "error",
    kind: SurveyKind | str = SurveyKind.PROBABILITY,
    about: About | str = About.RESIDENTS,
) -> Sample:
    """Describe how n respondents were drawn, and check that it can be so.

    `weights` (n,) people in the population for each respondent; without them the inverse of the
    chance that `fpc` gives, stages multiplied; without either 1. `strata` (n,) any codes. `stages`
    one array of codes (n,) for each stage of clusters, none for people drawn singly. `fpc` for each
    stage the population size of the stratum (later: of the unit above), or the fraction drawn when
    nothing in it exceeds 1; one number or (n,); None where drawing was with replacement. `nested`
    says that clusters of different strata may bear the same code. `lonely`: what a stratum of which
    one unit was drawn does: stop, stand for the average of the others, or count as certain.

    Raises ValueError for weights that are not positive, a population smaller than what was drawn,
    a size that varies within a stratum, a cluster in two strata, missing codes.
    The design object follows Lumley (2010), Complex Surveys, chapters 2 and 3.
    """
    if n < 1:
        raise ValueError("A sample needs at least one respondent")
    if lonely not in ("error", "average", "certainty"):
        raise ValueError(f"Unknown way with lonely units: {lonely}")
    layers = None if strata is None else coded(strata, n, "strata")
    units = _nested_units(stages, layers, n, nested)
    if len(fpc) > max(1, len(units)):
        raise ValueError("More population sizes than stages")
    plain = Sample(np.ones(n), layers, units, (), lonely, kind=SurveyKind(kind), about=About(about))
    sizes = tuple(_sizes(plain, place, each) for place, each in enumerate(fpc))
    if all(np.isinf(each).all() for each in sizes):
        sizes = ()
    drawn = replace(plain, fpc=sizes)
    return replace(drawn, weights=_default(drawn) if weights is None else _weights(weights, n))


def variance(scores: ArrayLike, sample: Sample) -> Floats:
    """Return how much totals of weighted scores would vary over samples drawn the same way.

    `scores` (n, k) or (n,): the linearised value of each respondent, already multiplied by the
    weight, 0 for those outside a domain; returns (k, k) in squared units of the total. Each stage
    adds the spread of its unit totals around their group, times the part not drawn and the chance
    of the units above. Horvitz-Thompson, stage by stage: Särndal, Swensson & Wretman (1992), Model
    Assisted Survey Sampling, 4.3 and 5.5; Bellhouse (1985), Survey Methodology 11, 67-84.

    Raises ValueError for a stratum with one unit (unless `lonely` says what to do), NaN, or another
    number of rows.
    """
    values = np.asarray(scores, dtype=float)
    values = values[:, None] if values.ndim == 1 else values
    if values.ndim != 2 or len(values) != sample.n:
        raise ValueError("One row of scores is needed for each respondent")
    if not np.isfinite(values).all():
        raise ValueError("Scores must be finite numbers")
    for project in sample.projections:
        values = project(values)
    total = np.zeros((values.shape[1], values.shape[1]))
    for stage in sample.drawing:
        total += _stage_variance(values, stage, sample.lonely)
    return total


def grouped(values: Floats, codes: Codes, groups: int) -> Floats:
    """Return the sums (groups, k) of the rows of values (n, k) that bear each code."""
    found = np.empty((groups, values.shape[1]))
    for column in range(values.shape[1]):
        found[:, column] = np.bincount(codes, weights=values[:, column], minlength=groups)
    return found


def coded(values: ArrayLike, n: int, what: str) -> Codes:
    """Return any codes (n,) as 0, 1, 2 … in sorted order; missing ones are refused."""
    array = np.asarray(values)
    if array.shape != (n,):
        raise ValueError(f"One code of {what} is needed for each respondent")
    if array.dtype == object and any(_is_missing(value) for value in array):
        raise ValueError(f"A respondent has no code of {what}")
    if array.dtype.kind == "f" and not np.isfinite(array).all():
        raise ValueError(f"A respondent has no code of {what}")
    try:
        return np.unique(array, return_inverse=True)[1].astype(np.int64).reshape(n)
    except TypeError as error:
        raise ValueError(f"Codes of {what} are of different kinds") from error


def _is_missing(value: object) -> bool:
    return value is None or (isinstance(value, float) and not np.isfinite(value))


def _stage(unit: Codes, groups: Codes, size: Floats, share: Floats) -> Stage:
    count, last = int(unit.max()) + 1, int(groups.max()) + 1
    group = np.zeros(count, dtype=np.int64)
    group[unit] = groups
    population, chance = np.empty(last), np.empty(last)
    population[groups], chance[groups] = size, share
    return Stage(unit, group, np.bincount(group, minlength=last), population, chance)


def _stage_variance(values: Floats, stage: Stage, lonely: Lonely) -> Floats:
    missing, alone = stage.missing, stage.lonely
    if alone.any() and lonely == "error":
        raise ValueError(f"{int(alone.sum())} strata or clusters have only one unit drawn")
    single = len(stage.group) == len(values)
    totals = np.empty_like(values) if single else grouped(values, stage.unit, len(stage.group))
    if single:
        totals[stage.unit] = values
    means = grouped(totals, stage.group, len(stage.drawn)) / stage.drawn[:, None]
    spread = totals - means[stage.group]
    factor = stage.share * missing * stage.drawn / np.maximum(stage.drawn - 1, 1)
    factor[missing < SELF_REPRESENTING] = 0
    found = (spread * factor[stage.group][:, None]).T @ spread
    if lonely == "average" and alone.any():
        if alone.all():
            raise ValueError("Every stratum has only one unit drawn; there is nothing to average")
        found *= len(alone) / (~alone).sum()
    return found


def _nested_units(
    stages: Sequence[ArrayLike], strata: Codes | None, n: int, nested: bool
) -> tuple[Codes, ...]:
    found: list[Codes] = []
    above = strata
    for place, stage in enumerate(stages):
        unit = coded(stage, n, f"stage {place + 1}")
        if above is not None:
            pairs = np.unique(above * (unit.max() + 1) + unit, return_inverse=True)[1].reshape(n)
            if place == 0 and not nested and pairs.max() != unit.max():
                raise ValueError("A cluster lies in two strata; say nested if codes are reused")
            unit = pairs.astype(np.int64)
        found.append(unit)
        above = unit
    return tuple(found)


def _sizes(sample: Sample, place: int, given: ArrayLike | None) -> Floats:
    """Return the population size (n,) at one stage, from sizes or fractions."""
    if given is None:
        return np.full(sample.n, np.inf)
    size = np.array(np.broadcast_to(np.asarray(given, dtype=float), (sample.n,)))
    if np.isnan(size).any() or (size <= 0).any():
        raise ValueError("A population size is missing or not positive")
    groups = sample.strata_or_one if place == 0 else sample.stages[place - 1]
    unit = sample.stages[place] if sample.stages else np.arange(sample.n)
    stage = _stage(unit, groups, size, np.ones(sample.n))
    if (stage.population[groups] != size).any():
        raise ValueError("The population size varies within a stratum or cluster")
    drawn = stage.drawn[groups].astype(float)
    if (size <= 1).all():
        return np.asarray(drawn / size)
    if (size < 1).any():
        raise ValueError("Population sizes and fractions are mixed in one stage")
    if (size < drawn * (1 - 1e-12)).any():
        raise ValueError("More units were drawn than the population has")
    return size


def _default(sample: Sample) -> Floats:
    """Return the inverse of the chance with which each respondent was drawn."""
    if not sample.fpc:
        return np.ones(sample.n)
    found = np.ones(sample.n)
    if len(sample.fpc) < len(sample.drawing):
        raise ValueError("Weights are needed where a stage has no population size")
    for stage, size in zip(sample.drawing, sample.fpc, strict=True):
        if np.isinf(size).any():
            raise ValueError("Weights are needed where drawing was with replacement")
        found = found * size / stage.drawn[stage.group[stage.unit]]
    return found


def _weights(given: ArrayLike, n: int) -> Floats:
    weights = np.array(given, dtype=float)
    if weights.shape != (n,):
        raise ValueError("One weight is needed for each respondent")
    if not np.isfinite(weights).all() or (weights <= 0).any():
        raise ValueError("Weights must be positive numbers")
    return weights
