"""Files that leave the house: one safe writer for each format."""

from engage.documents import csv, qr, xlsx
from engage.documents.table import HIDDEN, Column, DocumentError, Export, Table, Unmappable

__all__ = [
    "HIDDEN",
    "Column",
    "DocumentError",
    "Export",
    "Table",
    "Unmappable",
    "csv",
    "qr",
    "xlsx",
]
