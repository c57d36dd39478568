"""What every test under a design carries."""

from dataclasses import dataclass

from engage.stats.design import SurveyKind
from engage.stats.estimate.result import Part, no_interval
from engage.stats.sampling import Sample


@dataclass(frozen=True)
class Outcome:
    """A test: its statistic, its degrees of freedom, and how often chance alone does as much.

    `df` of the statistic, `ddf` of its denominator (None for a chi-square), `n` respondents, `base`
    their sum of weights. Flags: `reference-only` where no sound reference distribution exists,
    `empty-cells`, `expected-under-5`, and the reasons why a survey speaks for nobody else.
    """

    method: str
    statistic: float
    df: float | None
    ddf: float | None
    p: float
    n: int
    base: float
    kind: SurveyKind
    flags: tuple[str, ...] = ()


@dataclass(frozen=True)
class Judged:
    """The verdict of a test without the survey around it; fields as in `Outcome`."""

    method: str
    statistic: float
    df: float | None
    ddf: float | None
    p: float


def outcome(found: Judged, sample: Sample, part: Part, flags: tuple[str, ...] = ()) -> Outcome:
    """Return a test's result, with the reason in its flags when the survey allows no inference."""
    none = no_interval(sample, part.n)
    if none is not None and none.reason is not None:
        flags = (*flags, none.reason)
    return Outcome(
        found.method,
        found.statistic,
        found.df,
        found.ddf,
        found.p,
        part.n,
        part.base,
        sample.kind,
        flags,
    )


def upper_f(statistic: float, df: float, ddf: float) -> float:
    """Return how often an F variable exceeds a statistic."""
    from scipy.special import fdtrc

    return float(fdtrc(df, ddf, max(statistic, 0.0)))


def two_sided_t(statistic: float, df: float) -> float:
    """Return how often a t variable lies at least as far from 0."""
    from scipy.special import stdtr

    return float(2 * stdtr(df, -abs(statistic)))
