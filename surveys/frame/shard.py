"""A shard: some answers as columns in one file that never changes, named by its own digest.

The file is a line that says what it is, the length of a JSON header, the header, and the arrays.
The same answers make the same bytes, whoever writes them, whenever, and in whatever order.
"""

import hashlib
import json
import mmap
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engage.core.digest import canonical_json
from surveys.frame.coding import Arrays

MAGIC = b"engage-shard-1\n\0"
ALIGNED = 64
_LENGTH = 8

IDS = "id"
MARKS = "mark"
"""Which version of which answer a row was coded from; another value after every change."""


class DamagedShard(Exception):
    """A file is not there, or is not what was written."""


@dataclass(frozen=True)
class Shard:
    """An open shard: its arrays lie in the file and are read as they are needed."""

    digest: str
    rows: int
    arrays: Mapping[str, NDArray[Any]]

    @property
    def ids(self) -> NDArray[np.bytes_]:
        """The random ids, sorted."""
        return self.arrays[IDS]


def packed(arrays: Arrays) -> bytes:
    """Return the bytes of a shard; the arrays are of one length."""
    rows = {len(array) for array in arrays.values()}
    if len(rows) != 1:
        raise ValueError(f"Arrays of different lengths: {sorted(rows)}")
    places: list[tuple[str, str, int]] = []
    at = 0
    for name in sorted(arrays):
        places.append((name, arrays[name].dtype.newbyteorder("<").str, at))
        at += _padded(arrays[name].nbytes)
    header = canonical_json({"rows": rows.pop(), "arrays": places}).encode()
    parts = [MAGIC, len(header).to_bytes(_LENGTH, "little"), header]
    parts.append(b"\0" * (_padded(sum(map(len, parts))) - sum(map(len, parts))))
    for name, dtype, _ in places:
        data = np.ascontiguousarray(arrays[name], dtype=dtype).tobytes()
        parts += [data, b"\0" * (_padded(len(data)) - len(data))]
    return b"".join(parts)


def opened(path: Path, digest: str) -> Shard:
    """Open a shard and compare its bytes with its digest; raises DamagedShard."""
    try:
        with path.open("rb") as file:
            data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    except (OSError, ValueError) as error:
        raise DamagedShard(digest) from error
    if hashlib.sha256(data).hexdigest() != digest:
        raise DamagedShard(digest)
    begin = len(MAGIC) + _LENGTH
    length = int.from_bytes(data[len(MAGIC) : begin], "little")
    header = json.loads(data[begin : begin + length])
    start, rows = _padded(begin + length), header["rows"]
    arrays: Arrays = {
        name: np.frombuffer(data, dtype, rows, start + at) for name, dtype, at in header["arrays"]
    }
    return Shard(digest, rows, arrays)


def _padded(size: int) -> int:
    return -(-size // ALIGNED) * ALIGNED
