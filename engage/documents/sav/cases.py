"""The rows of a system file: one byte for a small number or eight blanks, eight for the rest."""

import math
import struct
from collections.abc import Sequence
from typing import Any, BinaryIO

from engage.documents.sav.variables import Variable
from engage.documents.table import DocumentError, is_unprintable

BIAS = 100
_END, _LITERAL, _BLANKS, _MISSING = 252, 253, 254, 255
_ROWS_TOGETHER = 64
_number = struct.Struct("<d").pack


class Cases:
    """Packs rows; eight codes at a time, each block followed by what the codes do not say."""

    def __init__(self, file: BinaryIO, variables: tuple[Variable, ...]) -> None:
        """Write to an open file, behind its dictionary."""
        self._file = file
        self._variables = variables
        self._segments = [variable.segments if variable.width else () for variable in variables]
        self._codes = bytearray()
        self._literals: list[bytes] = []

    def add(self, row: Sequence[Any], line: int) -> None:
        """Add one row: numbers, texts, None for nothing."""
        if len(row) != len(self._variables):
            raise DocumentError("wrong_width", line=line, cells=len(row))
        codes, literals = self._codes, self._literals
        for index, cell in enumerate(row):
            if self._segments[index]:
                self._text(cell, index, line)
            elif cell is None:
                codes.append(_MISSING)
            elif type(cell) is int and -BIAS < cell < _END - BIAS:
                codes.append(cell + BIAS)
            else:
                codes.append(_LITERAL)
                literals.append(self._packed(cell, index, line))
        if line % _ROWS_TOGETHER == 0:
            self._flush()

    def close(self) -> None:
        """Write what is left, and that this is the end."""
        self._codes.append(_END)
        self._codes.extend(bytes(-len(self._codes) % 8))
        self._flush()

    def _packed(self, cell: Any, index: int, line: int) -> bytes:
        if not isinstance(cell, int | float) or isinstance(cell, bool) or not math.isfinite(cell):
            raise DocumentError("not_a_number", line=line, column=index + 1)
        return _number(cell)

    def _text(self, cell: Any, index: int, line: int) -> None:
        data = _cleaned(cell or "").encode()
        if len(data) > self._variables[index].width:
            raise DocumentError("text_too_long", line=line, column=index + 1, bytes=len(data))
        last = len(self._segments[index]) - 1
        for number, width in enumerate(self._segments[index]):
            piece = data[number * 255 :] if number == last else data[number * 255 :][:255]
            self._piece(piece, (width + 7) // 8)

    def _piece(self, data: bytes, blocks: int) -> None:
        """Add one piece of a text, filled up with blanks."""
        used = (len(data) + 7) // 8
        padded = data.ljust(used * 8)
        for start in range(0, used * 8, 8):
            block = padded[start : start + 8]
            if block == b"        ":
                self._codes.append(_BLANKS)
            else:
                self._codes.append(_LITERAL)
                self._literals.append(block)
        self._codes.extend(bytes((_BLANKS,)) * (blocks - used))

    def _flush(self) -> None:
        codes, literals = self._codes, self._literals
        out: list[bytes] = []
        done = len(codes) - len(codes) % 8
        taken = 0
        for start in range(0, done, 8):
            block = codes[start : start + 8]
            out.append(bytes(block))
            count = block.count(_LITERAL)
            if count:
                out += literals[taken : taken + count]
                taken += count
        self._file.write(b"".join(out))
        del codes[:done]
        del literals[:taken]


def _cleaned(text: str) -> str:
    if text.isprintable():
        return text
    return "".join("\ufffd" if is_unprintable(each) else each for each in text)
