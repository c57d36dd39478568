"""Answers as files, written row by row; each is read again before it is offered.

Which columns there are and what their codes mean is said once, in `surveys.codebook`.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO, Literal

from sqlalchemy.orm import Session

from engage.documents import Column, DocumentError, Table, Written, csv, sav, xlsx
from engage.documents.csv import Encoding
from surveys.codebook import Cell, Codebook, codebook_of
from surveys.definition import parse
from surveys.exports import spss
from surveys.models import Survey
from surveys.queries.responses import (
    current_version,
    may_tell_channels,
    response_count,
    response_documents,
)

Kind = Literal["csv", "xlsx", "sav", "json"]
KINDS: tuple[Kind, ...] = ("csv", "xlsx", "sav", "json")
MEDIA_TYPES = {
    "csv": "text/csv",
    "xlsx": xlsx.MEDIA_TYPE,
    "sav": sav.MEDIA_TYPE,
    "json": "application/json",
    "zip": "application/zip",
}
EDITION = "engage-responses/1"

Documents = Callable[[], Iterator[dict[str, Any]]]


@dataclass(frozen=True)
class Wanted:
    """Which file somebody wants."""

    kind: Kind
    encoding: Encoding = "utf-8-sig"
    with_texts: bool = False


@dataclass(frozen=True)
class Made:
    """A finished file: what was written, and what its columns mean."""

    written: Written
    codebook: Codebook


def write_responses(session: Session, survey: Survey, wanted: Wanted, file: BinaryIO) -> Made:
    """Write all answers of a survey to an open file; DocumentError when a row is missing in it."""
    questionnaire = parse(current_version(session, survey).document)
    with_channel = may_tell_channels(session, survey)
    with_person = survey.mode == "named"
    codebook = codebook_of(
        questionnaire,
        with_texts=wanted.with_texts,
        with_channel=with_channel,
        with_person=with_person,
    )
    expected = response_count(session, survey)
    written = write_documents(
        questionnaire.code,
        codebook,
        lambda: response_documents(
            session, survey, with_channel=with_channel, with_person=with_person
        ),
        wanted,
        file,
    )
    if written.rows != expected:
        raise DocumentError("rows_lost", written=written.rows, found=expected)
    return Made(written, codebook)


def write_documents(
    name: str, codebook: Codebook, documents: Documents, wanted: Wanted, file: BinaryIO
) -> Written:
    """Write answer documents to an open file; they may be read more than once."""
    if wanted.kind == "sav":
        return spss.write_to(file, codebook, documents)
    rows = map(codebook.row, documents())
    if wanted.kind == "json":
        return _json(file, name, codebook, rows)
    if wanted.kind == "csv":
        return csv.write_to(file, _table(name, codebook, rows), wanted.encoding)
    described = codebook_table(codebook)
    written = xlsx.write_to(file, [_table(name, codebook, rows), described])
    return Written(written.rows - sum(1 for _ in _described(codebook)))


def _table(name: str, codebook: Codebook, rows: Iterable[list[Cell]]) -> Table:
    columns = tuple(
        # Days are texts between the numbers of missing ones, so they count as numbers here.
        Column(v.name, "number" if v.is_numeric else "text")
        for v in codebook.variables
    )
    return Table(name, columns, rows)


def codebook_table(codebook: Codebook) -> Table:
    """Return what every column and every code means."""
    titles = ("列", "問", "内容", "種類", "尺度", "値", "意味", "欠測")
    return Table("codebook", tuple(Column(title) for title in titles), _described(codebook))


_KINDS = {"code": "選択肢の番号", "number": "数", "text": "文", "date": "日"}
_MEASURES = {"nominal": "名義", "ordinal": "順序", "scale": "量"}


def _described(codebook: Codebook) -> Iterator[tuple[Any, ...]]:
    for variable in codebook.variables:
        head = (
            variable.name,
            variable.question,
            variable.label,
            _KINDS[variable.kind],
            _MEASURES[variable.measure],
        )
        yield (*head, None, None, None)
        for code, words in variable.labels.items():
            yield (*head, str(code), words, "欠測" if code in variable.declared else None)


def unmappable_table(written: Written) -> Table:
    """Return which characters a file could not hold, and where they were."""
    columns = (Column("行", "number"), Column("列", "number"), Column("文字"), Column("番号"))
    rows = [
        (found.line, found.column, found.character, f"U+{ord(found.character):04X}")
        for found in written.unmappable
    ]
    return Table("unmappable", columns, rows)


def _json(file: BinaryIO, name: str, codebook: Codebook, rows: Iterable[list[Cell]]) -> Written:
    """Write one document, each response on a line of its own."""
    head = {
        "schema": EDITION,
        "survey": name,
        "title": codebook.title,
        "variables": [_plain(codebook, number) for number in range(len(codebook.variables))],
    }
    file.write(_line(head)[:-1] + b', "responses": [')
    names = [variable.name for variable in codebook.variables]
    written = 0
    for row in rows:
        file.write((b",\n" if written else b"\n") + _line(dict(zip(names, row, strict=True))))
        written += 1
    file.write(b"\n]}\n")
    file.flush()
    found = _read_again(file)
    if found != written:
        raise DocumentError("rows_lost", written=written, found=found)
    return Written(written)


def _plain(codebook: Codebook, number: int) -> dict[str, Any]:
    variable = codebook.variables[number]
    return {
        "name": variable.name,
        "question": variable.question,
        "label": variable.label,
        "kind": variable.kind,
        "measure": variable.measure,
        "values": [{"code": code, "label": words} for code, words in variable.labels.items()],
        "missing": list(variable.declared),
    }


def _read_again(file: BinaryIO) -> int:
    """Count the responses that a reader finds, line by line; every line must be whole."""
    file.seek(0)
    json.loads(file.readline() + b"]}")
    found, line = 0, b""
    for line in file:
        if line != b"]}\n":
            json.loads(line.rstrip(b",\n"))
            found += 1
    if line != b"]}\n":
        raise DocumentError("cut_short")
    return found


def _line(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, allow_nan=False).encode("utf-8", "replace")
