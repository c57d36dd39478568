"""`engage survey import`, `export`, `schema`: questionnaires in files, from the command line."""

import json
import sys
from pathlib import Path
from typing import Any

import click

from engage.core.clock import now
from engage.core.config import Settings
from engage.core.db import Database
from engage.core.ids import new_id
from engage.core.messages import sentence
from engage.core.permissions import SYSTEM
from surveys import operations
from surveys.building import Document
from surveys.definition import UnusableDefinition, parse, problems
from surveys.interchange import formats, plain
from surveys.interchange.report import Imported, Unreadable
from surveys.interchange.taking_over import ready, unusable
from surveys.messages import SENTENCES
from surveys.queries import building, staff
from surveys.routes_builder.sentences import SENTENCES as BUILDING_SENTENCES

LARGEST = 50 * 1024 * 1024


@click.command(name="import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--survey", "code", help="Make it the working draft of this survey.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_obj
def import_questionnaire(settings: Settings, file: Path, code: str | None, as_json: bool) -> None:
    """Read a questionnaire of any known format and say line by line what became of it.

    Without --survey nothing is stored. With it the working draft is replaced, as one edit that the
    builder can take back; what people answer changes only when somebody makes it a version.
    """
    try:
        imported = _read(file)
    except Unreadable as error:
        _stop(as_json, error.code, error.values)
    document = ready(imported.document, code or str(imported.document.get("code", "")))
    bad = unusable(document)
    if code and not bad:
        _store(settings, code, document)
    if as_json:
        click.echo(json.dumps(_plain(imported, document, code), ensure_ascii=False, indent=2))
    else:
        _tell(imported, document, code)
    sys.exit(1 if bad else 0)


def _read(file: Path) -> Imported:
    if file.stat().st_size > LARGEST:
        raise Unreadable("file-too-large", mb=LARGEST // (1024 * 1024))
    return formats.read(file.read_bytes(), file.name)


def _stop(as_json: bool, code: str, values: dict[str, Any]) -> None:
    if as_json:
        click.echo(json.dumps({"error": code, "values": values}, ensure_ascii=False))
        sys.exit(1)
    raise click.ClickException(said(code, **values))


def _store(settings: Settings, code: str, document: Document) -> None:
    database = Database(settings.database_url, journal=settings.sqlite_journal)

    def write(session: Any) -> None:
        survey = staff.survey_by_code(session, code)
        if survey is None:
            raise click.ClickException(f"{code} というアンケートはありません。")
        operations.edit_draft(
            session,
            survey=survey,
            edit=operations.Edit(lambda _draft: document, "imported"),
            revision=building.draft_of(session, survey).revision,
            token=new_id(),
            actor=SYSTEM,
            at=now(),
        )

    database.run_tx(write)


def _plain(imported: Imported, document: Document, code: str | None) -> dict[str, Any]:
    return {
        "survey": code,
        "counts": imported.report.counts(),
        "lines": [line.__dict__ for line in imported.report.lines],
        "problems": [problem.__dict__ for problem in problems(document)],
        "responses": len(imported.responses),
        "taken": bool(code) and not unusable(document),
        "document": document,
    }


def _tell(imported: Imported, document: Document, code: str | None) -> None:
    for thing, counts in imported.report.counts().items():
        click.echo(f"{thing}\t{counts['kept']}\t{counts['changed']}\t{counts['dropped']}")
    for line in imported.report.lines:
        if line.outcome != "kept":
            where = f"{line.place}（{line.line}行目）" if line.line else line.place
            click.echo(f"{line.outcome}\t{line.thing}\t{where}\t{said(line.code, **line.values)}")
    for problem in problems(document):
        click.echo(f"problem\t{problem.place}\t{said(problem.code, **problem.values)}", err=True)
    if code and not unusable(document):
        click.echo(f"{code} の下書きにしました。調査票をつくるページで確かめてください。")


@click.command(name="export")
@click.argument("code")
@click.option(
    "--format",
    "name",
    default="engage",
    show_default=True,
    type=click.Choice(list(formats.FORMATS)),
)
@click.option(
    "--draft", "of_draft", is_flag=True, help="The working draft, not the version in use."
)
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), help="Write to a file.")
@click.pass_obj
def export_questionnaire(
    settings: Settings, code: str, name: str, of_draft: bool, output: Path | None
) -> None:
    """Write the questionnaire of a survey in one of the formats."""
    if name not in {one.name for one in formats.writable()}:
        raise click.ClickException(f"{name} は、まだ書き出せません。")
    database = Database(settings.database_url, journal=settings.sqlite_journal)
    with database.reading() as session:
        survey = staff.survey_by_code(session, code)
        if survey is None:
            raise click.ClickException(f"{code} というアンケートはありません。")
        document = (
            building.draft_of(session, survey).document
            if of_draft
            else building.version_document(session, survey, survey.current_version)
        )
    if document is None:
        raise click.ClickException(f"{code} には、まだ調査票がありません。")
    try:
        data = formats.write(name, parse(document))
    except UnusableDefinition as error:
        first = error.problems[0]
        text = f"{first.place}　{said(first.code, **first.values)}"
        raise click.ClickException(text) from error
    if output:
        output.write_bytes(data)
    else:
        click.echo(data, nl=False)


@click.command(name="schema")
def print_schema() -> None:
    """Print the JSON Schema of a questionnaire's document."""
    click.echo(json.dumps(plain.json_schema(), ensure_ascii=False, indent=2))


def said(code: str, **values: Any) -> str:
    """Return the sentence of a code, without a running program."""
    known = SENTENCES.get(code) or BUILDING_SENTENCES.get(code)
    if known is None:
        return sentence(code, **values)
    return str(known) % values if values else str(known)
