"""Mail: one message per person and purpose, sent by a job, never inside a transaction."""

import re
import smtplib
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urlsplit

from sqlalchemy import CheckConstraint, String, UniqueConstraint, and_, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, Session, mapped_column

from engage.core import clock
from engage.core.config import Settings
from engage.core.db import Base, Id, UtcTime
from engage.core.errors import Invalid
from engage.core.ids import new_id
from engage.core.jobs import JobContext

SENDING = timedelta(minutes=5)
_LINE_BREAK = re.compile(r"[\r\n\0]")


@dataclass(frozen=True)
class CalendarPart:
    """An event that a mail program puts into the reader's calendar."""

    method: str
    content: str


@dataclass(frozen=True)
class Message:
    """A plain-text mail to one person, perhaps with an event for the calendar."""

    to: str
    subject: str
    text: str
    calendar: CalendarPart | None = None

    def __post_init__(self) -> None:
        """Refuse line breaks in headers: they would let a name add recipients."""
        if _LINE_BREAK.search(self.to) or _LINE_BREAK.search(self.subject):
            raise Invalid("mail-header-line-break")


class Mailer(Protocol):
    """Something that carries a message away."""

    def send(self, message: Message, *, message_id: str) -> None:
        """Send, or raise so that the job is tried again."""


class MailDelivery(Base):
    """The one row of one purpose and one person; the text is never stored."""

    __tablename__ = "mail_delivery"
    __table_args__ = (
        UniqueConstraint("purpose", "recipient", name="once_per_person_and_purpose"),
        CheckConstraint("state IN ('sending', 'sent')", name="state"),
    )

    id: Mapped[Id]
    purpose: Mapped[str] = mapped_column(String(200))
    recipient: Mapped[str] = mapped_column(String(36))
    state: Mapped[str] = mapped_column(String(10))
    claimed_until: Mapped[datetime | None] = mapped_column(UtcTime)


def send_once(
    context: JobContext,
    *,
    purpose: str,
    recipient: str,
    build: Callable[[Session], Message | None],
) -> bool:
    """Send one mail per purpose and person; True when this call sent it.

    A worker killed between sending and noting it sends again with the same Message-ID.
    `build` runs in a transaction and may make a one-time code; None means nothing to send.
    """
    at = clock.now()

    def claim(session: Session) -> tuple[str, Message | None] | None:
        row = session.scalar(
            select(MailDelivery).where(
                MailDelivery.purpose == purpose, MailDelivery.recipient == recipient
            )
        )
        if row is None:
            row = MailDelivery(
                id=new_id(),
                purpose=purpose,
                recipient=recipient,
                state="sending",
                claimed_until=at + SENDING,
            )
            session.add(row)
            session.flush()
        else:
            free = or_(MailDelivery.claimed_until.is_(None), MailDelivery.claimed_until <= at)
            taken = session.execute(
                update(MailDelivery)
                .where(and_(MailDelivery.id == row.id, MailDelivery.state == "sending", free))
                .values(claimed_until=at + SENDING)
            )
            if taken.rowcount != 1:  # type: ignore[attr-defined]
                return None
        return row.id, build(session)

    try:
        claimed = context.database.run_tx(claim)
    except IntegrityError:
        return False
    if claimed is None:
        return False
    delivery_id, message = claimed
    try:
        if message is not None:
            context.mailer.send(message, message_id=f"<{delivery_id}@engage>")
    except Exception:
        _note(context, delivery_id, state="sending")
        raise
    _note(context, delivery_id, state="sent")
    return message is not None


def _note(context: JobContext, delivery_id: str, *, state: str) -> None:
    context.database.run_tx(
        lambda session: session.execute(
            update(MailDelivery)
            .where(MailDelivery.id == delivery_id)
            .values(state=state, claimed_until=None)
        )
    )


def as_email(message: Message, *, sender: str, message_id: str, at: datetime) -> EmailMessage:
    """Return the message as it goes over the wire."""
    email = EmailMessage()
    email["From"] = sender
    email["To"] = message.to
    email["Subject"] = message.subject
    email["Date"] = format_datetime(at)
    email["Message-ID"] = message_id
    email["Auto-Submitted"] = "auto-generated"
    email.set_content(message.text)
    if message.calendar is not None:
        part = message.calendar
        email.add_alternative(part.content, subtype="calendar", params={"method": part.method})
    return email


class SmtpMailer:
    """Sends over `smtp://user:password@host:port` (STARTTLS when offered) or `smtps://…`."""

    def __init__(self, url: str, sender: str) -> None:
        """Keep the address; each send opens its own connection."""
        self._url = urlsplit(url)
        self._sender = sender

    def send(self, message: Message, *, message_id: str) -> None:
        """Hand the message to the mail server; raises what smtplib raises."""
        email = as_email(message, sender=self._sender, message_id=message_id, at=clock.now())
        with self._connect() as server:
            if self._url.username:
                server.login(unquote(self._url.username), unquote(self._url.password or ""))
            server.send_message(email)

    def _connect(self) -> smtplib.SMTP:
        host, tls = self._url.hostname or "localhost", ssl.create_default_context()
        if self._url.scheme == "smtps":
            return smtplib.SMTP_SSL(host, self._url.port or 465, timeout=30, context=tls)
        server = smtplib.SMTP(host, self._url.port or 25, timeout=30)
        server.ehlo()
        if server.has_extn("starttls"):
            server.starttls(context=tls)
            server.ehlo()
        return server


class MailboxMailer:
    """Keeps mail in a folder of this machine, for development: a page shows it."""

    def __init__(self, folder: Path, sender: str) -> None:
        """Use `folder`; it is made when the first mail comes."""
        self._folder = folder
        self._sender = sender

    def send(self, message: Message, *, message_id: str) -> None:
        """Write one .eml file; the same Message-ID overwrites itself."""
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        name = re.sub(r"[^0-9a-zA-Z-]", "", message_id)
        email = as_email(message, sender=self._sender, message_id=message_id, at=clock.now())
        part = self._folder / f".{name}.part"
        part.write_bytes(bytes(email))
        part.replace(self._folder / f"{name}.eml")


def make_mailer(settings: Settings) -> Mailer:
    """Return the mailer that the settings ask for."""
    if settings.smtp_url:
        return SmtpMailer(settings.smtp_url, settings.mail_from)
    return MailboxMailer(settings.data_dir / "mailbox", settings.mail_from)
