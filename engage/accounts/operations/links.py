"""Links in mail: made when the mail is built, kept only as a keyed hash, good once."""

from datetime import datetime, timedelta

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from engage.accounts import queries, rules
from engage.accounts.models import Account, OneTimeLink
from engage.accounts.operations.sign_in import sign_out_everywhere, start_session
from engage.core import audit, jobs
from engage.core.errors import Conflict, Invalid
from engage.core.permissions import Actor
from engage.core.secrets import keyed_hash, new_code, normalise_code

SIGN_IN = "sign-in"
INVITATION = "invitation"
MAIL_SIGN_IN_LINK = "accounts.mail-sign-in-link"
MAIL_INVITATION = "accounts.mail-invitation"

TOKEN_LENGTH = 53
"""Fifty-two characters of five random bits each (260) and one that checks them."""


def request_sign_in_link(session: Session, *, email: str, at: datetime) -> None:
    """Ask for a link by mail. The same is written for an unknown address: nobody can tell."""
    account = queries.account_of_email(session, email)
    known = account.id if account is not None and account.is_open else None
    jobs.enqueue(session, kind=MAIL_SIGN_IN_LINK, payload={"account_id": known}, at=at)
    session.flush()


def invite(session: Session, *, account: Account, actor: Actor, at: datetime) -> None:
    """Send a person the mail with which they choose their password; older invitations end."""
    if not account.is_open:
        raise Conflict("account-locked")
    jobs.enqueue(session, kind=MAIL_INVITATION, payload={"account_id": account.id}, at=at)
    audit.record(session, actor=actor, verb="account.invited", about=account, at=at)


def issue_link(session: Session, *, account_id: str, purpose: str, key: bytes, at: datetime) -> str:
    """Make a token for a mail that is being built; every older link of this kind is dead."""
    session.execute(
        delete(OneTimeLink).where(
            OneTimeLink.account_id == account_id, OneTimeLink.purpose == purpose
        )
    )
    token = new_code(TOKEN_LENGTH)
    lasts: timedelta = rules.SIGN_IN_LINK_LASTS if purpose == SIGN_IN else rules.INVITATION_LASTS
    session.add(
        OneTimeLink(
            token_hash=_hash(token, purpose, key),
            purpose=purpose,
            account_id=account_id,
            created_at=at,
            expires_at=at + lasts,
        )
    )
    session.flush()
    return token


def sign_in_with_link(session: Session, *, token: str, key: bytes, at: datetime) -> str:
    """Let in the person to whom the link was mailed; return the token for their browser."""
    account = _use(session, token=token, purpose=SIGN_IN, key=key, at=at)
    return start_session(session, account=account, key=key, at=at)


def accept_invitation(
    session: Session, *, token: str, password: str, new_hash: str, key: bytes, at: datetime
) -> Account:
    """Put the password that the invited person chose; they then sign in with it."""
    account = _use(session, token=token, purpose=INVITATION, key=key, at=at)
    faults = rules.password_faults(password, email=account.email or "", name=account.name)
    if faults:
        raise Invalid(faults[0], field="password", least=rules.MIN_PASSWORD)
    account.password_hash = new_hash
    sign_out_everywhere(session, account_id=account.id, at=at)
    audit.record(
        session,
        actor=Actor(id=account.id, name=account.name, roles=account.role_set),
        verb="account.invitation-accepted",
        about=account,
        at=at,
    )
    return account


def _hash(token: str, purpose: str, key: bytes) -> str:
    return keyed_hash(key, f"one-time-link:{purpose}", token)


def _use(session: Session, *, token: str, purpose: str, key: bytes, at: datetime) -> Account:
    """Use a link up: one UPDATE decides, so two clicks at once cannot both win."""
    code = normalise_code(token) or ""
    account_id = session.scalar(
        update(OneTimeLink)
        .where(
            OneTimeLink.token_hash == _hash(code, purpose, key),
            OneTimeLink.purpose == purpose,
            OneTimeLink.used_at.is_(None),
            OneTimeLink.expires_at > at,
        )
        .values(used_at=at)
        .returning(OneTimeLink.account_id)
        .execution_options(synchronize_session=False)
    )
    account = queries.account(session, account_id)
    if account is None or not account.is_open:
        raise Invalid("link-unusable", field="code")
    return account
