"""SPSS system files (.sav), written row by row: any number of cases in the same little memory.

The layout is the one that SPSS 14 and later, PSPP and R's haven read: uncompressed, UTF-8, with
long names, value labels, user-missing values, measures, multiple-response sets and a weight.
"""

import struct
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, BinaryIO, Literal

from engage.documents.table import DocumentError

Measure = Literal["nominal", "ordinal", "scale"]

LONGEST_NAME = 64
LONGEST_LABEL = 255
LONGEST_VALUE_LABEL = 120
LONGEST_TEXT = 32_767
MOST_MISSING = 3

_SYSTEM_MISSING = -sys.float_info.max
_MEASURES = {"nominal": 1, "ordinal": 2, "scale": 3}
_NUMBER_FORMAT, _TEXT_FORMAT = 5, 1
_SEGMENT = 255
"""Bytes that one piece of a long text keeps."""
_ROOM_OF_SEGMENT = 252
"""Bytes by which the pieces are counted; the format is like that."""
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True)
class SavVariable:
    """One column: `width` is 0 for a number, else the bytes of the longest text."""

    name: str
    label: str
    width: int = 0
    value_labels: tuple[tuple[float, str], ...] = ()
    missing: tuple[float, ...] = ()
    measure: Measure = "nominal"
    decimals: int = 0


@dataclass(frozen=True)
class MultipleResponseSet:
    """Columns of 0 and 1 that are one question with several answers; `name` begins with $."""

    name: str
    label: str
    variables: tuple[str, ...]
    counted: int = 1


@dataclass(frozen=True)
class _Column:
    """A variable with its short name and the 8-byte places that it fills."""

    variable: SavVariable
    short: str
    segments: tuple[int, ...]
    """Widths of the pieces of a text; (0,) for a number."""

    @property
    def places(self) -> int:
        return sum(max(1, (width + 7) // 8) for width in self.segments)


def write(
    file: BinaryIO,
    variables: Sequence[SavVariable],
    rows: Iterable[Sequence[Any]],
    *,
    cases: int,
    title: str = "",
    made_on: date | None = None,
    sets: Sequence[MultipleResponseSet] = (),
    weight: str | None = None,
) -> int:
    """Write cases to a file and return how many; each row has a number, text or None a variable.

    DocumentError when a name cannot be one, or when not exactly `cases` rows came.
    """
    columns = _columns(variables)
    file.write(_header(columns, cases, title, made_on or date(2000, 1, 1), weight))
    for column in columns:
        file.write(_variable(column))
    position = 1
    for column in columns:
        file.write(_value_labels(column, position))
        position += column.places
    file.write(_extensions(columns, sets, cases))
    file.write(struct.pack("<ii", 999, 0))
    written = 0
    for row in rows:
        file.write(b"".join(_cell(c, v) for c, v in zip(columns, row, strict=True)))
        written += 1
    file.flush()
    _count_again(file, columns, written, cases)
    return written


def _count_again(file: BinaryIO, columns: list[_Column], written: int, cases: int) -> None:
    """Count what a reader will find: cases by the header, by the rows, and by the file's length."""
    file.seek(80)
    in_header = struct.unpack("<i", file.read(4))[0]
    end = file.seek(0, 2)
    size = 8 * sum(column.places for column in columns)
    file.seek(end - size * written - 8)
    begins = struct.unpack("<ii", file.read(8)) == (999, 0)
    file.seek(end)
    if not begins or not in_header == written == cases:
        raise DocumentError("rows_lost", written=written, found=cases)


def fitting(text: str, most: int) -> str:
    """Return as much of a text as fits into so many bytes of UTF-8, never half a character."""
    return text.encode()[:most].decode(errors="ignore")


def _columns(variables: Sequence[SavVariable]) -> list[_Column]:
    taken: set[str] = set()
    columns = []
    for number, variable in enumerate(variables, start=1):
        upper = variable.name.upper()
        is_name = variable.name.isidentifier() and variable.name.isascii()
        if not is_name or len(variable.name) > LONGEST_NAME or upper in taken:
            raise DocumentError("not_a_variable_name", name=variable.name)
        taken.add(upper)
        columns.append(_Column(variable, f"V{number:07d}", _segments(variable.width)))
    return columns


def _segments(width: int) -> tuple[int, ...]:
    """Return the widths of the pieces in which a text is kept; a long one needs several."""
    if width <= _SEGMENT:
        return (width,)
    count = -(-width // _ROOM_OF_SEGMENT)
    return (*(_SEGMENT for _ in range(count - 1)), width - (count - 1) * _ROOM_OF_SEGMENT)


def _header(
    columns: list[_Column], cases: int, title: str, made_on: date, weight: str | None
) -> bytes:
    places = sum(column.places for column in columns)
    weight_at = 0
    position = 1
    for column in columns:
        if column.variable.name == weight:
            weight_at = position
        position += column.places
    day = f"{made_on.day:02d} {_MONTHS[made_on.month - 1]} {made_on.year % 100:02d}"
    return struct.pack(
        "<4s60siiiiid9s8s64s3s",
        b"$FL2",
        _padded("@(#) SPSS DATA FILE - Engage", 60),
        2,
        places,
        0,
        weight_at,
        cases,
        100.0,
        day.encode(),
        b"00:00:00",
        _padded(fitting(title, 64), 64),
        b"\0\0\0",
    )


def _padded(text: str, length: int) -> bytes:
    return text.encode().ljust(length)[:length]


def _variable(column: _Column) -> bytes:
    """Return the records of one variable: of each piece, and of each place that it goes on."""
    found = []
    for number, width in enumerate(column.segments):
        name = column.short if number == 0 else f"{column.short[:5]}{number:03X}"
        found.append(_variable_record(column.variable, name, width, is_first=number == 0))
        going_on = struct.pack("<iiiiii8s", 2, -1, 0, 0, 0, 0, b" " * 8)
        found.append(going_on * (max(1, (width + 7) // 8) - 1))
    return b"".join(found)


def _variable_record(variable: SavVariable, name: str, width: int, *, is_first: bool) -> bytes:
    label = fitting(variable.label, LONGEST_LABEL).encode() if is_first else b""
    missing = variable.missing[:MOST_MISSING] if is_first else ()
    kind = _TEXT_FORMAT if width else _NUMBER_FORMAT
    shape = kind << 16 | (width or 8) << 8 | (0 if width else variable.decimals)
    record = struct.pack(
        "<iiiiii8s", 2, width, bool(label), len(missing), shape, shape, name.encode()
    )
    if label:
        record += struct.pack("<i", len(label)) + label + b" " * (-len(label) % 4)
    return record + b"".join(struct.pack("<d", value) for value in missing)


def _value_labels(column: _Column, position: int) -> bytes:
    if not column.variable.value_labels:
        return b""
    records = struct.pack("<ii", 3, len(column.variable.value_labels))
    for value, words in column.variable.value_labels:
        label = fitting(words, LONGEST_VALUE_LABEL).encode()
        records += struct.pack("<dB", value, len(label)) + label + b" " * (-(len(label) + 1) % 8)
    return records + struct.pack("<iii", 4, 1, position)


def _extensions(columns: list[_Column], sets: Sequence[MultipleResponseSet], cases: int) -> bytes:
    integers = struct.pack("<8i", 20, 0, 0, -1, 1, 1, 2, 65001)
    floats = struct.pack("<3d", _SYSTEM_MISSING, sys.float_info.max, _next_to_least())
    shown = b"".join(
        struct.pack("<3i", _MEASURES[c.variable.measure], 8, 0)
        for c in columns
        for _segment in c.segments
    )
    names = "\t".join(f"{c.short}={c.variable.name}" for c in columns)
    long_texts = "".join(
        f"{c.short}={c.variable.width:05d}\0\t" for c in columns if len(c.segments) > 1
    )
    found = _extension(3, 4, integers) + _extension(4, 8, floats)
    if sets:
        found += _extension(7, 1, _sets(columns, sets))
    found += _extension(11, 4, shown) + _extension(13, 1, names.encode())
    if long_texts:
        found += _extension(14, 1, long_texts.encode())
    found += _extension(16, 8, struct.pack("<2q", 1, cases))
    return found + _extension(20, 1, b"UTF-8")


def _next_to_least() -> float:
    """Return the number that stands for "lowest" in ranges: one above system-missing."""
    bits = struct.unpack("<q", struct.pack("<d", _SYSTEM_MISSING))[0]
    found: float = struct.unpack("<d", struct.pack("<q", bits - 1))[0]
    return found


def _sets(columns: list[_Column], sets: Sequence[MultipleResponseSet]) -> bytes:
    short = {column.variable.name: column.short for column in columns}
    lines = []
    for each in sets:
        counted, label = str(each.counted), fitting(each.label, LONGEST_LABEL)
        named = " ".join(short[name].lower() for name in each.variables)
        sizes = f"D{len(counted)} {counted} {len(label.encode())} {label} {named}"
        lines.append(f"{each.name}={sizes}\n")
    return "".join(lines).encode()


def _extension(subtype: int, size: int, data: bytes) -> bytes:
    return struct.pack("<iiii", 7, subtype, size, len(data) // size) + data


def _cell(column: _Column, value: Any) -> bytes:
    if not column.variable.width:
        return struct.pack("<d", _SYSTEM_MISSING if value is None else float(value))
    text = fitting(value or "", column.variable.width).encode()
    if len(column.segments) == 1:
        return text.ljust((column.variable.width + 7) // 8 * 8)
    pieces = []
    for number, width in enumerate(column.segments):
        piece = text[number * _SEGMENT : (number + 1) * _SEGMENT]
        pieces.append(piece.ljust((width + 7) // 8 * 8))
    return b"".join(pieces)
