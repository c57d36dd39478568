"""A data file as columns of text: size, then type, then structure, then limits; a clear report."""

import csv
import io
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

from engage.core.errors import Invalid
from engage.core.storage import checked_package

MOST_COLUMNS, MOST_ROWS = 2_000, 2_000_000
MOST_REPORTED = 20
KINDS = ("csv", "sav", "xlsx")
BLANK = frozenset({"", "NA", "N/A", "NaN", "nan", "NULL", "."})
"""What people and programs write where nothing was said."""


class Unreadable(Exception):
    """A file, or a column of it, that cannot be used: what is wrong, line by line."""

    def __init__(self, code: str, lines: Sequence[str] = (), **values: Any) -> None:
        super().__init__(code, values)
        self.code, self.lines, self.values = code, tuple(lines), values


@dataclass(frozen=True)
class DataTable:
    """A file as columns by name: texts, None where nothing stands; and labels of codes."""

    columns: Mapping[str, list[str | None]]
    rows: int
    first_line: int
    """The line of the file on which the first row stands."""
    labels: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def column(self, name: str) -> list[str | None]:
        """Return a column; Unreadable names those there are when it is not one of them."""
        if name not in self.columns:
            raise Unreadable("no-such-column", name=name, names="、".join(islice(self.columns, 40)))
        return self.columns[name]

    def lines(self, rows: Sequence[int]) -> list[str]:
        """Return the line numbers of some rows, the first few."""
        return [str(self.first_line + row) for row in rows[:MOST_REPORTED]]


def read_table(name: str, data: bytes) -> DataTable:
    """Return a CSV, Excel or SPSS file as columns; Unreadable says what is wrong with it."""
    kind = name.rsplit(".", 1)[-1].lower() if "." in name else ""
    if kind not in KINDS:
        raise Unreadable("file-kind-unknown", kinds="、".join(KINDS))
    if not data:
        raise Unreadable("file-empty")
    if kind == "csv":
        return _from_csv(data)
    return _from_xlsx(data) if kind == "xlsx" else _from_sav(data)


def _from_csv(data: bytes) -> DataTable:
    if b"\x00" in data:
        raise Unreadable("file-not-what-it-says")
    text = _decoded(data)
    try:
        lines = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error as error:
        raise Unreadable("csv-broken", reason=str(error)) from error
    return _table(lines, first_line=2)


def _decoded(data: bytes) -> str:
    for encoding in ("utf-8-sig", "cp932"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Unreadable("csv-encoding-unknown")


def _from_xlsx(data: bytes) -> DataTable:
    import openpyxl

    try:
        checked_package(data, "xl/workbook.xml")
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    except Invalid as error:
        raise Unreadable(error.code) from error
    except Exception as error:
        # openpyxl raises whatever its parsers raise; none of it is the reader's business.
        raise Unreadable("file-not-what-it-says") from error
    try:
        rows = book.worksheets[0].iter_rows(values_only=True)
        lines = [[_cell(value) for value in row] for row in islice(rows, MOST_ROWS + 2)]
    finally:
        book.close()
    return _table(lines, first_line=2)


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value == int(value):
        return str(int(value))
    return str(value)


def _from_sav(data: bytes) -> DataTable:
    import pyreadstat

    if not data.startswith((b"$FL2", b"$FL3")):
        raise Unreadable("file-not-what-it-says")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "data.sav"
        path.write_bytes(data)
        try:
            found, about = pyreadstat.read_sav(str(path), output_format="dict")
        except Exception as error:
            # pyreadstat raises several kinds for a damaged file; all of them mean the same here.
            raise Unreadable("file-not-what-it-says") from error
    rows = max((len(values) for values in found.values()), default=0)
    columns = {name: [_spss(value) for value in values] for name, values in found.items()}
    _check_size(len(columns), rows)
    labels = {
        name: {str(_spss(code)): str(text) for code, text in texts.items()}
        for name, texts in about.variable_value_labels.items()
    }
    return DataTable(columns, rows, 1, labels)


def _spss(value: Any) -> str | None:
    if value is None or value != value:  # noqa: PLR0124 - NaN, which SPSS keeps for nothing said
        return None
    text = _cell(value)
    return None if text in BLANK else text


def _table(lines: list[list[str]], *, first_line: int) -> DataTable:
    while lines and not any(cell.strip() for cell in lines[-1]):
        lines.pop()
    if not lines:
        raise Unreadable("file-empty")
    names = [name.strip() for name in lines[0]]
    _check_names(names)
    _check_size(len(names), len(lines) - 1)
    wrong = [n for n, line in enumerate(lines[1:], start=first_line) if len(line) != len(names)]
    if wrong:
        shown = [str(n) for n in wrong[:MOST_REPORTED]]
        raise Unreadable("lines-of-another-width", shown, count=len(wrong), columns=len(names))
    columns = {name: [_text(line[place]) for line in lines[1:]] for place, name in enumerate(names)}
    return DataTable(columns, len(lines) - 1, first_line)


def _text(cell: str) -> str | None:
    text = cell.strip()
    return None if text in BLANK else text


def _check_names(names: list[str]) -> None:
    twice = sorted({name for name in names if names.count(name) > 1}) if len(names) < 5000 else []
    if any(not name for name in names):
        raise Unreadable("column-without-name", [str(names.index("") + 1)])
    if twice:
        raise Unreadable("column-name-twice", names="、".join(_first(twice)))


def _first(names: list[str]) -> Iterator[str]:
    return islice(names, MOST_REPORTED)


def _check_size(columns: int, rows: int) -> None:
    if columns > MOST_COLUMNS:
        raise Unreadable("too-many-columns", most=MOST_COLUMNS)
    if rows > MOST_ROWS:
        raise Unreadable("too-many-rows", most=MOST_ROWS)
    if rows == 0:
        raise Unreadable("no-rows")
