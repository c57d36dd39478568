"""Files that leave the house: one safe writer for each format."""

from engage.documents import csv, qr, sav, xlsx
from engage.documents.table import HIDDEN, Column, DocumentError, Export, Table, Unmappable, Written

__all__ = [
    "HIDDEN",
    "Column",
    "DocumentError",
    "Export",
    "Table",
    "Unmappable",
    "Written",
    "csv",
    "qr",
    "sav",
    "xlsx",
]
