"""Weights of a file made to fit a table of margins: variable, class, total."""

from typing import NoReturn

import numpy as np

from engage.stats.sampling import Sample
from engage.stats.weighting import rake
from engage.tabulation.reading import DataTable, Unreadable, read_table
from engage.tabulation.variables import number_in

HEADS = ("variable", "class", "total")


def raked(table: DataTable, sample: Sample, margins: bytes) -> Sample:
    """Return the sample with raked weights; Unreadable says which class or total is wrong."""
    wanted = _margins(margins)
    given = {}
    for name, totals in wanted.items():
        column = table.column(name)
        blank = [row for row, text in enumerate(column) if text is None]
        if blank:
            raise Unreadable("design-blank", table.lines(blank), name=name, count=len(blank))
        unknown = sorted({text for text in column if text is not None} - totals.keys())
        if unknown:
            _refuse(f"{name}: {'、'.join(unknown[:20])}")
        places = {each: place for place, each in enumerate(totals)}
        codes = np.array([places[text] for text in column if text is not None], dtype=np.int64)
        given[name] = (codes, np.array(list(totals.values())))
    try:
        return rake(given, sample.weights).on(sample)
    except ValueError as error:
        _refuse(str(error), error)


def _margins(data: bytes) -> dict[str, dict[str, float]]:
    table = read_table("margins.csv", data)
    missing = [head for head in HEADS if head not in table.columns]
    if missing:
        _refuse(f"variable,class,total ← {'、'.join(missing)}")
    wanted: dict[str, dict[str, float]] = {}
    for row in range(table.rows):
        variable, each, text = (table.columns[head][row] for head in HEADS)
        total = number_in(text or "")
        if variable is None or each is None or total is None or each in wanted.get(variable, {}):
            raise Unreadable(
                "margins-wrong", table.lines([row]), reason=f"{variable},{each},{text}"
            )
        wanted.setdefault(variable, {})[each] = total
    return wanted


def _refuse(reason: str, cause: Exception | None = None) -> NoReturn:
    raise Unreadable("margins-wrong", reason=reason) from cause
