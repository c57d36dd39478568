"""Work for later: tell staff once that a version is out."""

from functools import partial
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from engage.accounts.models import Account, AccountRole
from engage.core.jobs import Handlers, JobContext
from engage.core.mail import Message, send_once
from engage.core.permissions import Role
from engage.plan import emails, queries
from engage.plan.models import PlanVersion
from engage.plan.operations.publishing import PUBLISHED

TOLD = (Role.PLANNER, Role.SECRETARIAT, Role.HEADQUARTERS)


def register(handlers: Handlers) -> None:
    """Offer the handlers of this feature."""
    handlers.add(PUBLISHED, tell_staff)


def tell_staff(context: JobContext, payload: dict[str, Any]) -> None:
    """Send one mail per member of staff whose work the new version touches."""
    version_id = payload["version_id"]
    with context.database.reading() as session:
        recipients = list(session.scalars(_recipients()))
    for account_id in recipients:
        send_once(
            context,
            purpose=f"{PUBLISHED}:{version_id}",
            recipient=account_id,
            build=partial(_message, context, version_id, account_id),
        )


def _recipients() -> Any:
    return (
        select(Account.id)
        .join(AccountRole, AccountRole.account_id == Account.id)
        .where(AccountRole.role.in_([str(role) for role in TOLD]))
        .where(Account.locked_at.is_(None), Account.erased_at.is_(None))
        .distinct()
        .order_by(Account.id)
    )


def _message(
    context: JobContext, version_id: str, account_id: str, session: Session
) -> Message | None:
    version, account = session.get(PlanVersion, version_id), session.get(Account, account_id)
    if version is None or account is None or not account.email:
        return None
    return emails.version_published(
        to=account.email,
        name=account.name,
        plan=version.plan,
        version=version,
        items=len(queries.items_of(session, version)),
        settings=context.settings,
    )
