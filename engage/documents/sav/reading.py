"""A system file opened again: its columns, and its rows counted in the packed data itself."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from engage.documents.table import DocumentError

_SKIPPED, _END, _LITERAL = 0, 252, 253
_AT_ONCE = 1 << 20


@dataclass(frozen=True, slots=True)
class Opened:
    """What was found in a file."""

    names: list[str]
    said: int
    """How many rows the header promises."""
    rows: int


def opened(file: BinaryIO) -> Opened:
    """Read a file from its beginning to its end, in little memory."""
    file.seek(0)
    source = _Source(file)
    if source.take(4) != b"$FL2":
        raise DocumentError("not_a_system_file")
    _product, _layout, size, packed, _weight, said = struct.unpack("<60siiiii", source.take(80))
    source.take(8 + 9 + 8 + 64 + 3)
    names = _dictionary(source)
    if packed != 1 or size < 1:
        raise DocumentError("not_a_system_file")
    elements = sum(_elements(source))
    if elements % size:
        raise DocumentError("rows_lost", written=said, found=elements // size)
    return Opened(names, said, elements // size)


class _Source:
    """Bytes in the order of the file, a piece at a time."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._piece = b""
        self._at = 0

    def take(self, count: int) -> bytes:
        """Return exactly so many bytes; a file that ends before was cut."""
        end = self._at + count
        if end > len(self._piece):
            self._piece = self._piece[self._at :] + self._file.read(max(_AT_ONCE, count))
            self._at, end = 0, count
            if end > len(self._piece):
                raise DocumentError("cut_short")
        found = self._piece[self._at : end]
        self._at = end
        return found

    def number(self) -> int:
        """Return the next whole number."""
        found: int = struct.unpack("<i", self.take(4))[0]
        return found


def _dictionary(source: _Source) -> list[str]:
    names: list[str] = []
    while (kind := source.number()) != 999:
        if kind == 2:
            _variable(source)
        elif kind == 3:
            for _ in range(source.number()):
                length = source.take(9)[8]
                source.take((length + 8) // 8 * 8 - 1)
        elif kind == 4:
            source.take(4 * source.number())
        elif kind == 7:
            subtype, size, count = (source.number() for _ in range(3))
            data = source.take(size * count)
            if subtype == 13:
                names = [pair.split("=")[1] for pair in data.decode().split("\t")]
        else:
            raise DocumentError("unknown_record", kind=kind)
    source.take(4)
    return names


def _variable(source: _Source) -> None:
    _width, has_label, missing, _print, _write = (source.number() for _ in range(5))
    source.take(8)
    if has_label:
        length = source.number()
        source.take(length + -length % 4)
    source.take(8 * abs(missing))


def _elements(source: _Source) -> Iterator[int]:
    """Yield how many values stand in each block of eight codes, up to the end mark."""
    while True:
        codes = source.take(8)
        if _END in codes:
            codes = codes[: codes.index(_END)]
            source.take(8 * codes.count(_LITERAL))
            yield len(codes) - codes.count(_SKIPPED)
            return
        if literals := codes.count(_LITERAL):
            source.take(8 * literals)
        yield 8 - codes.count(_SKIPPED)
