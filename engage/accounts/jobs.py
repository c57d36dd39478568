"""Mail that waits: the secret in it is made when the mail is built, so no job ever holds one."""

from collections.abc import Callable
from typing import Any

from sqlalchemy.orm import Session

from engage.accounts import emails, operations, queries
from engage.accounts.models import Account
from engage.accounts.operations.links import INVITATION, SIGN_IN
from engage.core.clock import now
from engage.core.config import Settings
from engage.core.jobs import JobContext
from engage.core.mail import Message, send_once

Letter = Callable[[Account, str, Settings], Message]


def mail_sign_in_link(context: JobContext, payload: dict[str, Any]) -> None:
    """Send the link that lets a person in; nothing for an address that nobody has."""
    _mail(context, payload, purpose=SIGN_IN, letter=emails.sign_in_link)


def mail_invitation(context: JobContext, payload: dict[str, Any]) -> None:
    """Send the link with which a person chooses their password."""
    _mail(context, payload, purpose=INVITATION, letter=emails.invitation)


def _mail(context: JobContext, payload: dict[str, Any], *, purpose: str, letter: Letter) -> None:
    account_id = payload["account_id"]
    if account_id is None:
        return

    def build(session: Session) -> Message | None:
        account = queries.account(session, account_id)
        if account is None or not account.is_open:
            return None
        key = context.settings.key
        token = operations.issue_link(
            session, account_id=account.id, purpose=purpose, key=key, at=now()
        )
        return letter(account, token, context.settings)

    send_once(
        context,
        purpose=f"accounts.{purpose}:{context.job_id}",
        recipient=account_id,
        build=build,
    )
