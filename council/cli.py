"""`engage council …` on the command line."""

import json

import click

from council.queries import meetings, roster
from engage.core.clock import now
from engage.core.config import Settings
from engage.core.db import Database
from engage.japanese import era


@click.group(name="council")
def cli_group() -> None:
    """Look after meetings of member organisations."""


@cli_group.command(name="list")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_obj
def list_meetings(settings: Settings, as_json: bool) -> None:
    """List all meetings with their day, mode and state."""
    database = Database(settings.database_url, journal=settings.sqlite_journal)
    with database.reading() as session:
        found = meetings.all_meetings(session)
        counts = meetings.opinion_counts(session, [meeting.id for meeting in found])
    lines = [
        {
            "code": meeting.code,
            "title": meeting.title,
            "held_on": meeting.held_on.isoformat() if meeting.held_on else None,
            "mode": meeting.mode,
            "state": meeting.state,
            "opinions": counts.get(meeting.id, 0),
        }
        for meeting in found
    ]
    if as_json:
        click.echo(json.dumps(lines, ensure_ascii=False))
        return
    for line in lines:
        click.echo("\t".join(str(value if value is not None else "－") for value in line.values()))


@cli_group.command(name="roster")
@click.argument("code")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_obj
def show_roster(settings: Settings, code: str, as_json: bool) -> None:
    """Print the organisations of a meeting in 50-on order, under their names of that day."""
    database = Database(settings.database_url, journal=settings.sqlite_journal)
    with database.reading() as session:
        meeting = meetings.any_meeting(session, code)
        if meeting is None:
            raise click.ClickException(f"{code} という会議はありません。")
        lines = roster.roster(session, meeting) or roster.invited(session, meeting, now())
    if as_json:
        plain = [{"name": line.name, "reading": line.reading, "mode": line.mode} for line in lines]
        click.echo(json.dumps(plain, ensure_ascii=False))
        return
    day = f"　{era.wareki_date(meeting.held_on)}" if meeting.held_on else ""
    click.echo(f"{meeting.title}{day}　{len(lines)}団体（50音順・敬称略）")
    for line in lines:
        click.echo(f"{line.name}{'（欠席）' if line.is_absent else ''}")
