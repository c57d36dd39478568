"""The development mailbox: mail that was kept on this machine instead of being sent."""

import email
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.policy import default
from email.utils import parsedate_to_datetime
from pathlib import Path

NEWEST = 50


@dataclass(frozen=True)
class KeptMail:
    """One mail as the page shows it."""

    to: str
    subject: str
    at: datetime
    before: str
    link: str
    """The address of this site in the mail, without the host."""
    after: str


def kept_mail(folder: Path, base_url: str) -> list[KeptMail]:
    """Return the mails of the folder, the newest first."""
    files = sorted(folder.glob("*.eml"), key=lambda file: file.stat().st_mtime_ns, reverse=True)
    return [_read(file, base_url) for file in files[:NEWEST]]


def _read(file: Path, base_url: str) -> KeptMail:
    mail: EmailMessage = email.message_from_bytes(file.read_bytes(), policy=default)
    body = mail.get_body(("plain",))
    text = str(body.get_content()) if body is not None else ""
    lines = text.splitlines()
    at = next((i for i, line in enumerate(lines) if line.startswith(f"{base_url}/")), len(lines))
    return KeptMail(
        to=str(mail["To"]),
        subject=str(mail["Subject"]),
        at=parsedate_to_datetime(str(mail["Date"])),
        before="\n".join(lines[:at]),
        link=lines[at].removeprefix(base_url) if at < len(lines) else "",
        after="\n".join(lines[at + 1 :]),
    )
