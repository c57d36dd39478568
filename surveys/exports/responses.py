"""Answers as files, written row by row; each is counted again before it is offered."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO, Literal

from sqlalchemy.orm import Session

from engage.documents import Column, DocumentError, Table, Written, csv, sav, xlsx
from engage.documents.csv import Encoding
from engage.documents.sav import LONGEST_TEXT, MultipleResponseSet, SavVariable
from surveys.definition import Questionnaire, parse
from surveys.exports.columns import Cell, Codebook, Variable, codebook_of, rows
from surveys.models import Survey
from surveys.queries.responses import current_version, response_count, response_documents

Kind = Literal["csv", "xlsx", "sav", "json"]
KINDS: tuple[Kind, ...] = ("csv", "xlsx", "sav", "json")
MEDIA_TYPES = {
    "csv": "text/csv",
    "xlsx": xlsx.MEDIA_TYPE,
    "sav": "application/x-spss-sav",
    "json": "application/json",
}
WRITTEN = {"text", "texts", "other", "comment", "files", "date"}
"""Parts of an answer that are in somebody's own words, or point at somebody."""

Documents = Callable[[], Iterator[dict[str, Any]]]


@dataclass(frozen=True)
class Wanted:
    """Which file somebody wants."""

    kind: Kind
    encoding: Encoding = "utf-8-sig"
    with_texts: bool = False


def write_responses(session: Session, survey: Survey, wanted: Wanted, file: BinaryIO) -> Written:
    """Write all answers of a survey to an open file; DocumentError when a row is missing in it."""
    questionnaire = parse(current_version(session, survey).document)
    expected = response_count(session, survey)
    written = write_documents(
        questionnaire,
        lambda: response_documents(session, survey),
        wanted,
        file,
        expected=expected,
    )
    if written.rows != expected:
        raise DocumentError("rows_lost", written=written.rows, found=expected)
    return written


def write_documents(
    questionnaire: Questionnaire,
    documents: Documents,
    wanted: Wanted,
    file: BinaryIO,
    *,
    expected: int,
) -> Written:
    """Write answer documents to an open file; they may be read more than once."""
    codebook = codebook_of(questionnaire, with_texts=wanted.with_texts)
    if wanted.kind == "json":
        return _json(file, documents(), with_texts=wanted.with_texts)
    if wanted.kind == "sav":
        return _sav(file, questionnaire, codebook, documents, expected)
    data = _table(questionnaire.code, codebook, documents())
    if wanted.kind == "csv":
        return csv.write_to(file, data, wanted.encoding)
    described = codebook_table(codebook)
    written = xlsx.write_to(file, [data, described])
    return Written(written.rows - len(list(_described(codebook))))


def _table(name: str, codebook: Codebook, documents: Iterator[dict[str, Any]]) -> Table:
    columns = tuple(
        Column(variable.name, "text" if variable.kind == "text" else "number")
        for variable in codebook.variables
    )
    return Table(name, columns, rows(codebook, documents))


def codebook_table(codebook: Codebook) -> Table:
    """Return what every column and every number means."""
    titles = ("列", "問", "内容", "種類", "数", "意味", "選択肢の記号", "欠測")
    columns = tuple(Column(title, "number" if title == "数" else "text") for title in titles)
    return Table("codebook", columns, _described(codebook))


def _described(codebook: Codebook) -> Iterator[tuple[Any, ...]]:
    for variable in codebook.variables:
        head = (variable.name, variable.question, variable.label, variable.kind)
        codes = dict(variable.codes)
        yield (*head, None, None, None, None)
        for number, words in variable.values:
            missing = "欠測" if number in variable.missing else None
            yield (*head, number, words, codes.get(number), missing)


def _json(file: BinaryIO, documents: Iterator[dict[str, Any]], *, with_texts: bool) -> Written:
    file.write(b"[")
    written = 0
    for written, document in enumerate(documents, start=1):
        plain = document if with_texts else _without_words(document)
        file.write(b"\n" if written == 1 else b",\n")
        file.write(json.dumps(plain, ensure_ascii=False).encode())
    file.write(b"\n]\n")
    file.flush()
    file.seek(0)
    found = sum(line.startswith(b"{") for line in file)
    if found != written:
        raise DocumentError("rows_lost", written=written, found=found)
    return Written(written)


def _without_words(document: dict[str, Any]) -> dict[str, Any]:
    return {
        code: {part: value for part, value in state.items() if part not in WRITTEN}
        for code, state in document.items()
    }


def _sav(
    file: BinaryIO,
    questionnaire: Questionnaire,
    codebook: Codebook,
    documents: Documents,
    expected: int,
) -> Written:
    widths = _widths(codebook, documents) if any(map(_is_text, codebook.variables)) else {}
    variables = [
        SavVariable(
            name=variable.name,
            label=variable.label,
            width=widths.get(variable.name, 0),
            value_labels=tuple((float(n), words) for n, words in variable.values),
            missing=tuple(float(number) for number in variable.missing),
            measure=variable.measure,
            decimals=variable.decimals,
        )
        for variable in codebook.variables
    ]
    written = sav.write(
        file,
        variables,
        rows(codebook, documents()),
        cases=expected,
        title=questionnaire.code,
        sets=[MultipleResponseSet(s.name, s.label, s.variables) for s in codebook.sets],
    )
    return Written(written)


def _is_text(variable: Variable) -> bool:
    return variable.kind == "text"


def _widths(codebook: Codebook, documents: Documents) -> dict[str, int]:
    """Return how many bytes the longest text of each column has."""
    texts = [variable for variable in codebook.variables if _is_text(variable)]
    widths = {variable.name: 1 for variable in texts}
    for document in documents():
        for variable in texts:
            cell: Cell = variable.cell(document)
            if isinstance(cell, str):
                widths[variable.name] = max(widths[variable.name], len(cell.encode()))
    return {name: min(width, LONGEST_TEXT) for name, width in widths.items()}


def syntax(codebook: Codebook) -> str:
    """Return SPSS syntax that makes the multiple-response sets, for programs that lose them."""
    lines = ["* Encoding: UTF-8."]
    for each in codebook.sets:
        label = each.label.replace("'", "''")
        named = " ".join(each.variables)
        lines.append(f"MRSETS /MDGROUP NAME={each.name} LABEL='{label}' VARIABLES={named} VALUE=1.")
    return "\n".join([*lines, ""])
