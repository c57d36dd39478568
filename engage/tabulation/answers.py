"""What `tabulate` and `estimate` answer: the documented shape of their JSON."""

from typing import Literal

from pydantic import BaseModel, ConfigDict


class _Answer(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class DesignUsed(_Answer):
    """How the file was taken to have been drawn."""

    n: int
    """Rows of the file."""
    sum_of_weights: float
    weights: Literal["given", "from-fpc", "equal", "calibrated"]
    strata: int
    """Number of strata; 1 without any."""
    stages: int
    """Stages of clusters; 0 when rows were drawn themselves."""
    degrees_of_freedom: int
    finite: bool
    """Whether population sizes shorten the intervals."""
    kish: float
    """1 + CV² of the weights: how much their differences alone cost."""
    effective_n: float


class Figure(_Answer):
    """One estimate with its doubt. Shares are fractions from 0 to 1."""

    value: float | None
    se: float | None
    low: float | None
    high: float | None
    deff: float | None
    n: int
    """Respondents it rests on, unweighted."""
    flags: list[str]


class Cell(_Answer):
    """One answer in one group: its share among those of the group who answered."""

    row: str
    column: str | None
    """The group; null for everybody."""
    count: int
    share: Figure


class Group(_Answer):
    """A group of the banner, or everybody."""

    code: str | None
    label: str
    n: int
    sum_of_weights: float
    flags: list[str]


class Test(_Answer):
    """Whether the groups differ: Rao and Scott's F of second order."""

    method: str
    statistic: float
    df: float | None
    ddf: float | None
    p: float
    cramers_v: float
    flags: list[str]


class Tabulation(_Answer):
    """The answer of `engage tabulate`."""

    schema_name: Literal["engage-tabulation/1"] = "engage-tabulation/1"
    file: str
    rows: str
    by: str | None
    level: float
    design: DesignUsed
    answers: list[str]
    """Codes of the answers, in their order."""
    labels: list[str]
    groups: list[Group]
    cells: list[Cell]
    left_out: int
    """Rows without an answer, or without a group."""
    test: Test | None
    no_test: str | None
    """Why there is no test."""
    warnings: list[str]


class Estimation(_Answer):
    """The answer of `engage estimate`."""

    schema_name: Literal["engage-estimate/1"] = "engage-estimate/1"
    file: str
    what: Literal["mean", "total", "ratio", "quantile"]
    variable: str
    level: float
    design: DesignUsed
    estimates: list[Figure]
    """One; for quantiles one for each of `parts`."""
    parts: list[float]
    """The quantiles asked for; empty otherwise."""
    left_out: int
    warnings: list[str]
