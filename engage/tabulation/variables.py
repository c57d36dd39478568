"""Columns of text as numbers or as codes; what cannot be read is named by its line."""

import re
import unicodedata
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engage.tabulation.reading import DataTable, Unreadable

MOST_CLASSES = 2_000
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?", re.ASCII)


@dataclass(frozen=True, eq=False)
class Numbers:
    """A column of numbers; NaN where nothing was said."""

    name: str
    values: NDArray[np.float64]

    @property
    def known(self) -> NDArray[np.bool_]:
        """Who said something."""
        return ~np.isnan(self.values)


@dataclass(frozen=True, eq=False)
class Classes:
    """A column of codes: the place of each answer in `levels`, -1 where nothing was said."""

    name: str
    codes: NDArray[np.int64]
    levels: tuple[str, ...]
    labels: tuple[str, ...]

    @property
    def known(self) -> NDArray[np.bool_]:
        """Who said something."""
        return self.codes >= 0


def numbers(table: DataTable, name: str) -> Numbers:
    """Return a column as numbers, full-width digits too; Unreadable names lines that are none."""
    values, wrong = np.full(table.rows, np.nan), []
    for row, text in enumerate(table.column(name)):
        if text is None:
            continue
        number = number_in(text)
        if number is None:
            wrong.append(row)
        else:
            values[row] = number
    if wrong:
        raise Unreadable("not-numbers", table.lines(wrong), name=name, count=len(wrong))
    if not np.isfinite(values[~np.isnan(values)]).all():
        raise Unreadable("not-finite", name=name)
    return Numbers(name, values)


def positive(table: DataTable, name: str) -> NDArray[np.float64]:
    """Return a column of numbers above 0, one on every line: weights and sizes of populations."""
    values = numbers(table, name).values
    wrong = np.flatnonzero(~(values > 0))
    if len(wrong):
        rows = [int(row) for row in wrong]
        raise Unreadable("not-positive", table.lines(rows), name=name, count=len(rows))
    return values


def classes(table: DataTable, name: str) -> Classes:
    """Return a column as codes, in the order of numbers where all are numbers."""
    column = table.column(name)
    found = {text for text in column if text is not None}
    if len(found) > MOST_CLASSES:
        raise Unreadable("too-many-classes", name=name, most=MOST_CLASSES)
    levels = tuple(sorted(found, key=_order))
    places = {level: place for place, level in enumerate(levels)}
    codes = np.array([-1 if text is None else places[text] for text in column], dtype=np.int64)
    labels = table.labels.get(name, {})
    return Classes(name, codes, levels, tuple(labels.get(level, level) for level in levels))


def _order(text: str) -> tuple[int, float, str]:
    number = number_in(text)
    return (0, number, text) if number is not None else (1, 0.0, text)


def number_in(text: str) -> float | None:
    """Return the number that a cell holds, in either width, with or without commas; else None."""
    typed = unicodedata.normalize("NFKC", text).replace(",", "").replace("\u2212", "-").strip()
    return float(typed) if _NUMBER.fullmatch(typed) else None
