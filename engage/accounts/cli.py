"""`engage account`: make the first administrator, look, lock."""

import json
import sys
from typing import Any

import click

from engage.accounts import operations, passwords, queries, rules
from engage.accounts.models import Account
from engage.core.clock import now
from engage.core.config import Settings
from engage.core.db import Database
from engage.core.errors import DomainError
from engage.core.messages import sentence
from engage.core.permissions import SYSTEM, Role


@click.group(name="account")
def account_group() -> None:
    """Look after accounts."""


def _open(settings: Settings) -> Database:
    return Database(
        settings.database_url, journal=settings.sqlite_journal, strict=settings.is_production
    )


def _in_words(error: DomainError) -> click.ClickException:
    return click.ClickException(sentence(error.code, **error.values))


@account_group.command(name="create")
@click.option("--email", required=True, help="The address to which mail goes.")
@click.option("--name", required=True, help="The person's name.")
@click.option(
    "--role",
    "roles",
    required=True,
    multiple=True,
    type=click.Choice([str(role) for role in Role]),
    help="What the person is to the city; may be given several times.",
)
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input.")
@click.option("--invite", is_flag=True, help="Mail a link with which the person chooses one.")
@click.pass_obj
def create(
    settings: Settings,
    email: str,
    name: str,
    roles: tuple[str, ...],
    password_stdin: bool,
    invite: bool,
) -> None:
    """Make an account."""
    if password_stdin == invite:
        raise click.UsageError("Choose one: --password-stdin or --invite.")
    password_hash = _read_password(email, name) if password_stdin else None
    at = now()
    try:
        with _open(settings).transaction() as session:
            account = operations.create_account(
                session,
                email=email,
                name=name,
                roles=[Role(role) for role in roles],
                password_hash=password_hash,
                actor=SYSTEM,
                at=at,
            )
            if invite:
                operations.invite(session, account=account, actor=SYSTEM, at=at)
    except DomainError as error:
        raise _in_words(error) from error
    click.echo(f"{email} を登録しました。")
    if invite:
        click.echo("招待のメールは、動いている engage serve か engage worker が送ります。")


def _read_password(email: str, name: str) -> str:
    password = sys.stdin.readline().rstrip("\r\n")
    faults = rules.password_faults(password, email=email, name=name)
    if faults:
        raise click.ClickException(sentence(faults[0], least=rules.MIN_PASSWORD))
    return passwords.hashed(password)


@account_group.command(name="list")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_obj
def list_accounts(settings: Settings, as_json: bool) -> None:
    """Print every account with its roles."""
    with _open(settings).reading() as session:
        rows = [_row(account) for account in queries.all_accounts(session)]
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    for row in rows:
        state = "　使用停止" if row["locked"] else ""
        click.echo(f"{row['email']}　{row['name']}　{','.join(row['roles'])}{state}")


def _row(account: Account) -> dict[str, Any]:
    return {
        "id": account.id,
        "email": account.email,
        "name": account.name,
        "roles": sorted(str(role) for role in account.role_set),
        "locked": account.locked_at is not None,
        "fictional": account.is_fictional,
    }


@account_group.command(name="lock")
@click.option("--email", required=True, help="Whose account.")
@click.option("--undo", is_flag=True, help="Let the person in again.")
@click.pass_obj
def lock(settings: Settings, email: str, undo: bool) -> None:
    """Keep a person out, and end all their sign-ins."""
    act = operations.unlock if undo else operations.lock
    try:
        with _open(settings).transaction() as session:
            account = queries.account_of_email(session, email)
            if account is None:
                raise click.ClickException(f"{email} の利用者はいません。")
            act(session, account=account, actor=SYSTEM, at=now())
    except DomainError as error:
        raise _in_words(error) from error
    click.echo(f"{email} を{'使えるように' if undo else '使えないように'}しました。")
