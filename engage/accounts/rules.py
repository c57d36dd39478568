"""What is allowed with accounts: plain values in, a yes, a no or a list of reasons out."""

import re
import unicodedata
from collections.abc import Collection
from datetime import datetime, timedelta
from ipaddress import ip_address, ip_network

from email_validator import EmailNotValidError, validate_email

from engage.core.permissions import STAFF, Role

MIN_PASSWORD = 12
MAX_PASSWORD = 128
MIN_VARIETY = 5

SIGN_IN_LINK_LASTS = timedelta(minutes=15)
INVITATION_LASTS = timedelta(days=14)
FIRST_STEP_LASTS = timedelta(minutes=15)
"""How long a browser may wait between the first and the second factor."""
AUDIT_STAYS_OPEN = timedelta(minutes=15)
SEEN_EVERY = timedelta(minutes=5)

HOME = "/"
_LOCAL = re.compile(r"/(?![/\\])[!-~]*")

COMMON_PASSWORDS = frozenset(
    """123456789012 1234567890123 12345678901234 123456789abc 1234567890abc 1234567890ab
    password1234 password12345 password123456 passwordpassword password2026 p@ssw0rd1234
    passw0rd1234 qwertyuiop12 qwertyuiop123 qwerty123456 qwertyuiopasdf asdfghjkl123
    1qaz2wsx3edc 1qaz2wsx3edc4rfv zaq12wsxcde3 q1w2e3r4t5y6 abcdefghijkl abcdefgh1234
    abcd12345678 abc123abc123 administrator admin1234567 admin123456789 letmein12345
    welcome12345 iloveyou1234 sunshine1234 changeme1234 koriyama1234 koriyama2026
    koriyamacity fukushima1234 fukushima2026 sakura123456 momotaro1234 doraemon1234
    pokemon12345 arigatou1234 konnichiwa123 engage123456 engageengage""".split()  # noqa: SIM905 - a list of words reads best as words
)
"""Passwords that everyone tries first, at or above the shortest length."""


def email_key(email: str) -> str:
    """Return the one spelling under which an address is found: width and case do not matter."""
    return unicodedata.normalize("NFKC", email).strip().casefold()


def is_email(email: str) -> bool:
    """Whether mail could be sent to this address, judged by its form alone."""
    try:
        validate_email(
            unicodedata.normalize("NFKC", email).strip(),
            check_deliverability=False,
            allow_smtputf8=False,
            test_environment=True,
        )
    except EmailNotValidError:
        return False
    return True


def password_faults(password: str, *, email: str, name: str) -> list[str]:
    """Return why a password must not be used; an empty list when it may."""
    normal = unicodedata.normalize("NFKC", password)
    if len(normal) < MIN_PASSWORD:
        return ["password-too-short"]
    if len(normal) > MAX_PASSWORD:
        return ["password-too-long"]
    folded = normal.casefold()
    if folded in COMMON_PASSWORDS or len(set(folded)) < MIN_VARIETY:
        return ["password-too-common"]
    own = [email_key(email), email_key(email).partition("@")[0], name.casefold()]
    if any(word and folded.replace(word, "").strip("0123456789") == "" for word in own):
        return ["password-like-you"]
    return []


def safe_next(address: str | None) -> str:
    """Return the address when it is a page of this site, else the home page.

    A second slash or any backslash would let a browser leave for another host.
    """
    if not address or "\\" in address or not _LOCAL.fullmatch(address):
        return HOME
    return address


def network_of(address: str | None) -> str:
    """Return the neighbourhood of a network address: /24, or /48 of the longer kind."""
    try:
        ip = ip_address(address or "")
    except ValueError:
        return "unknown"
    mapped = getattr(ip, "ipv4_mapped", None)
    ip = mapped or ip
    prefix = 24 if ip.version == 4 else 48
    return str(ip_network(f"{ip}/{prefix}", strict=False))


def needs_second_factor(
    *, roles: Collection[Role], has_second_factor: bool, staff_must: bool
) -> bool:
    """Whether a sign-in is complete only after the code from the person's phone."""
    return has_second_factor or (staff_must and not STAFF.isdisjoint(roles))


def is_too_old(
    *,
    created_at: datetime,
    seen_at: datetime,
    at: datetime,
    idle: timedelta,
    longest: timedelta,
) -> bool:
    """Whether a sign-in has ended by itself: unused for too long, or simply too long."""
    return at >= created_at + longest or at >= seen_at + idle


def leaves_no_administrator(*, administrators: Collection[str], account_id: str) -> bool:
    """Whether the city would have no administrator if this account stopped being one."""
    return set(administrators) == {account_id}
