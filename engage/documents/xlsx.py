"""Excel workbooks: text stays text, numbers stay numbers, counted again before they are offered."""

import io
import zipfile
from collections.abc import Sequence
from datetime import UTC, datetime
from fractions import Fraction
from typing import Any, BinaryIO

import xlsxwriter
from xlsxwriter.chart import Chart
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from engage.documents.table import (
    HIDDEN,
    Column,
    DocumentError,
    Export,
    Kind,
    Number,
    Table,
    Written,
    cell_value,
    checked_rows,
    file_name,
    is_suspicious,
    is_unprintable,
)

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

_MOST_ROWS = 1_048_576
_LONGEST_TEXT = 32_767
_EXACT_DIGITS = 10**15  # beyond these Excel rounds; longer numbers are written as text
_LONGEST_SHEET_NAME = 31
_NOT_IN_SHEET_NAMES = str.maketrans(dict.fromkeys("[]:*?/\\", "_"))
_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_INK = "#0017c1"
# The same table must give the same bytes, so the file does not say when it was made.
_CREATED = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)


class _Formats:
    """The looks of cells in one workbook."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self.head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        self.text = book.add_format({"text_wrap": True, "valign": "top"})
        # The quote prefix keeps a text a text even when somebody edits the cell.
        self.quoted = book.add_format({"text_wrap": True, "valign": "top", "quote_prefix": True})
        self.hidden = book.add_format({"align": "right", "valign": "top"})
        self._whole = book.add_format({"num_format": "#,##0", "valign": "top"})
        self._broken = book.add_format({"num_format": "#,##0.0###", "valign": "top"})
        self._percent = book.add_format({"num_format": "0.0%", "valign": "top"})

    def number(self, value: Number, kind: Kind) -> Format:
        """Return the number format of a value."""
        if kind == "percent":
            return self._percent
        return self._whole if value == int(value) else self._broken


def write(tables: Sequence[Table]) -> Export:
    """Return tables as one workbook, a sheet each; the file is named after the first."""
    file = io.BytesIO()
    counts = _fill(file, tables)
    content = file.getvalue()
    _read_back(content, counts)
    return Export(content, file_name(tables[0].name, "xlsx"), MEDIA_TYPE, sum(counts))


def write_to(file: BinaryIO, tables: Sequence[Table]) -> Written:
    """Write a workbook to an open file row by row; its rows are counted in the file again."""
    counts = _fill(file, tables)
    _count_again(file, counts)
    return Written(sum(counts))


def _fill(file: BinaryIO, tables: Sequence[Table]) -> list[int]:
    if not tables:
        raise DocumentError("no_tables")
    book = xlsxwriter.Workbook(file, _OPTIONS)
    book.set_properties({"created": _CREATED})
    formats = _Formats(book)
    names = _sheet_names([table.name for table in tables])
    counts = []
    try:
        for table, name in zip(tables, names, strict=True):
            counts.append(_sheet(book, book.add_worksheet(name), table, formats))
    finally:
        book.close()
    return counts


def _count_again(file: BinaryIO, counts: list[int]) -> None:
    """Count the rows that stand in the file, without building any of them."""
    file.seek(0)
    with zipfile.ZipFile(file) as package:
        for number, written in enumerate(counts, start=1):
            found = -1
            with package.open(f"xl/worksheets/sheet{number}.xml") as sheet:
                rest = b""
                while piece := sheet.read(1 << 20):
                    text = rest + piece
                    if b"<f>" in text:
                        raise DocumentError("formula_in_file", sheet=str(number), line=0)
                    found += text.count(b"<row ")
                    rest = text[-4:]
            if found != written:
                raise DocumentError("rows_lost", sheet=number, written=written, found=found)


def _sheet(book: xlsxwriter.Workbook, sheet: Worksheet, table: Table, formats: _Formats) -> int:
    for index, column in enumerate(table.columns):
        sheet.set_column(index, index, _column_width(column))
        _write_text(sheet, 0, index, column.title, formats.head)
    sheet.freeze_panes(1, 0)
    row = 0
    for row, cells in enumerate(checked_rows(table), start=1):
        if row >= _MOST_ROWS:
            raise DocumentError("too_many_rows", table=table.name, limit=_MOST_ROWS - 1)
        for index, (cell, column) in enumerate(zip(cells, table.columns, strict=True)):
            _write_cell(sheet, row, index, cell, column.kind, formats)
    _beside(book, sheet, table, row)
    return row


def _beside(book: xlsxwriter.Workbook, sheet: Worksheet, table: Table, rows: int) -> None:
    """Put a chart of Excel's own to the right of the table, and its notes into a box."""
    place = len(table.columns) + 1
    if table.bars and rows:
        sheet.insert_chart(
            0, place, _bars(book, sheet, table.bars, rows), {"description": table.name}
        )
    if table.notes:
        line = 8 + rows * 2 if table.bars else rows + 2
        box = {"width": 640, "height": 40 + 22 * len(table.notes), "font": {"size": 9}}
        sheet.insert_textbox(line, place if table.bars else 0, "\n".join(table.notes), box)


def _bars(
    book: xlsxwriter.Workbook, sheet: Worksheet, columns: tuple[int, int], rows: int
) -> Chart:
    names, values = columns
    chart = book.add_chart({"type": "bar"})
    chart.add_series(
        {
            "name": [sheet.name, 0, values],
            "categories": [sheet.name, 1, names, rows, names],
            "values": [sheet.name, 1, values, rows, values],
            "data_labels": {"value": True},
            "fill": {"color": _INK},
            "gap": 60,
        }
    )
    chart.set_title({"none": True})
    chart.set_legend({"none": True})
    chart.set_y_axis({"reverse": True, "num_font": {"size": 9}})
    chart.set_x_axis({"min": 0, "num_format": "0%", "major_gridlines": {"visible": True}})
    chart.set_size({"width": 640, "height": 120 + 26 * rows})
    return chart


def _column_width(column: Column) -> int:
    wide = sum(2 if ord(each) > 0xFF else 1 for each in column.title) + 2
    return min(60, max(wide, 28 if column.kind == "text" else 10))


def _write_cell(
    sheet: Worksheet, row: int, index: int, cell: Any, kind: Kind, formats: _Formats
) -> None:
    if cell is HIDDEN:
        _write_text(sheet, row, index, HIDDEN.value, formats.hidden)
        return
    value = cell_value(cell, kind)
    if isinstance(value, str):
        look = formats.quoted if is_suspicious(value) else formats.text
        _write_text(sheet, row, index, value, look)
    elif isinstance(value, int) and abs(value) >= _EXACT_DIGITS:
        _write_text(sheet, row, index, str(value), formats.hidden)
    else:
        number = float(value) if isinstance(value, Fraction) else value
        sheet.write_number(row, index, number, formats.number(value, kind))


def _write_text(sheet: Worksheet, row: int, index: int, text: str, look: Format) -> None:
    kept = "".join("\ufffd" if is_unprintable(each) else each for each in text)
    if len(kept.encode("utf-16-le")) // 2 > _LONGEST_TEXT:
        raise DocumentError("text_too_long", line=row + 1, column=index + 1, limit=_LONGEST_TEXT)
    if not kept:
        sheet.write_blank(row, index, None, look)  # so that an empty row is still a row
    elif sheet.write_string(row, index, kept, look):
        raise DocumentError("not_written", line=row + 1, column=index + 1)


def _sheet_names(names: list[str]) -> list[str]:
    """Return names that Excel accepts, each one once, none of them like a formula."""
    taken: set[str] = set()
    chosen = []
    for name in names:
        kept = "".join("_" if is_unprintable(each) else each for each in name)
        stem = " ".join(kept.translate(_NOT_IN_SHEET_NAMES).split()).strip("'")
        stem = f"_{stem}" if is_suspicious(stem) or stem.casefold() == "history" else stem
        chosen.append(_free_name(stem or "Sheet", taken))
        taken.add(chosen[-1].casefold())
    return chosen


def _free_name(stem: str, taken: set[str]) -> str:
    name, number = _fitting(stem, _LONGEST_SHEET_NAME).strip("' "), 1
    while name.casefold() in taken:
        number += 1
        tail = f" ({number})"
        name = _fitting(stem, _LONGEST_SHEET_NAME - len(tail)) + tail
    return name


def _fitting(text: str, most: int) -> str:
    """Return as much of a text as fits, counted as Excel counts: 𠮷 is two."""
    while len(text.encode("utf-16-le")) // 2 > most:
        text = text[:-1]
    return text


def _read_back(content: bytes, counts: list[int]) -> None:
    """Open the workbook as a reader would; one with a lost row or a formula is not offered."""
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True)
    try:
        for sheet, written in zip(book.worksheets, counts, strict=True):
            found = -1
            for row in sheet.iter_rows():
                found += 1
                if any(cell.data_type == "f" for cell in row):
                    raise DocumentError("formula_in_file", sheet=sheet.title, line=found + 1)
            if found != written:
                raise DocumentError("rows_lost", sheet=sheet.title, written=written, found=found)
    finally:
        book.close()
