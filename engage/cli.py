"""The `engage` command."""

import json
import sys

import click
from alembic import command

import council.feature
import engage.accounts.feature
import engage.plan.feature
import surveys.feature
from engage.app import create_app, open_database
from engage.core import audit
from engage.core.config import Settings, UnsafeSettings
from engage.core.db import UnsafeDatabase
from engage.core.errors import DomainError
from engage.migrations.run import alembic_config, upgrade
from engage.plan import telling
from engage.samples.cli import sample
from engage.tabulation.cli import estimate, tabulate
from engage.tabulation.landscape import landscape


@click.group()
@click.version_option(package_name="engage")
@click.pass_context
def main(context: click.Context) -> None:
    """Engage: a city asks, hears, and shows what became of every answer."""
    try:
        context.obj = Settings.from_env()
    except UnsafeSettings as error:
        raise click.ClickException(str(error)) from error


@main.command()
@click.pass_obj
def init(settings: Settings) -> None:
    """Create the database, or bring it to this program's version."""
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    try:
        database = open_database(settings)
        upgrade(database)
    except UnsafeDatabase as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"データベースを用意しました：{database.engine.url.render_as_string()}")


@main.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=5000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--no-worker", is_flag=True, help="Do not start the worker for jobs beside it.")
@click.pass_obj
def serve(settings: Settings, host: str, port: int, no_worker: bool) -> None:
    """Serve the site."""
    from engage import serving

    click.echo(f"http://{host}:{port} で動いています。止めるには Ctrl+C を押してください。")
    sys.stdout.flush()
    serving.serve(settings, host=host, port=port, with_worker=not no_worker)


@main.command()
@click.option("--beside", type=int, help="Stop when this process is gone (used by serve).")
@click.pass_obj
def worker(settings: Settings, beside: int | None) -> None:
    """Do jobs (mail and other work for later) until stopped."""
    from engage import serving

    serving.work(settings, beside=beside)


@main.group(name="jobs")
def jobs_group() -> None:
    """Look after work for later."""


@jobs_group.command(name="sweep")
@click.pass_obj
def sweep(settings: Settings) -> None:
    """Do everything that is due now, and stop."""
    app = create_app(settings)
    with app.app_context():
        click.echo(app.extensions["engage.house"].bell.work())


@main.group(name="audit")
def audit_group() -> None:
    """Look after the audit log."""


@audit_group.command(name="verify")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_obj
def verify_audit(settings: Settings, as_json: bool) -> None:
    """Recompute every seal of the audit log; exit 1 at the first entry that was changed."""
    with open_database(settings).reading() as session:
        verdict = audit.verify(session)
    if as_json:
        click.echo(json.dumps(verdict.__dict__ | {"intact": verdict.is_intact}))
    elif verdict.is_intact:
        click.echo(
            f"{verdict.entries}件の記録に、変えられたところはありません。先頭の印：{verdict.head}"
        )
    else:
        click.echo(f"{verdict.first_bad}件目の記録が合いません（{verdict.reason}）。", err=True)
    sys.exit(0 if verdict.is_intact else 1)


@main.command()
@click.argument("target")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_obj
def trace(settings: Settings, target: str, as_json: bool) -> None:
    """Follow a line or a voice: koriyama/1, statistic:dx-2021/q4/1, opinion:ID, finding:…."""
    house = create_app(settings).extensions["engage.house"]
    with house.database.reading() as session:
        try:
            plain = telling.traced(session, house.registry, target)
        except DomainError as error:
            raise click.ClickException(f"{target} は見つかりません（{error.code}）。") from error
    if as_json:
        click.echo(json.dumps(plain, ensure_ascii=False, indent=2))
    else:
        click.echo("\n".join(telling.told(plain)))


@main.group(name="migration")
def migration_group() -> None:
    """Change the database's structure (for developers)."""


@migration_group.command(name="new")
@click.argument("subject")
@click.pass_obj
def new_migration(settings: Settings, subject: str) -> None:
    """Write a migration from the difference between models and database."""
    database = open_database(settings)
    with database.engine.begin() as connection:
        command.revision(alembic_config(connection), message=subject, autogenerate=True)


main.add_command(sample)
main.add_command(tabulate)
main.add_command(landscape)
main.add_command(estimate)
main.add_command(engage.accounts.feature.cli_group)
main.add_command(engage.plan.feature.cli_group)
main.add_command(surveys.feature.cli_group)
main.add_command(council.feature.cli_group)

if __name__ == "__main__":
    main()
