"""`engage survey responses`: answers as a file, from the machine itself."""

from pathlib import Path

import click
from sqlalchemy.orm import Session

from engage.core.clock import now
from engage.core.config import Settings
from engage.core.db import Database
from engage.core.permissions import SYSTEM
from engage.documents import csv
from surveys import operations, rules
from surveys.exports import spss
from surveys.exports.responses import KINDS, Kind, Made, Wanted, unmappable_table, write_responses
from surveys.messages import SENTENCES
from surveys.models import Survey
from surveys.operations import mixing
from surveys.queries import responses, staff


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
    """Write all answers of a survey to a file, one row each, counted again.

    Beside an SPSS file stands the syntax of its multiple-response sets (.sps); beside a CSV that
    lacks characters, their list.
    """
    if not reason.strip():
        raise click.ClickException(str(SENTENCES["export-needs-reason"]))
    database = Database(settings.database_url, journal=settings.sqlite_journal)
    wanted = Wanted(kind, "cp932" if cp932 else "utf-8-sig", with_texts=with_texts)
    with database.reading() as session:
        survey = staff.survey_by_code(session, code)
        if survey is None:
            raise click.ClickException(f"{code} という調査はありません。")
        _refuse(_obstacles(session, survey))
        part = out.with_name(f"{out.name}.part")
        with part.open("w+b") as file:
            made = write_responses(session, survey, wanted, file)
    with database.transaction() as session:
        operations.record_export(
            session,
            survey=survey,
            kind=kind,
            with_texts=with_texts,
            rows=made.written.rows,
            reason=reason,
            actor=SYSTEM,
            at=now(),
        )
    part.replace(out)
    click.echo(f"{made.written.rows}件を {out} に書きました。")
    _beside(out, kind, made)


def _obstacles(session: Session, survey: Survey) -> list[str]:
    phase = rules.phase(
        state=survey.state, opens_at=survey.opens_at, closes_at=survey.closes_at, at=now()
    )
    return rules.export_obstacles(
        phase,
        mode=survey.mode,
        answers=responses.response_count(session, survey),
        waiting=mixing.waiting(session, survey.id),
    )


def _refuse(obstacles: list[str]) -> None:
    if obstacles:
        raise click.ClickException(str(SENTENCES[obstacles[0]]))


def _beside(out: Path, kind: Kind, made: Made) -> None:
    """Write what belongs beside the file, and say so."""
    if kind == "sav":
        syntax = out.with_suffix(".sps")
        syntax.write_text(spss.syntax(made.codebook), encoding="utf-8-sig")
        click.echo(f"複数回答の設定を {syntax} に書きました。")
    if made.written.unmappable:
        listed = out.with_name(f"{out.stem}-unmappable.csv")
        listed.write_bytes(csv.write(unmappable_table(made.written)).content)
        click.echo(f"この文字コードにない文字を〓に変えました。どこかは {listed} にあります。")
