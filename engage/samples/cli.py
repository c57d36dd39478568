"""`engage sample`: fill an installation with a city to look around in."""

import click

from engage.core import clock
from engage.core.config import Settings
from engage.core.db import Database
from engage.samples.koriyama.load import AlreadyLoaded, Report, load


@click.group()
def sample() -> None:
    """Look after sample data."""


@sample.command(name="load")
@click.argument("city", type=click.Choice(["koriyama"]))
@click.pass_obj
def load_sample(settings: Settings, city: str) -> None:  # noqa: ARG001 - there is one city so far
    """Put a sample city into the database, and print who can sign in."""
    database = Database(settings.database_url, journal=settings.sqlite_journal)
    try:
        report = database.run_tx(lambda session: load(session, at=clock.now()))
    except AlreadyLoaded as found:
        click.echo("見本の郡山市は、もう入っています。")
        report = found.report
    finally:
        database.dispose()
    _print(report)


def _print(report: Report) -> None:
    if report.counts:
        click.echo("見本の郡山市を入れました：")
        for label, count in report.counts:
            click.echo(f"  {label} {count}")
    click.echo("見本の利用者（架空。合言葉は全員同じ）：")
    for account in report.accounts:
        click.echo(f"  {account.email:<26} {account.role_title}　{account.name}")
    click.echo(f"  合言葉（パスワード）：{report.password}")
