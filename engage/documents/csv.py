"""CSV for spreadsheets: RFC 4180, no formulas, counted again before it is offered."""

import csv
import io
from decimal import Decimal
from fractions import Fraction
from typing import Any, BinaryIO, Literal

from engage.documents.table import (
    HIDDEN,
    MOST_UNMAPPABLE,
    Column,
    DocumentError,
    Export,
    Number,
    Table,
    Unmappable,
    Written,
    cell_value,
    checked_rows,
    file_name,
    guard,
    is_unprintable,
)
from engage.stats.rounding import percent

Encoding = Literal["utf-8-sig", "cp932"]

_CHARSETS = {"utf-8-sig": "utf-8", "cp932": "Shift_JIS"}
_SUBSTITUTES = {"utf-8-sig": "\ufffd", "cp932": "〓"}

# The same characters of JIS X 0208 under the code points that CP932 knows.
_JIS_TWINS = str.maketrans("〜−—‖¢£¬", "～－―∥￠￡￢")


class _Writer:
    """Turns cells into text for one encoding and remembers what did not fit."""

    def __init__(self, encoding: Encoding) -> None:
        self.encoding = encoding
        self.unmappable: list[Unmappable] = []

    def row(self, cells: tuple[Any, ...], columns: tuple[Column, ...], line: int) -> list[Any]:
        """Return the cells of one line as csv wants them: numbers bare, text guarded."""
        pairs = enumerate(zip(cells, columns, strict=True), start=1)
        return [self._cell(cell, column, line, index) for index, (cell, column) in pairs]

    def _cell(self, cell: Any, column: Column, line: int, index: int) -> Any:
        if cell is HIDDEN:
            return HIDDEN.value
        if type(cell) is int and column.kind == "number":
            return cell
        value = cell_value(cell, column.kind)
        if isinstance(value, str):
            # Twins first: a minus sign may become one of the characters that are guarded.
            return guard(self._encodable(value, line, index))
        return _bare(_percent(value) if column.kind == "percent" else value)

    def _encodable(self, text: str, line: int, index: int) -> str:
        if self.encoding == "cp932":
            text = text.translate(_JIS_TWINS)
        if text.isprintable() and self._fits(text):
            return text
        return "".join(self._known(character, line, index) for character in text)

    def _fits(self, text: str) -> bool:
        try:
            text.encode(self.encoding)
        except UnicodeEncodeError:
            return False
        return True

    def _known(self, character: str, line: int, index: int) -> str:
        if not is_unprintable(character) and self._fits(character):
            return character
        if len(self.unmappable) < MOST_UNMAPPABLE:
            self.unmappable.append(Unmappable(line, index, character))
        return _SUBSTITUTES[self.encoding]


class _Bare(float):
    """A number that is written exactly as given, without quotes."""

    __slots__ = ("text",)
    text: str

    def __new__(cls, text: str) -> "_Bare":
        number = super().__new__(cls, text)
        number.text = text
        return number

    def __str__(self) -> str:
        return self.text

    __repr__ = __str__


def write(table: Table, encoding: Encoding = "utf-8-sig") -> Export:
    """Return a table as CSV, with a list of characters that the encoding does not have."""
    file = io.BytesIO()
    written = write_to(file, table, encoding)
    return Export(
        content=file.getvalue(),
        filename=file_name(table.name, "csv"),
        media_type=media_type(encoding),
        rows=written.rows,
        unmappable=written.unmappable,
    )


def media_type(encoding: Encoding) -> str:
    """Return what browsers call such a file."""
    return f"text/csv; charset={_CHARSETS[encoding]}"


def write_to(file: BinaryIO, table: Table, encoding: Encoding = "utf-8-sig") -> Written:
    """Write a table to an open file row by row, in little memory for any number of rows."""
    if encoding not in _CHARSETS:
        raise DocumentError("unknown_encoding", encoding=encoding)
    writer = _Writer(encoding)
    text = io.TextIOWrapper(file, encoding=encoding, newline="")
    lines = csv.writer(text, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\r\n")
    head = tuple(column.title for column in table.columns)
    lines.writerow(writer.row(head, tuple(Column(title) for title in head), 1))
    written = 0
    for written, cells in enumerate(checked_rows(table), start=1):
        lines.writerow(writer.row(cells, table.columns, written + 1))
    text.flush()
    text.detach()
    _read_back(file, encoding, written, len(head))
    return Written(written, tuple(writer.unmappable))


def _read_back(file: BinaryIO, encoding: Encoding, rows: int, columns: int) -> None:
    """Count what a reader will find; a file that lost a row is never offered."""
    file.seek(0)
    text = io.TextIOWrapper(file, encoding=encoding, newline="")
    found = -1
    for line in csv.reader(text, strict=True):
        found += 1
        if len(line) != columns:
            raise DocumentError("rows_lost", written=rows, found=found)
    text.detach()
    if found != rows:
        raise DocumentError("rows_lost", written=rows, found=found)


def _percent(share: Number) -> Decimal:
    """Return a share in percent with one decimal; a float is read as it is printed."""
    return percent(Fraction(str(share)) if isinstance(share, float) else Fraction(share))


def _bare(number: Number) -> Any:
    """Return a number as plain digits, without an exponent."""
    if isinstance(number, int):
        return number
    if isinstance(number, Fraction):
        number = float(number)
    return _Bare(f"{Decimal(str(number)):f}")
