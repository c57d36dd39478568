"""The code from the person's phone (TOTP, RFC 6238), and codes on paper for a lost phone."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime

import pyotp
from sqlalchemy import delete, or_, update
from sqlalchemy.orm import Session

from engage.accounts import sealing
from engage.accounts.models import Account, RecoveryCode
from engage.accounts.operations.sign_in import sign_out_everywhere, start_session
from engage.core import audit
from engage.core.errors import Conflict, Invalid, NotFound
from engage.core.permissions import Actor
from engage.core.secrets import keyed_hash, new_code, normalise_code

STEP = 30
_CODE = re.compile(r"[0-9]{6}")
DRIFT = 1
"""A phone may be one step slow or fast."""
RECOVERY_CODES = 8
RECOVERY_LENGTH = 12


@dataclass(frozen=True)
class Prepared:
    """A second factor that waits to be confirmed: what the phone and the paper must carry."""

    secret: str
    recovery_codes: tuple[str, ...]

    def address(self, *, name: str, issuer: str) -> str:
        """Return what the QR code says to the phone."""
        return pyotp.TOTP(self.secret).provisioning_uri(name=name, issuer_name=issuer)


def start_second_factor(
    session: Session, *, account_id: str | None, key: bytes, at: datetime
) -> None:
    """Prepare a secret and recovery codes; sealed, and shown until the first code confirms them."""
    prepared = {
        "secret": pyotp.random_base32(),
        "recovery": [new_code(RECOVERY_LENGTH) for _ in range(RECOVERY_CODES)],
        "at": at.isoformat(),
    }
    changed = session.execute(
        update(Account)
        .where(Account.id == account_id, Account.totp_confirmed_at.is_(None))
        .values(totp_sealed=sealing.seal(key, account_id or "", prepared), totp_last_step=None)
        .execution_options(synchronize_session="fetch")
    )
    if changed.rowcount != 1:  # type: ignore[attr-defined]
        raise Conflict("second-factor-exists")


def prepared_second_factor(account: Account, *, key: bytes) -> Prepared | None:
    """Return what is to be shown while a second factor waits to be confirmed."""
    if account.totp_sealed is None or account.totp_confirmed_at is not None:
        return None
    try:
        kept = sealing.unseal(key, account.id, account.totp_sealed)
    except sealing.Unreadable:
        return None
    return Prepared(kept["secret"], tuple(kept["recovery"]))


def confirm_second_factor(
    session: Session, *, account_id: str | None, code: str, key: bytes, at: datetime
) -> str:
    """Take the first code from the phone; all sign-ins end, and this browser gets a new one."""
    account = _account(session, account_id)
    prepared = prepared_second_factor(account, key=key)
    if prepared is None:
        raise Conflict("second-factor-not-started")
    step = _matching_step(prepared.secret, code, at=at)
    if step is None:
        raise Invalid("second-factor-wrong", field="code")
    account.totp_sealed = sealing.seal(key, account.id, {"secret": prepared.secret})
    account.totp_confirmed_at = at
    account.totp_last_step = step
    session.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account.id))
    session.add_all(
        RecoveryCode(account_id=account.id, code_hash=_recovery_hash(account.id, paper, key))
        for paper in prepared.recovery_codes
    )
    return _complete(session, account, verb="account.second-factor-set", key=key, at=at)


def check_second_factor(
    session: Session, *, account_id: str | None, code: str, key: bytes, at: datetime
) -> str:
    """Take a code at sign-in: from the phone, once each half minute, or from the paper, once."""
    account = _account(session, account_id)
    if account.totp_sealed is None or account.totp_confirmed_at is None:
        raise Conflict("second-factor-not-started")
    _use_code(session, account, code, key=key, at=at)
    return start_session(session, account=account, key=key, at=at, second_factor=True)


def renew_second_factor(
    session: Session, *, account_id: str | None, code: str, key: bytes, at: datetime
) -> str:
    """Move to another phone: a code of the old one (or of the paper) opens a new preparation.

    The token that comes back has no second factor yet.
    """
    account = _account(session, account_id)
    if account.totp_confirmed_at is None:
        raise Conflict("second-factor-not-started")
    _use_code(session, account, code, key=key, at=at)
    reset_second_factor(session, account=account, actor=_themselves(account), at=at)
    start_second_factor(session, account_id=account.id, key=key, at=at)
    return start_session(session, account=account, key=key, at=at)


def reset_second_factor(session: Session, *, account: Account, actor: Actor, at: datetime) -> None:
    """Forget a person's phone and paper, so that they can set up new ones; sign-ins end."""
    if account.totp_sealed is None:
        return
    account.totp_sealed = None
    account.totp_confirmed_at = None
    account.totp_last_step = None
    session.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account.id))
    sign_out_everywhere(session, account_id=account.id, at=at)
    audit.record(session, actor=actor, verb="account.second-factor-reset", about=account, at=at)


def _complete(session: Session, account: Account, *, verb: str, key: bytes, at: datetime) -> str:
    sign_out_everywhere(session, account_id=account.id, at=at)
    audit.record(session, actor=_themselves(account), verb=verb, about=account, at=at)
    return start_session(session, account=account, key=key, at=at, second_factor=True)


def _account(session: Session, account_id: str | None) -> Account:
    account = session.get(Account, account_id) if account_id else None
    if account is None:
        raise NotFound("not-found")
    return account


def _themselves(account: Account) -> Actor:
    return Actor(id=account.id, name=account.name, roles=account.role_set)


def _matching_step(secret: str, code: str, *, at: datetime) -> int | None:
    """Return the half minute whose code this is, looking one step back and one ahead."""
    typed = "".join(unicodedata.normalize("NFKC", code[:40]).split())
    if not _CODE.fullmatch(typed):
        return None
    totp, present = pyotp.TOTP(secret), int(at.timestamp()) // STEP
    for step in range(present - DRIFT, present + DRIFT + 1):
        if pyotp.utils.strings_equal(totp.generate_otp(step), typed):
            return step
    return None


def _use_code(session: Session, account: Account, code: str, *, key: bytes, at: datetime) -> None:
    if _use_step(session, account, code, key=key, at=at):
        return
    if not _use_recovery_code(session, account, code, key=key, at=at):
        raise Invalid("second-factor-wrong", field="code")
    actor = _themselves(account)
    audit.record(session, actor=actor, verb="account.recovery-code-used", about=account, at=at)


def _use_step(session: Session, account: Account, code: str, *, key: bytes, at: datetime) -> bool:
    """Use up the half minute of a code: one UPDATE, so that a replay finds it used."""
    secret = sealing.unseal(key, account.id, account.totp_sealed or "")["secret"]
    step = _matching_step(secret, code, at=at)
    if step is None:
        return False
    used = session.execute(
        update(Account)
        .where(
            Account.id == account.id,
            or_(Account.totp_last_step.is_(None), Account.totp_last_step < step),
        )
        .values(totp_last_step=step)
        .execution_options(synchronize_session="fetch")
    )
    return used.rowcount == 1  # type: ignore[attr-defined]


def _recovery_hash(account_id: str, code: str, key: bytes) -> str:
    return keyed_hash(key, f"recovery-code:{account_id}", code)


def _use_recovery_code(
    session: Session, account: Account, code: str, *, key: bytes, at: datetime
) -> bool:
    typed = normalise_code(code)
    if typed is None or len(typed) != RECOVERY_LENGTH:
        return False
    used = session.execute(
        update(RecoveryCode)
        .where(
            RecoveryCode.account_id == account.id,
            RecoveryCode.code_hash == _recovery_hash(account.id, typed, key),
            RecoveryCode.used_at.is_(None),
        )
        .values(used_at=at)
        .execution_options(synchronize_session=False)
    )
    return used.rowcount == 1  # type: ignore[attr-defined]
