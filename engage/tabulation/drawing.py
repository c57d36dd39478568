"""How the rows of a file were drawn, from the names of its columns."""

from dataclasses import dataclass

import numpy as np

from engage.stats.design import About, SurveyKind
from engage.stats.sampling import Sample, sample_of
from engage.tabulation.answers import DesignUsed
from engage.tabulation.raking import raked
from engage.tabulation.reading import DataTable, Unreadable
from engage.tabulation.variables import number_in, positive


@dataclass(frozen=True)
class Drawn:
    """Which columns say how rows were drawn; a population size may be a number for all."""

    weight: str | None = None
    strata: str | None = None
    psu: tuple[str, ...] = ()
    fpc: tuple[str, ...] = ()
    nested: bool = False
    rake: bytes | None = None
    """A table of margins: variable, class, total."""
    lonely: str = "error"


def drawn_as(table: DataTable, drawn: Drawn) -> tuple[Sample, DesignUsed]:
    """Return the sample that a file is, and what was taken for granted; Unreadable with reasons.

    Weights default to the inverse of the chance that the population sizes give, stages multiplied.
    """
    try:
        sample = sample_of(
            table.rows,
            weights=positive(table, drawn.weight) if drawn.weight else None,
            strata=_codes(table, drawn.strata) if drawn.strata else None,
            stages=[_codes(table, name) for name in drawn.psu],
            fpc=[_sizes(table, name) for name in drawn.fpc],
            nested=drawn.nested,
            lonely=drawn.lonely,  # type: ignore[arg-type]
            kind=SurveyKind.PROBABILITY,
            about=About.RESIDENTS,
        )
        source = "given" if drawn.weight else "from-fpc" if drawn.fpc else "equal"
        if drawn.rake is not None:
            sample, source = raked(table, sample, drawn.rake), "calibrated"
    except ValueError as error:
        raise Unreadable("design-impossible", reason=str(error)) from error
    return sample, _used(sample, drawn, source)


def _codes(table: DataTable, name: str) -> np.ndarray:
    column = table.column(name)
    wrong = [row for row, text in enumerate(column) if text is None]
    if wrong:
        raise Unreadable("design-blank", table.lines(wrong), name=name, count=len(wrong))
    return np.array(column)


def _sizes(table: DataTable, name: str) -> np.ndarray | float:
    number = number_in(name)
    if number is not None and name not in table.columns:
        return number
    return positive(table, name)


def _used(sample: Sample, drawn: Drawn, source: str) -> DesignUsed:
    weights = sample.weights
    kish = float(len(weights) * np.square(weights).sum() / weights.sum() ** 2)
    return DesignUsed(
        n=sample.n,
        sum_of_weights=float(weights.sum()),
        weights=source,  # type: ignore[arg-type]
        strata=len(np.unique(sample.strata_or_one)),
        stages=len(drawn.psu),
        degrees_of_freedom=sample.df,
        finite=bool(sample.fpc),
        kish=kish,
        effective_n=sample.n / kish,
    )
