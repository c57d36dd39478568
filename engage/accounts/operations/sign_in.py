"""Signing in and out: the browser gets a token of 256 random bits, the database its keyed hash."""

from datetime import datetime, timedelta

from sqlalchemy import delete, or_, update
from sqlalchemy.orm import Session

from engage.accounts import rules
from engage.accounts.models import Account, SignInSession
from engage.core import audit
from engage.core.errors import Invalid, NotAllowed, NotFound
from engage.core.permissions import STAFF, Actor
from engage.core.secrets import keyed_hash, new_token

ENDED_KEPT = timedelta(days=1)
ANY_KEPT = timedelta(days=30)
"""How long rows stay in the table, before the person's next sign-in removes them."""


def session_id_of(token: str, *, key: bytes) -> str:
    """Return the id under which the database knows a browser's token."""
    return keyed_hash(key, "sign-in-session", token)


def actor_of(account: Account) -> Actor:
    """Return the person as the value that the rest of the program knows."""
    return Actor(id=account.id, name=account.name, roles=account.role_set)


def start_session(
    session: Session, *, account: Account, key: bytes, at: datetime, second_factor: bool = False
) -> str:
    """Sign a person in and return the new token; a browser never keeps an older one.

    Sign-ins of staff are audited. Those of monitors and delegates are not: the log would tell,
    minute by minute, who was there when an anonymous answer came.
    """
    if not account.is_open:
        raise NotAllowed("account-locked")
    _forget_ended(session, account.id, at=at)
    token = new_token()
    session.add(
        SignInSession(
            id=session_id_of(token, key=key),
            account_id=account.id,
            created_at=at,
            last_seen_at=at,
            second_factor_at=at if second_factor else None,
        )
    )
    if account.role_set & STAFF:
        audit.record(
            session,
            actor=actor_of(account),
            verb="account.signed-in",
            about=account,
            at=at,
            second_factor=second_factor,
        )
    session.flush()
    return token


def _forget_ended(session: Session, account_id: str, *, at: datetime) -> None:
    session.execute(
        delete(SignInSession).where(
            SignInSession.account_id == account_id,
            or_(
                SignInSession.revoked_at <= at - ENDED_KEPT,
                SignInSession.created_at <= at - ANY_KEPT,
            ),
        )
    )


def sign_in_with_password(
    session: Session,
    *,
    account_id: str,
    checked_hash: str,
    better_hash: str | None = None,
    key: bytes,
    at: datetime,
) -> str:
    """Sign in somebody whose password was just found to match `checked_hash`.

    The slow comparison happens before the transaction. If the password was changed between the
    two, the old one no longer counts.
    """
    account = session.get(Account, account_id)
    if account is None or account.password_hash != checked_hash:
        raise Invalid("sign-in-refused", field="password")
    if better_hash:
        account.password_hash = better_hash
    return start_session(session, account=account, key=key, at=at)


def sign_out(session: Session, *, token: str, key: bytes, at: datetime) -> None:
    """End the sign-in of this browser; the same token never works again."""
    _revoke(session, SignInSession.id == session_id_of(token, key=key), at=at)


def sign_out_of(session: Session, *, actor: Actor, session_id: str, at: datetime) -> None:
    """End one of one's own sign-ins, such as that of a lost phone."""
    row = session.get(SignInSession, session_id)
    if row is None or row.account_id != actor.id:
        raise NotFound("not-found")
    _revoke(session, SignInSession.id == session_id, at=at)


def sign_out_everywhere(session: Session, *, account_id: str | None, at: datetime) -> None:
    """End every sign-in of a person, this one included."""
    _revoke(session, SignInSession.account_id == account_id, at=at)


def sign_out_elsewhere(
    session: Session, *, account_id: str | None, keep: str | None, at: datetime
) -> None:
    """End every sign-in of a person but the one of this browser."""
    _revoke(
        session, SignInSession.account_id == account_id, SignInSession.id != (keep or ""), at=at
    )


def _revoke(session: Session, *which: object, at: datetime) -> None:
    session.execute(
        update(SignInSession)
        .where(*which, SignInSession.revoked_at.is_(None))  # type: ignore[arg-type]
        .values(revoked_at=at)
        .execution_options(synchronize_session="fetch")
    )


def note_seen(session: Session, *, session_id: str, at: datetime) -> None:
    """Note that a sign-in is in use; at most once in five minutes."""
    session.execute(
        update(SignInSession)
        .where(
            SignInSession.id == session_id,
            SignInSession.revoked_at.is_(None),
            SignInSession.last_seen_at <= at - rules.SEEN_EVERY,
        )
        .values(last_seen_at=at)
        .execution_options(synchronize_session=False)
    )


def change_password(
    session: Session,
    *,
    actor: Actor,
    checked_hash: str | None,
    new_hash: str,
    key: bytes,
    second_factor: bool,
    at: datetime,
) -> str:
    """Put a new password, end every sign-in, and return the token of a new one for this browser.

    `checked_hash` is the hash that the old password matched, or None when there was no password.
    """
    changed = session.execute(
        update(Account)
        .where(
            Account.id == actor.id,
            Account.password_hash == checked_hash
            if checked_hash
            else Account.password_hash.is_(None),
        )
        .values(password_hash=new_hash)
        .execution_options(synchronize_session="fetch")
    )
    if changed.rowcount != 1:  # type: ignore[attr-defined]
        raise Invalid("password-differs", field="current")
    account = session.get_one(Account, actor.id)
    sign_out_everywhere(session, account_id=actor.id, at=at)
    audit.record(session, actor=actor, verb="account.password-changed", about=account, at=at)
    return start_session(session, account=account, key=key, at=at, second_factor=second_factor)
