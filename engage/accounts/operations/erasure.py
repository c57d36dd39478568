"""Leaving: a person asks, an administrator erases; what the person did stays, without them."""

from datetime import datetime

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from engage.accounts import queries, rules
from engage.accounts.models import (
    Account,
    ErasureRequest,
    OneTimeLink,
    RecoveryCode,
    SignInSession,
)
from engage.core import audit
from engage.core.errors import Conflict, NotFound
from engage.core.permissions import Actor

ERASED_NAME = "（消去ずみ）"


def request_erasure(session: Session, *, actor: Actor, at: datetime) -> ErasureRequest:
    """Ask to be erased; asking twice is one wish."""
    if actor.id is None:
        raise NotFound("not-found")
    wish = queries.erasure_of(session, actor.id)
    if wish is None:
        wish = ErasureRequest(account_id=actor.id, requested_at=at)
        session.add(wish)
        session.flush()
        about = ("account", actor.id)
        audit.record(session, actor=actor, verb="account.erasure-requested", about=about, at=at)
    return wish


def withdraw_erasure(session: Session, *, actor: Actor, at: datetime) -> None:
    """Take the wish back, as long as nobody has acted on it."""
    taken = session.execute(
        update(ErasureRequest)
        .where(
            ErasureRequest.account_id == actor.id,
            ErasureRequest.done_at.is_(None),
            ErasureRequest.withdrawn_at.is_(None),
        )
        .values(withdrawn_at=at)
        .execution_options(synchronize_session="fetch")
    )
    if taken.rowcount:  # type: ignore[attr-defined]
        about = ("account", actor.id)
        audit.record(session, actor=actor, verb="account.erasure-withdrawn", about=about, at=at)


def erase_account(session: Session, *, account: Account, actor: Actor, at: datetime) -> None:
    """Forget who a person is: address, name, proofs, roles, sign-ins. The audit log stays whole."""
    if account.erased_at is not None:
        return
    if account.id == actor.id:
        raise Conflict("account-is-yours")
    administrators = queries.administrators(session, lock=True)
    if rules.leaves_no_administrator(administrators=administrators, account_id=account.id):
        raise Conflict("last-administrator")
    for table in (SignInSession, OneTimeLink, RecoveryCode):
        session.execute(delete(table).where(table.account_id == account.id))
    account.name = ERASED_NAME
    account.email = account.email_key = account.password_hash = None
    account.totp_sealed = account.totp_confirmed_at = account.totp_last_step = None
    account.roles = []
    account.erased_at = at
    wish = queries.erasure_of(session, account.id)
    if wish is not None:
        wish.done_at, wish.done_by = at, actor.id
    audit.record(session, actor=actor, verb="account.erased", about=account, at=at)
