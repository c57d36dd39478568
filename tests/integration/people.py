"""People for stories: an account with its roles, and a browser in which they have signed in."""

from typing import Any

from flask import Flask
from flask.testing import FlaskClient

from engage.accounts import operations, passwords, queries
from engage.core.clock import now
from engage.core.db import Database
from engage.core.permissions import SYSTEM, Role

PASSWORD = "nagai-kotoba-4tsu"
_HASH = passwords.hashed(PASSWORD)


def make_account(
    database: Database,
    *roles: Role,
    email: str = "",
    name: str = "会津 たろう（架空）",
    password_hash: str | None = _HASH,
) -> str:
    """Make an account, or find the one with this address; return its id."""
    email = email or f"{'-'.join(sorted(roles)) or 'nobody'}@test.example.jp"
    with database.transaction() as session:
        account = queries.account_of_email(session, email) or operations.create_account(
            session,
            email=email,
            name=name,
            roles=roles,
            password_hash=password_hash,
            is_fictional=True,
            actor=SYSTEM,
            at=now(),
        )
        return account.id


def signed_in_client(app: Flask, *roles: Role, account_id: str = "", **values: Any) -> FlaskClient:
    """Return a browser in which a person with these roles has signed in with both factors."""
    database = app.extensions["engage.database"]
    key = app.extensions["engage.settings"].key
    account_id = account_id or make_account(database, *roles, **values)
    with database.transaction() as session:
        account = queries.account(session, account_id)
        token = operations.start_session(
            session, account=account, key=key, at=now(), second_factor=True
        )
    client = app.test_client()
    with client.session_transaction() as cookie:
        cookie["_user_id"] = token
        cookie["_fresh"] = True
    client.account_id = account_id
    return client


def resident(app: Flask, role: Role | None) -> FlaskClient:
    """Return the browser of the sample city's first person with a role; a visitor without one."""
    from engage.samples.koriyama.data import data

    if role is None:
        return app.test_client()
    accounts = data("fictional/accounts")["accounts"]
    email = next(account["email"] for account in accounts if str(role) in account["roles"])
    return signed_in_client(app, role, email=email)
