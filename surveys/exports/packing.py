"""The file that somebody takes away: the answers, and beside them what belongs to them."""

import shutil
import tempfile
import zipfile
from typing import BinaryIO, cast

from sqlalchemy.orm import Session

from engage.documents import csv
from surveys.exports import spss
from surveys.exports.responses import Wanted, unmappable_table, write_responses
from surveys.models import Survey

IN_MEMORY = 5_000_000
_MADE = (2000, 1, 1, 0, 0, 0)
"""The same answers give the same bytes, so the package does not say when it was made."""


def scratch() -> BinaryIO:
    """Return an open file without a name: large ones are on disk, and gone with the last reader."""
    return cast("BinaryIO", tempfile.SpooledTemporaryFile(max_size=IN_MEMORY))


def taken_away(session: Session, survey: Survey, wanted: Wanted) -> tuple[BinaryIO, str, int]:
    """Return the file, how its name ends, and how many answers are in it.

    SPSS files come with the syntax for their sets, and a CSV that lacks characters with their
    list: both as a package.
    """
    file = scratch()
    made = write_responses(session, survey, wanted, file)
    name = f"{survey.code}-answers.{wanted.kind}"
    rows = made.written.rows
    if wanted.kind == "sav":
        syntax = spss.syntax(made.codebook).encode("utf-8-sig")
        return _package(name, file, f"{survey.code}-answers.sps", syntax), "zip", rows
    if made.written.unmappable:
        listed = csv.write(unmappable_table(made.written))
        return _package(name, file, f"{survey.code}-{listed.filename}", listed.content), "zip", rows
    file.seek(0)
    return file, wanted.kind, rows


def _package(name: str, file: BinaryIO, beside: str, content: bytes) -> BinaryIO:
    package = scratch()
    file.seek(0)
    with zipfile.ZipFile(package, "w", zipfile.ZIP_DEFLATED) as bundle:
        with bundle.open(zipfile.ZipInfo(name, _MADE), "w", force_zip64=True) as member:
            shutil.copyfileobj(file, member, 1 << 20)
        bundle.writestr(zipfile.ZipInfo(beside, _MADE), content, zipfile.ZIP_DEFLATED)
    package.seek(0)
    return package
