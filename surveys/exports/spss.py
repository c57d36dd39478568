"""A codebook and its rows as an SPSS file, and the syntax that belongs beside it."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any, BinaryIO

from engage.documents import Written, sav
from surveys.codebook import Cell, Codebook, MultipleSet, Variable

_DIGITS = 8


def write_to(
    file: BinaryIO, codebook: Codebook, documents: Callable[[], Iterator[dict[str, Any]]]
) -> Written:
    """Write answer documents to an open file; with texts they are read twice, for the widths."""
    widths = _widths(codebook, documents)
    dataset = sav.Dataset(
        label=codebook.title,
        variables=tuple(_variable(each, widths.get(each.name, 0)) for each in codebook.variables),
        groups=tuple(_group(each) for each in codebook.sets),
        weight=codebook.weight,
    )
    days = [number for number, each in enumerate(codebook.variables) if each.kind == "date"]
    return Written(sav.write_to(file, dataset, _rows(codebook, documents(), days)))


def syntax(codebook: Codebook) -> str:
    """Return SPSS syntax that makes the multiple-response sets, for programs that lose them."""
    lines = ["* Encoding: UTF-8."]
    for each in codebook.sets:
        label = each.label.replace("'", "''")
        how = "MDGROUP" if each.is_dichotomous else "MCGROUP"
        value = " VALUE=1" if each.is_dichotomous else ""
        lines += [
            f"MRSETS /{how} NAME={each.name}",
            f"  LABEL='{label}'",
            *(f"  {'VARIABLES=' if n == 0 else ''}{name}" for n, name in enumerate(each.variables)),
            f" {value} /DISPLAY NAME=[{each.name}].",
        ]
    if codebook.weight:
        lines.append(f"WEIGHT BY {codebook.weight}.")
    return "\n".join([*lines, ""])


def _rows(
    codebook: Codebook, documents: Iterator[dict[str, Any]], days: list[int]
) -> Iterator[list[Cell]]:
    for document in documents:
        row = codebook.row(document)
        for number in days:
            row[number] = _day(row[number])
        yield row


def _day(cell: Cell) -> Cell:
    """Return a day as a moment; a month is its first day; a code stays a code."""
    if not isinstance(cell, str):
        return cell
    parts = [int(part) for part in cell.split("-")]
    return sav.moment(date(*[*parts, 1, 1][:3]))


def _variable(variable: Variable, width: int) -> sav.Variable:
    form: sav.Format = "F"
    digits = _DIGITS
    if variable.kind == "date":
        form, digits = ("SDATE", 10) if variable.longest == 10 else ("MOYR", 8)
    elif variable.kind == "number":
        codes = [len(str(code)) for code in variable.declared]
        digits = min(max([_DIGITS, *codes]) + variable.decimals, 31)
    return sav.Variable(
        name=variable.name,
        label=variable.label,
        width=width,
        format="A" if width else form,
        digits=digits,
        decimals=variable.decimals,
        labels=dict(variable.labels.items()),
        missing=variable.declared,
        measure=variable.measure,
    )


def _group(group: MultipleSet) -> sav.Group:
    counted = 1 if group.is_dichotomous else None
    return sav.Group(group.name, group.label, group.variables, counted)


def _widths(
    codebook: Codebook, documents: Callable[[], Iterator[dict[str, Any]]]
) -> dict[str, int]:
    """Return how many bytes each column of texts needs: its codes', or those of its longest."""
    widths: dict[str, int] = {}
    texts = []
    for number, variable in enumerate(codebook.variables):
        if variable.is_numeric:
            continue
        widths[variable.name] = max(len(str(code)) for code in (*variable.labels, " "))
        if variable.kind == "text":
            texts.append((number, variable.name))
    if texts:
        for document in documents():
            row = codebook.row(document)
            for number, name in texts:
                cell = row[number]
                if isinstance(cell, str) and len(cell) * 4 > widths[name]:
                    widths[name] = max(widths[name], len(cell.encode("utf-8", "replace")))
    return widths
