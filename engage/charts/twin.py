"""The table twin: the rows that say in figures what a drawing says in lengths."""

from dataclasses import dataclass
from enum import StrEnum

from engage.charts.value import Flag, Value, Words, percent


class RowKind(StrEnum):
    """The place of a row in the table; also the class name of the row in the design."""

    BASE = "base"
    BODY = ""
    REST = "rest"
    TOTAL = "total"


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell, written out; a hidden one needs the sentence that says why."""

    text: str
    is_hidden: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the table beside a figure."""

    label: str
    cells: tuple[Cell, ...]
    kind: RowKind = RowKind.BODY


EMPTY = Cell("")


def count_cell(value: Value, words: Words) -> Cell:
    """Return the cell with the number of people."""
    if value.share is None:
        return Cell(words.hidden, is_hidden=True)
    if value.count is None:
        return Cell(words.printed) if value.flag is Flag.PRINTED else EMPTY
    return Cell(f"{value.count:,}")


def share_cell(value: Value, words: Words) -> Cell:
    """Return the cell with the percentage; its unit stands in the head of the table."""
    if value.share is None:
        return Cell(words.hidden, is_hidden=True)
    mark = words.small if value.flag is Flag.SMALL else ""
    return Cell(percent(value.share) + mark)


def interval_cell(value: Value, words: Words) -> Cell:
    """Return the cell with both ends of the interval."""
    if value.share is None:
        return Cell(words.hidden, is_hidden=True)
    if value.low is None or value.high is None:
        return EMPTY
    return Cell(f"{percent(value.low)}{words.to}{percent(value.high)}")


def body_kind(*, is_rest: bool) -> RowKind:
    """Return the kind of an ordinary row."""
    return RowKind.REST if is_rest else RowKind.BODY
