"""A table on its way out, and what came of it."""

import math
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from typing import Any, Literal, NamedTuple

Kind = Literal["text", "number", "percent"]
Number = int | float | Decimal | Fraction

# What a spreadsheet may take for the start of a formula, in both widths.
_FORMULA_STARTS = frozenset("=+-@\t\r\n＝＋－＠")
_IN_FILE_NAMES = re.compile(r'[\\/:*?"<>|\s]+')


class DocumentError(Exception):
    """A file could not be made, so none is offered."""

    def __init__(self, code: str, **values: Any) -> None:
        super().__init__(f"{code} {values}" if values else code)
        self.code = code
        self.values = values


class _Hidden(Enum):
    HIDDEN = "－"


HIDDEN = _Hidden.HIDDEN
"""A value withheld so that nobody can be recognised; it is written as －."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its title, and what its cells hold; percent cells are shares from 0 to 1."""

    title: str
    kind: Kind = "text"

    def __post_init__(self) -> None:
        """Refuse a column that no writer knows."""
        if self.kind not in {"text", "number", "percent"}:
            raise DocumentError("unknown_kind", kind=self.kind)


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under named columns; the rows are read once."""

    name: str
    columns: tuple[Column, ...]
    rows: Iterable[Iterable[Any]]
    bars: tuple[int, int] | None = None
    """Columns of the names and of the values that a chart in a workbook draws."""
    notes: tuple[str, ...] = ()
    """What must be read with the table; a workbook has it beside the chart."""

    def __post_init__(self) -> None:
        """Refuse a table without columns."""
        if not self.columns:
            raise DocumentError("no_columns", table=self.name)


class Unmappable(NamedTuple):
    """A character that the file cannot hold: line and column as a spreadsheet counts them."""

    line: int
    column: int
    character: str


@dataclass(frozen=True, slots=True)
class Export:
    """A finished file; its rows were counted by reading it back."""

    content: bytes
    filename: str
    media_type: str
    rows: int
    unmappable: tuple[Unmappable, ...] = ()


@dataclass(frozen=True, slots=True)
class Written:
    """What went into a file that is too large to hold: rows, counted again in the file itself."""

    rows: int
    unmappable: tuple[Unmappable, ...] = ()
    """The first characters that the file cannot hold, no more than `MOST_UNMAPPABLE`."""


MOST_UNMAPPABLE = 1000


def checked_rows(table: Table) -> Iterable[tuple[Any, ...]]:
    """Yield the rows, refusing one that does not fit the columns."""
    for index, row in enumerate(table.rows, start=2):
        cells = tuple(row)
        if len(cells) != len(table.columns):
            raise DocumentError(
                "wrong_width",
                table=table.name,
                line=index,
                cells=len(cells),
                columns=len(table.columns),
            )
        yield cells


def cell_value(value: Any, kind: Kind) -> Number | str:
    """Return a cell as a number for number columns, else as text; text is not yet guarded."""
    if value is None:
        return ""
    if kind != "text" and isinstance(value, Number) and not isinstance(value, bool):
        if not math.isfinite(value):
            raise DocumentError("not_finite", value=str(value))
        return value
    if isinstance(value, bool):
        raise DocumentError("bool_in_table", value=value)
    return str(value)


def guard(text: str) -> str:
    """Return text that no spreadsheet runs as a formula."""
    return f"'{text}" if text[:1] in _FORMULA_STARTS and text else text


def is_suspicious(text: str) -> bool:
    """Whether a spreadsheet might take this text for a formula."""
    return guard(text) != text


def is_unprintable(character: str) -> bool:
    """Whether a character belongs in no file: controls, halves of a pair, and two that XML bans."""
    if character in "\ufffe\uffff":
        return True
    return character not in "\t\n\r" and unicodedata.category(character) in {"Cc", "Cs"}


def file_name(name: str, suffix: str) -> str:
    """Return a name that every system accepts, without a path."""
    kept = "".join(" " if is_unprintable(each) else each for each in name)
    stem = _IN_FILE_NAMES.sub("_", kept).strip("._ ")[:80]
    return f"{stem or 'table'}.{suffix}"
