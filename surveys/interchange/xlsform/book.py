"""The sheets of a form: rows of named cells out of xlsx, xls, csv, Markdown or JSON."""

import csv
import io
import json
import re
import warnings
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

import openpyxl
import xlrd
from openpyxl.utils.exceptions import InvalidFileException

from surveys.interchange.report import Report, Unreadable

LARGEST = 20 * 1024 * 1024
LARGEST_INSIDE = 100 * 1024 * 1024
MOST_PARTS = 2000
MOST_ROWS = 20_000
MOST_CELLS = 600
MOST_BLANK = 3000
"""After so many empty rows nothing more is expected."""
LONGEST_CELL = 40_000
_NAME = re.compile(r"\s+")
_SHEETS = frozenset(
    {"survey", "choices", "settings", "external_choices", "entities", "osm", "columns"}
)
_DELIMITER = re.compile(r"::?")
_PREFIXES = frozenset({"bind", "control", "media", "body", "instance", "jr", "orx"})
_BASES = {
    "relevance": "relevant", "calculate": "calculation", "command": "type", "caption": "label",
    "text": "label", "readonly": "read_only", "constraintmsg": "constraint_message",
    "requiredmsg": "required_message", "constraint_msg": "constraint_message",
    "required_msg": "required_message", "repeat": "repeat_count", "count": "repeat_count",
    "value": "name", "tag": "name", "list": "list_name", "big-image": "image",
}  # fmt: skip


@dataclass(frozen=True)
class Row:
    """One row: its number as a spreadsheet shows it, and its cells by column and language."""

    line: int
    cells: dict[tuple[str, str], str] = field(default_factory=dict)

    def get(self, name: str) -> str:
        """Return a cell without a language; "" when it is empty."""
        return self.cells.get((name, ""), "")

    def texts(self, name: str) -> dict[str, str]:
        """Return a cell in every language; "" stands for a column that names none."""
        return {language: text for (base, language), text in self.cells.items() if base == name}


Sheets = dict[str, list[Row]]
_Grid = Iterable[tuple[int, Sequence[Any]]]


def sheets(data: bytes, name: str, report: Report) -> Sheets:
    """Return the sheets of a form by their names; raise Unreadable for what is no form."""
    if not data:
        raise Unreadable("file-empty")
    if len(data) > LARGEST:
        raise Unreadable("file-too-large", mb=LARGEST // (1024 * 1024))
    found: Sheets = {}
    for title, grid in _grids(data, name):
        key = _NAME.sub("_", title.strip().lower())
        if key in _SHEETS:
            found.setdefault(key, _rows(key, grid))
            continue
        try:
            rows = _rows(key, grid)
        except Unreadable as error:  # what is in a sheet that we pass over does not matter much
            values = dict(error.values)
            report.dropped("file", title[:40], error.code, line=values.get("row"), **values)
            continue
        if _is_survey(rows):
            found.setdefault("survey", rows)
        elif rows or not key.startswith("sheet"):
            report.dropped("file", title[:40], "import-sheet-unknown")
    if not _is_survey(found.get("survey", [])):
        raise Unreadable("import-no-survey-sheet")
    return found


def _is_survey(rows: list[Row]) -> bool:
    return any(row.get("type") for row in rows)


def _grids(data: bytes, name: str) -> Iterator[tuple[str, _Grid]]:
    if data.startswith(b"PK"):
        yield from _of_xlsx(data)
    elif data.startswith(b"\xd0\xcf\x11\xe0"):
        yield from _of_xls(data)
    else:
        yield from _of_text(_decoded(data), name)


def _of_xlsx(data: bytes) -> Iterator[tuple[str, _Grid]]:
    _refuse_bombs(data)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
            for sheet in book.worksheets:
                sheet.reset_dimensions()
                yield sheet.title, list(_shortened(sheet.iter_rows(values_only=True)))
    except Unreadable:
        raise
    except (
        InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, TypeError, IndexError,
        AttributeError, SyntaxError, OSError, EOFError,
    ) as error:  # fmt: skip
        raise Unreadable("file-cut-short") from error


def _refuse_bombs(data: bytes) -> None:
    """Refuse archives that unpack to far more, and parts that declare entities."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            if len(parts) > MOST_PARTS or sum(p.file_size for p in parts) > LARGEST_INSIDE:
                raise Unreadable("import-zip-unsafe", mb=LARGEST_INSIDE // (1024 * 1024))
            for part in parts:
                if part.filename.endswith((".xml", ".rels", ".vml")):
                    with archive.open(part) as opened:
                        head = opened.read(65536)
                    if b"<!DOCTYPE" in head or b"<!ENTITY" in head or b"\0" in head:
                        raise Unreadable("import-xml-unsafe")
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, EOFError) as error:
        if isinstance(error, Unreadable):
            raise
        raise Unreadable("file-cut-short") from error


def _of_xls(data: bytes) -> Iterator[tuple[str, _Grid]]:
    try:
        book = xlrd.open_workbook(file_contents=data, on_demand=True, logfile=io.StringIO())
        for sheet in book.sheets():
            rows = ([_of_old(cell, book.datemode) for cell in sheet.row(n)]
                    for n in range(min(sheet.nrows, MOST_ROWS * 2)))  # fmt: skip
            yield sheet.name, list(_shortened(rows))
    except Unreadable:
        raise
    except Exception as error:  # the library raises whatever a broken file makes it do
        raise Unreadable("file-cut-short") from error


def _of_old(cell: Any, datemode: int) -> Any:
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return bool(cell.value)
    if cell.ctype == xlrd.XL_CELL_ERROR:
        return None
    if cell.ctype != xlrd.XL_CELL_DATE:
        return cell.value
    try:
        return xlrd.xldate_as_datetime(cell.value, datemode)
    except (ValueError, OverflowError, xlrd.XLDateError):
        return datetime(1900, 1, 1)  # noqa: DTZ001 - a date without a zone, to be reported


def _shortened(rows: Iterable[Sequence[Any]]) -> Iterator[tuple[int, Sequence[Any]]]:
    """Yield the rows that hold something, with their numbers; stop after very many empty ones."""
    blank = found = 0
    for line, row in enumerate(rows, start=1):
        if any(cell not in (None, "") for cell in row):
            blank = 0
            found += 1
            if found > MOST_ROWS:
                raise Unreadable("import-too-many-rows", most=MOST_ROWS)
            yield line, row[:MOST_CELLS]
            continue
        blank += 1
        if blank > MOST_BLANK:
            return


def _decoded(data: bytes) -> str:
    for encoding in ("utf-8-sig", "cp932"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Unreadable("file-not-utf8")


def _of_text(text: str, name: str) -> Iterator[tuple[str, _Grid]]:
    if text.lstrip().startswith("{"):
        yield from _of_json(text)
    elif text.lstrip().startswith("|") or name.lower().endswith(".md"):
        yield from _split(_of_markdown(text))
    else:
        try:
            lines = list(csv.reader(io.StringIO(text, newline="")))
        except csv.Error as error:
            raise Unreadable("import-not-csv") from error
        yield from _split(lines)


def _of_markdown(text: str) -> list[list[str]]:
    rows = []
    for line in text.splitlines():
        bare = line.strip()
        if bare.startswith("|"):
            cells = re.split(r"(?<!\\)\|", bare.strip("|").replace("\n", " "))
            rows.append([cell.strip().replace("\\|", "|") for cell in cells])
        else:
            rows.append([])
    return rows


def _split(lines: list[list[str]]) -> Iterator[tuple[str, _Grid]]:
    """Yield the sheets of one table: a name in the first column begins a sheet."""
    titled: list[tuple[str, list[tuple[int, list[str]]]]] = []
    for line, cells in enumerate(lines, start=1):
        row = [cell.strip() for cell in cells]
        if row and row[0].strip("-: ") and not any(row[1:]):
            titled.append((row[0], []))
        elif titled and any(cell.strip("-:") for cell in row) and not row[0]:
            titled[-1][1].append((line, row[1:]))
    if titled:
        yield from titled
    else:
        yield "survey", [(n, row) for n, row in enumerate(lines, start=1) if any(row)]


def _of_json(text: str) -> Iterator[tuple[str, _Grid]]:
    """Yield the sheets of a form as KoboToolbox keeps it: rows as objects, texts as lists."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Unreadable("definition-not-json", line=1) from error
    content = found.get("content", found) if isinstance(found, dict) else {}
    content = content if isinstance(content, dict) else {}
    languages = [str(name or "") for name in content.get("translations") or []]
    for title in ("survey", "choices", "settings"):
        rows = content.get(title) or []
        rows = [rows] if isinstance(rows, dict) else rows
        flat = [dict(_flat(row, languages)) for row in rows if isinstance(row, dict)]
        heads = list(dict.fromkeys(key for row in flat for key in row))
        if heads:
            yield title, [(1, heads), *((n, [row.get(key) for key in heads])
                                        for n, row in enumerate(flat, start=2))]  # fmt: skip


def _flat(row: dict[str, Any], languages: list[str]) -> Iterator[tuple[str, Any]]:
    for key, value in row.items():
        if isinstance(value, list):
            for number, text in enumerate(value):
                language = languages[number] if number < len(languages) else ""
                yield (f"{key}::{language}" if language else str(key)), text
        elif not isinstance(value, dict):
            yield str(key), value


def _rows(sheet: str, grid: _Grid) -> list[Row]:
    lines = iter(grid)
    heads: dict[int, tuple[str, str]] = {}
    for _line, cells in lines:
        heads = _heads(sheet, cells)
        break
    rows = []
    for line, cells in lines:
        named = {
            heads[n]: text
            for n, cell in enumerate(cells)
            if n in heads and (text := _cell(cell, sheet, line, heads[n][0]))
        }
        if named:
            rows.append(Row(line, named))
    return rows


def _heads(sheet: str, cells: Sequence[Any]) -> dict[int, tuple[str, str]]:
    found: dict[int, tuple[str, str]] = {}
    written: set[str] = set()
    for n, cell in enumerate(cells):
        name = str(cell or "").strip()
        if not name:
            continue
        if name.lower() in written and sheet in {"survey", "choices", "settings"}:
            raise Unreadable("import-column-twice", sheet=sheet, column=name[:40])
        written.add(name.lower())
        head = _head(name)
        if head not in found.values():
            found[n] = head
    return found


def _head(name: str) -> tuple[str, str]:
    """Return what a column is called, and its language."""
    first, *rest = [part.strip() for part in _DELIMITER.split(name)]
    base = _NAME.sub("_", first.lower())
    if base in _PREFIXES and rest:
        second, *others = rest
        if second.lower() == "jr" and others:
            second, *others = others
        inner = _NAME.sub("_", second.lower())
        if base == "instance" or (base == "body" and inner not in {"accuracythreshold"}):
            return f"{base}::{inner}", ""
        return _BASES.get(inner, inner), "::".join(others)
    return _BASES.get(base, base), "::".join(rest)


def _cell(value: Any, sheet: str, line: int, column: str) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return str(int(value)) if float(value).is_integer() else repr(value)
    if isinstance(value, datetime | date | time):
        return _day(value, sheet, line, column)
    text = str(value).replace("\u00a0", " ").strip()
    return text[:LONGEST_CELL]


def _day(value: datetime | date | time, sheet: str, line: int, column: str) -> str:
    """Return a date; refuse one of which Excel's two calendars say different days."""
    if isinstance(value, time):
        return value.isoformat(timespec="minutes")
    if (value.year, value.month) < (1900, 3):
        raise Unreadable("import-date-ambiguous", sheet=sheet, row=line, column=column)
    return value.isoformat()[:10]
