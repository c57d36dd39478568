"""`engage sample`: fill an installation with a city to look around in."""

import click
from sqlalchemy import inspect

from engage.core import clock
from engage.core.config import Settings
from engage.core.db import Database
from engage.samples.evidence import evidence_registry
from engage.samples.koriyama.load import AlreadyLoaded, InUse, Report, load


@click.group()
def sample() -> None:
    """Look after sample data."""


@sample.command(name="load")
@click.argument("city", type=click.Choice(["koriyama"]))
@click.pass_obj
def load_sample(settings: Settings, city: str) -> None:  # noqa: ARG001 - there is one city so far
    """Put a sample city into an empty database, and print who can sign in."""
    if settings.is_production:
        raise click.ClickException("本番の環境には、見本を入れられません。")
    database = Database(settings.database_url, journal=settings.sqlite_journal)
    try:
        if not inspect(database.engine).has_table("account"):
            raise click.ClickException("データベースがまだありません。先に engage init をどうぞ。")
        report = _load_once(database)
    finally:
        database.dispose()
    _print(report)


def _load_once(database: Database) -> Report:
    registry, at = evidence_registry(), clock.now()
    try:
        return database.run_tx(lambda session: load(session, at=at, registry=registry))
    except AlreadyLoaded as found:
        return found.report
    except InUse as error:
        raise click.ClickException(
            "このデータベースには、もう計画か利用者が入っています。見本は空のところに入れてください。"
        ) from error


def _print(report: Report) -> None:
    if report.counts:
        click.echo("見本の郡山市を入れました。")
        for label, count in report.counts:
            click.echo(f"  {label}：{count}")
    else:
        click.echo("見本の郡山市は、もう入っています。")
    click.echo("見本の利用者（架空。パスワードは全員同じです）")
    for account in report.accounts:
        click.echo(f"  {account.email:<24}{account.role_title}　{account.name}")
    click.echo(f"  パスワード：{report.password}")
