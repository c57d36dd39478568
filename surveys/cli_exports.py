"""`engage survey responses`: answers as a file, from the machine itself."""

from pathlib import Path

import click

from engage.core import audit
from engage.core.clock import now
from engage.core.config import Settings
from engage.core.db import Database
from engage.core.permissions import SYSTEM
from surveys.exports.responses import KINDS, Kind, Wanted, write_responses
from surveys.queries import staff


@click.command(name="responses")
@click.argument("code")
@click.option("--format", "kind", type=click.Choice(KINDS), default="csv", help="Form of the file.")
@click.option(
    "--out", type=click.Path(dir_okay=False, path_type=Path), required=True, help="Where to."
)
@click.option("--reason", required=True, help="What for; kept in the audit log.")
@click.option("--with-texts", is_flag=True, help="Also what people wrote themselves.")
@click.option("--cp932", is_flag=True, help="CSV for old Excel; what it lacks is listed.")
@click.pass_obj
def write(
    settings: Settings,
    code: str,
    kind: Kind,
    out: Path,
    reason: str,
    with_texts: bool,
    cp932: bool,
) -> None:
    """Write all answers of a survey to a file, one row each, counted again."""
    database = Database(settings.database_url, journal=settings.sqlite_journal)
    wanted = Wanted(kind, "cp932" if cp932 else "utf-8-sig", with_texts=with_texts)
    with database.reading() as session, out.open("w+b") as file:
        survey = staff.survey_by_code(session, code)
        if survey is None:
            raise click.ClickException(f"{code} という調査はありません。")
        about = ("survey", survey.id)
        written = write_responses(session, survey, wanted, file)
    with database.transaction() as session:
        audit.record(
            session,
            actor=SYSTEM,
            verb="survey.answers-exported",
            about=about,
            at=now(),
            kind=kind,
            with_texts=with_texts,
            reason=reason,
        )
    click.echo(f"{written.rows}件を {out} に書きました。")
    for found in written.unmappable:
        click.echo(f"{found.line}行目の{found.column}列目の「{found.character}」は〓になりました。")
