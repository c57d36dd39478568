"""The dictionary of a system file: header, variables, value labels, and what came later."""

import struct
import sys
from collections.abc import Iterator
from typing import BinaryIO

from engage.documents.sav.cases import BIAS
from engage.documents.sav.variables import Code, Dataset, Group, Variable

LONGEST_LABEL = 255
LONGEST_VALUE_LABEL = 120
_FORMATS = {"A": 1, "F": 5, "MOYR": 28, "SDATE": 39}
_MEASURES = {"nominal": 1, "ordinal": 2, "scale": 3}
_LEFT, _RIGHT = 0, 1
_UTF_8 = 65001
_HIGHEST = sys.float_info.max
_LOWEST = struct.unpack("<d", bytes.fromhex("feffffffffffefff"))[0]
_COUNTS_AT_HEADER = 80


class Dictionary:
    """Writes everything that comes before the rows."""

    def __init__(self, dataset: Dataset) -> None:
        """Give every piece of every variable a short name and a place."""
        self._dataset = dataset
        self._short: dict[str, list[str]] = {}
        self._place: dict[str, int] = {}
        number = place = 0
        for variable in dataset.variables:
            names = [f"V{number + piece:07d}" for piece in range(len(variable.segments))]
            self._short[variable.name] = names
            self._place[variable.name] = place + 1
            number += len(names)
            place += sum(_blocks(width) for width in variable.segments)
        self._size = place

    def write(self, file: BinaryIO) -> list[tuple[int, str]]:
        """Write it; return where the number of rows belongs, and in which form."""
        file.write(self._header())
        for variable in self._dataset.variables:
            for record in self._records(variable):
                file.write(record)
        for variable in self._dataset.variables:
            file.write(self._value_labels(variable))
        for record in self._before_count():
            file.write(record)
        count = _info(16, 8, struct.pack("<qq", 1, 0))
        file.write(count)
        count_at = file.tell() - 8
        for record in self._after_count():
            file.write(record)
        file.write(struct.pack("<ii", 999, 0))
        return [(_COUNTS_AT_HEADER, "<i"), (count_at, "<q")]

    def _header(self) -> bytes:
        weight = self._place[self._dataset.weight] if self._dataset.weight else 0
        return b"".join(
            (
                b"$FL2",
                b"@(#) SPSS DATA FILE Engage".ljust(60),
                struct.pack("<iiiii", 2, self._size, 1, weight, -1),
                struct.pack("<d", BIAS),
                # The same rows must give the same bytes, so the file does not say when it was made.
                b"01 Jan 0000:00:00",
                _cut(self._dataset.label, 64).ljust(64),
                bytes(3),
            )
        )

    def _records(self, variable: Variable) -> Iterator[bytes]:
        for number, width in enumerate(variable.segments):
            is_first = number == 0
            label = _cut(variable.label, LONGEST_LABEL) if is_first else b""
            count, missing = _missing(variable) if is_first else (0, b"")
            form = _format(variable, width)
            name = self._short[variable.name][number].encode()
            yield struct.pack("<iiiiii", 2, width, bool(label), count, form, form) + name
            if label:
                yield struct.pack("<i", len(label)) + label.ljust(-(-len(label) // 4) * 4, b"\0")
            yield missing
            more = struct.pack("<iiiiii", 2, -1, 0, 0, 0, 0) + b" " * 8
            yield more * (_blocks(width) - 1)

    def _value_labels(self, variable: Variable) -> bytes:
        if not variable.labels or variable.width > 8:
            return b""
        parts = [struct.pack("<ii", 3, len(variable.labels))]
        for code, text in variable.labels.items():
            label = _cut(text, LONGEST_VALUE_LABEL)
            data = bytes((len(label),)) + label
            parts += [_code(code), data.ljust(-(-len(data) // 8) * 8)]
        parts.append(struct.pack("<iii", 4, 1, self._place[variable.name]))
        return b"".join(parts)

    def _before_count(self) -> Iterator[bytes]:
        yield _info(3, 4, struct.pack("<8i", 29, 0, 0, -1, 1, 1, 2, _UTF_8))
        yield _info(4, 8, struct.pack("<3d", -_HIGHEST, _HIGHEST, _LOWEST))
        if self._dataset.groups:
            yield _info(7, 1, b"".join(self._group(group) for group in self._dataset.groups))
        yield _info(11, 4, b"".join(self._display(each) for each in self._dataset.variables))
        names = (f"{self._short[v.name][0]}={v.name}" for v in self._dataset.variables)
        yield _info(13, 1, "\t".join(names).encode())
        wide = [v for v in self._dataset.variables if v.width > 255]
        if wide:
            widths = (f"{self._short[v.name][0]}={v.width:05d}\0\t" for v in wide)
            yield _info(14, 1, "".join(widths).encode())

    def _after_count(self) -> Iterator[bytes]:
        yield _info(20, 1, b"UTF-8")
        long = [v for v in self._dataset.variables if v.width > 8]
        if any(variable.labels for variable in long):
            yield _info(21, 1, b"".join(_long_labels(v) for v in long if v.labels))
        if any(variable.missing for variable in long):
            yield _info(22, 1, b"".join(_long_missing(v) for v in long if v.missing))

    def _group(self, group: Group) -> bytes:
        label = _cut(group.label, LONGEST_LABEL)
        kind = b"C"
        if group.counted is not None:
            counted = str(group.counted).encode()
            kind = b"D%d %s" % (len(counted), counted)
        names = " ".join(self._short[name][0].lower() for name in group.variables).encode()
        return b"%s=%s %d %s %s\n" % (group.name.encode(), kind, len(label), label, names)

    def _display(self, variable: Variable) -> bytes:
        wide = min(variable.width, 40) if variable.width else variable.digits
        side = _LEFT if variable.width else _RIGHT
        one = struct.pack("<iii", _MEASURES[variable.measure], max(wide, 8), side)
        return one * len(variable.segments)


def _info(kind: int, size: int, data: bytes) -> bytes:
    return struct.pack("<iiii", 7, kind, size, len(data) // size) + data


def _blocks(width: int) -> int:
    return max(1, (width + 7) // 8)


def _format(variable: Variable, width: int) -> int:
    if width:
        return _FORMATS["A"] << 16 | width << 8
    return _FORMATS[variable.format] << 16 | variable.digits << 8 | variable.decimals


def _missing(variable: Variable) -> tuple[int, bytes]:
    """Return how many missing values there are, as the format counts them, and the values."""
    if variable.width > 8:
        return 0, b""
    if variable.missing_range:
        return -2, struct.pack("<dd", *variable.missing_range)
    return len(variable.missing), b"".join(_code(code) for code in variable.missing)


def _code(code: Code) -> bytes:
    return code.encode().ljust(8) if isinstance(code, str) else struct.pack("<d", code)


def _counted(data: bytes) -> bytes:
    return struct.pack("<i", len(data)) + data


def _long_labels(variable: Variable) -> bytes:
    parts = [
        _counted(variable.name.encode()),
        struct.pack("<ii", variable.width, len(variable.labels)),
    ]
    for code, text in variable.labels.items():
        parts.append(_counted(str(code).encode().ljust(variable.width)))
        parts.append(_counted(_cut(text, LONGEST_VALUE_LABEL)))
    return b"".join(parts)


def _long_missing(variable: Variable) -> bytes:
    codes = b"".join(_code(code) for code in variable.missing)
    count = bytes((len(variable.missing),))
    return _counted(variable.name.encode()) + count + struct.pack("<i", 8) + codes


def _cut(text: str, most: int) -> bytes:
    """Return the beginning of a text that fits, without half a character at its end."""
    return " ".join(text.split()).encode()[:most].decode(errors="ignore").encode()
