"""`engage survey …` on the command line."""

import json

import click

from engage.core.clock import JST, now
from engage.core.config import Settings
from engage.core.db import Database
from surveys import cli_definitions, cli_exports, frame
from surveys.queries import staff
from surveys.results import report


@click.group(name="survey")
def cli_group() -> None:
    """Look after surveys."""


@cli_group.command(name="list")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_obj
def list_surveys(settings: Settings, as_json: bool) -> None:
    """List all surveys with their dates and how many were asked and answered."""
    database = Database(settings.database_url, journal=settings.sqlite_journal)
    with database.reading() as session:
        lines = staff.all_surveys(session, now())
    if as_json:
        click.echo(json.dumps([_plain(line) for line in lines], ensure_ascii=False))
        return
    for line in lines:
        survey = line.survey
        begins, ends = survey.opens_at.astimezone(JST), survey.closes_at.astimezone(JST)
        days = f"{begins:%Y-%m-%d %H:%M}～{ends:%Y-%m-%d %H:%M}"
        click.echo(
            f"{survey.code}\t{survey.phase}\t{days}\t{line.answered}／{line.asked}\t{survey.title}"
        )


@cli_group.command(name="results")
@click.argument("code")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_obj
def show_results(settings: Settings, code: str, as_json: bool) -> None:
    """Count a survey: response rates, and every question with n, shares and intervals."""
    database = Database(settings.database_url, journal=settings.sqlite_journal)
    frame.keep_in(settings, database)
    with database.reading() as session:
        survey = report.any_survey(session, code)
        if survey is None:
            raise click.ClickException(f"{code} という公開ずみの調査はありません。")
        results = report.results_of(session, survey)
        if as_json:
            click.echo(json.dumps(report.as_plain(results), ensure_ascii=False, indent=2))
            return
    click.echo(
        f"{survey.title}：{results.rate.n}人のうち{results.rate.count}人"
        f"（{results.rate.percent}％）が回答"
    )
    for question in results.questions:
        click.echo(f"\n問{question.number}　{question.text}　n＝{question.n}")
        for row in question.rows:
            shown = f"{row.count}人　{row.percent}％" if not row.is_hidden else "－"
            click.echo(f"  {row.label}　{shown}")


cli_group.add_command(cli_definitions.import_questionnaire)
cli_group.add_command(cli_definitions.export_questionnaire)
cli_group.add_command(cli_definitions.print_schema)
cli_group.add_command(cli_exports.write)


def _plain(line: staff.StaffLine) -> dict[str, object]:
    survey = line.survey
    return {
        "code": survey.code,
        "title": survey.title,
        "kind": survey.kind,
        "mode": survey.mode,
        "phase": survey.phase,
        "opens_at": survey.opens_at.isoformat(),
        "closes_at": survey.closes_at.isoformat(),
        "asked": line.asked,
        "answered": line.answered,
    }
