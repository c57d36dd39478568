"""What administrators do with accounts: make, give roles, lock and open again."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from engage.accounts import queries, rules
from engage.accounts.models import Account, AccountRole
from engage.accounts.operations.sign_in import sign_out_everywhere
from engage.core import audit
from engage.core.errors import Conflict, Invalid
from engage.core.permissions import Actor, Role


def create_account(
    session: Session,
    *,
    email: str,
    name: str,
    roles: Iterable[Role],
    actor: Actor,
    at: datetime,
    password_hash: str | None = None,
    is_fictional: bool = False,
) -> Account:
    """Make an account for a person; one address has one account."""
    if not rules.is_email(email):
        raise Invalid("email-unusable", field="email")
    if not name.strip():
        raise Invalid("name-missing", field="name")
    if queries.account_of_email(session, email):
        raise Invalid("email-taken", field="email")
    chosen = sorted({str(Role(role)) for role in roles})
    if not chosen:
        raise Invalid("roles-missing", field="roles")
    account = Account(
        email=email.strip(),
        email_key=rules.email_key(email),
        name=name.strip(),
        password_hash=password_hash,
        is_fictional=is_fictional,
        created_at=at,
        roles=[AccountRole(role=role) for role in chosen],
    )
    try:
        with session.begin_nested():
            session.add(account)
    except IntegrityError as error:  # somebody else took the address in this very moment
        raise Invalid("email-taken", field="email") from error
    audit.record(session, actor=actor, verb="account.created", about=account, at=at, roles=chosen)
    return account


def set_roles(
    session: Session, *, account: Account, roles: Iterable[Role], actor: Actor, at: datetime
) -> None:
    """Say anew what a person is to the city; their sign-ins end, so that old rights do too."""
    chosen = {str(Role(role)) for role in roles}
    before = {str(role) for role in account.role_set}
    if not chosen:
        raise Invalid("roles-missing", field="roles")
    if chosen == before:
        return
    if str(Role.ADMINISTRATOR) in before - chosen:
        _keep_an_administrator(session, account)
    account.roles = [
        *(row for row in account.roles if row.role in chosen),
        *(AccountRole(role=role) for role in sorted(chosen - before)),
    ]
    sign_out_everywhere(session, account_id=account.id, at=at)
    audit.record(
        session,
        actor=actor,
        verb="account.roles-set",
        about=account,
        at=at,
        before=sorted(before),
        after=sorted(chosen),
    )


def lock(session: Session, *, account: Account, actor: Actor, at: datetime) -> None:
    """Keep a person out until unlocked; every sign-in of theirs ends now."""
    if account.locked_at is not None or account.erased_at is not None:
        return
    if account.id == actor.id:
        raise Conflict("account-is-yours")
    _keep_an_administrator(session, account)
    account.locked_at = at
    sign_out_everywhere(session, account_id=account.id, at=at)
    audit.record(session, actor=actor, verb="account.locked", about=account, at=at)


def unlock(session: Session, *, account: Account, actor: Actor, at: datetime) -> None:
    """Let a locked person in again."""
    if account.locked_at is None:
        return
    account.locked_at = None
    audit.record(session, actor=actor, verb="account.unlocked", about=account, at=at)


def _keep_an_administrator(session: Session, account: Account) -> None:
    """Refuse to take the last administrator away; two who try it at once wait for each other."""
    present = queries.administrators(session, lock=True)
    if rules.leaves_no_administrator(administrators=present, account_id=account.id):
        raise Conflict("last-administrator")
