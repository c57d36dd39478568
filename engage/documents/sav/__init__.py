"""SPSS system files (.sav), written row by row: any number of rows in the same little memory.

With value labels, measures, user-missing values, multiple-response sets and a weight. Written
after the description of the format in PSPP's developers' guide.
"""

import struct
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, BinaryIO

from engage.documents.sav.cases import Cases
from engage.documents.sav.dictionary import Dictionary
from engage.documents.sav.reading import opened
from engage.documents.sav.variables import WIDEST, Dataset, Format, Group, Variable
from engage.documents.table import DocumentError

__all__ = ["MEDIA_TYPE", "WIDEST", "Dataset", "Format", "Group", "Variable", "moment", "write_to"]

MEDIA_TYPE = "application/x-spss-sav"
_FIRST_DAY = date(1582, 10, 14)


def write_to(file: BinaryIO, dataset: Dataset, rows: Iterable[Sequence[Any]]) -> int:
    """Write to an open file, read it again from its beginning, and return how many rows it has.

    Each row has a number, a text or None for each variable.
    """
    dictionary = Dictionary(dataset)
    counts_at = dictionary.write(file)
    cases = Cases(file, dataset.variables)
    written = 0
    for row in rows:
        written += 1
        cases.add(row, written)
    cases.close()
    for place, form in counts_at:
        file.seek(place)
        file.write(struct.pack(form, written))
    file.flush()
    _read_back(file, dataset, written)
    return written


def moment(day: date) -> int:
    """Return a day as these files hold it: seconds since the calendar began."""
    return (day - _FIRST_DAY).days * 86_400


def _read_back(file: BinaryIO, dataset: Dataset, written: int) -> None:
    """Read the file as a reader would; one that lost a row or a column is never offered."""
    found = opened(file)
    if found.names != [variable.name for variable in dataset.variables]:
        raise DocumentError("columns_lost", found=len(found.names))
    if not found.rows == found.said == written:
        raise DocumentError("rows_lost", written=written, found=found.rows)
    file.seek(0, 2)
