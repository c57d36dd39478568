"""`engage plan …` on the command line."""

import json
import sys
from dataclasses import asdict

import click

from engage.core.config import Settings
from engage.core.db import Database
from engage.plan import checks, queries


@click.group(name="plan")
def cli_group() -> None:
    """Look after plans."""


@cli_group.command(name="check")
@click.argument("code")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_obj
def check(settings: Settings, code: str, as_json: bool) -> None:
    """Count a plan and recompute every digest; exit 1 when something is wrong."""
    database = Database(settings.database_url, journal=settings.sqlite_journal)
    with database.reading() as session:
        plan = queries.plan_named(session, code)
        if plan is None:
            raise click.ClickException(f"{code} という計画はありません。")
        found = checks.check_plan(session, plan)
    numbers = asdict(found.counts) if found.counts else {}
    plain = {"plan": found.plan, "version": found.version, **numbers, "problems": found.problems}
    if as_json:
        click.echo(json.dumps(plain, ensure_ascii=False, indent=2))
    else:
        for name, value in plain.items():
            click.echo(f"{name}: {value}")
    sys.exit(1 if found.problems else 0)
