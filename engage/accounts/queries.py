"""What is shown and asked of accounts; nothing here writes."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from engage.accounts import rules
from engage.accounts.models import Account, AccountRole, ErasureRequest, SignInSession
from engage.core.audit import AuditEvent
from engage.core.permissions import Role

PER_PAGE = 50
AUDIT_READ = "audit.read"


@dataclass(frozen=True)
class SignedIn:
    """One sign-in with the person behind it, as every request needs it."""

    session_id: str
    account_id: str
    name: str
    roles: frozenset[Role]
    has_second_factor: bool
    second_factor_at: datetime | None
    created_at: datetime
    last_seen_at: datetime


def signed_in(session: Session, session_id: str) -> SignedIn | None:
    """Return the sign-in that is not revoked, of an account that is open: one query."""
    rows = session.execute(
        select(
            SignInSession.id,
            SignInSession.created_at,
            SignInSession.last_seen_at,
            SignInSession.second_factor_at,
            Account.id.label("account_id"),
            Account.name,
            Account.totp_confirmed_at,
            AccountRole.role,
        )
        .join(Account, Account.id == SignInSession.account_id)
        .outerjoin(AccountRole, AccountRole.account_id == Account.id)
        .where(
            SignInSession.id == session_id,
            SignInSession.revoked_at.is_(None),
            Account.locked_at.is_(None),
            Account.erased_at.is_(None),
        )
    ).all()
    if not rows:
        return None
    first = rows[0]
    return SignedIn(
        session_id=first.id,
        account_id=first.account_id,
        name=first.name,
        roles=frozenset(Role(row.role) for row in rows if row.role),
        has_second_factor=first.totp_confirmed_at is not None,
        second_factor_at=first.second_factor_at,
        created_at=first.created_at,
        last_seen_at=first.last_seen_at,
    )


def account(session: Session, account_id: str | None) -> Account | None:
    """Return one account by its id."""
    return session.get(Account, account_id) if account_id else None


def account_of_email(session: Session, email: str) -> Account | None:
    """Return the account of an address, however it is spelled."""
    return session.scalar(select(Account).where(Account.email_key == rules.email_key(email)))


@dataclass(frozen=True)
class AccountPage:
    """One page of the list of accounts."""

    accounts: list[Account]
    total: int
    number: int
    pages: int
    waiting: frozenset[str]
    """Ids of those who wish to be erased."""


def accounts(session: Session, *, words: str = "", number: int = 1) -> AccountPage:
    """Return accounts by name; those who wish to be erased come first."""
    found = select(Account).where(Account.erased_at.is_(None))
    if words:
        found = found.where(
            or_(
                Account.name.contains(words, autoescape=True),
                Account.email_key.contains(rules.email_key(words), autoescape=True),
            )
        )
    total = session.scalar(select(func.count()).select_from(found.subquery())) or 0
    pages = max(1, -(-total // PER_PAGE))
    number = min(max(1, number), pages)
    waiting = open_erasures(session)
    rows = session.scalars(
        found.order_by(Account.id.in_(waiting).desc(), Account.name, Account.id)
        .offset((number - 1) * PER_PAGE)
        .limit(PER_PAGE)
    ).all()
    return AccountPage(list(rows), total, number, pages, frozenset(waiting))


def all_accounts(session: Session) -> list[Account]:
    """Return every account that is not erased, oldest first, for the command line."""
    return list(
        session.scalars(select(Account).where(Account.erased_at.is_(None)).order_by(Account.id))
    )


def open_erasures(session: Session) -> list[str]:
    """Return the ids of those who wish to be erased, the longest waiting first."""
    return list(
        session.scalars(
            select(ErasureRequest.account_id)
            .where(ErasureRequest.done_at.is_(None), ErasureRequest.withdrawn_at.is_(None))
            .order_by(ErasureRequest.requested_at)
        )
    )


def erasure_of(session: Session, account_id: str | None) -> ErasureRequest | None:
    """Return the person's open wish to be erased."""
    return session.scalar(
        select(ErasureRequest).where(
            ErasureRequest.account_id == account_id,
            ErasureRequest.done_at.is_(None),
            ErasureRequest.withdrawn_at.is_(None),
        )
    )


def sign_ins(
    session: Session, account_id: str | None, *, created_after: datetime
) -> list[SignInSession]:
    """Return where a person is signed in, the newest first."""
    return list(
        session.scalars(
            select(SignInSession)
            .where(
                SignInSession.account_id == account_id,
                SignInSession.revoked_at.is_(None),
                SignInSession.created_at > created_after,
            )
            .order_by(SignInSession.last_seen_at.desc(), SignInSession.id)
        )
    )


def administrators(session: Session, *, lock: bool = False) -> list[str]:
    """Return the ids of the administrators who may sign in; `lock` holds them until the end."""
    statement = (
        select(AccountRole.account_id)
        .join(Account, Account.id == AccountRole.account_id)
        .where(
            AccountRole.role == str(Role.ADMINISTRATOR),
            Account.locked_at.is_(None),
            Account.erased_at.is_(None),
        )
        .order_by(AccountRole.account_id)
    )
    return list(session.scalars(statement.with_for_update() if lock else statement))


def has_opened_audit(session: Session, actor_id: str | None, *, at: datetime) -> bool:
    """Whether this person noted, within the last minutes, that they are reading the log."""
    found = session.scalar(
        select(AuditEvent.seq)
        .where(
            AuditEvent.actor_id == actor_id,
            AuditEvent.verb == AUDIT_READ,
            AuditEvent.at > at - rules.AUDIT_STAYS_OPEN,
        )
        .limit(1)
    )
    return found is not None


@dataclass(frozen=True)
class AuditPage:
    """Some entries of the log, the newest first, and where the older ones begin."""

    events: list[AuditEvent]
    older: int | None


def audit_page(session: Session, *, before: int | None = None) -> AuditPage:
    """Return the newest entries, or those before a number."""
    statement = select(AuditEvent).order_by(AuditEvent.seq.desc()).limit(PER_PAGE + 1)
    if before is not None:
        statement = statement.where(AuditEvent.seq < before)
    events = list(session.scalars(statement))
    older = events[PER_PAGE - 1].seq if len(events) > PER_PAGE else None
    return AuditPage(events[:PER_PAGE], older)
