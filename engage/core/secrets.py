"""Codes that people type, and how the database keeps them without knowing them."""

import hashlib
import hmac
import re
import secrets as _random
import unicodedata

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's 32 characters: no I, L, O, U."""

_LOOKALIKES = str.maketrans({"O": "0", "I": "1", "L": "1"})
_SEPARATORS = re.compile(r"[\s\-‐-―−ーｰ_・.]+")


def keyed_hash(key: bytes, purpose: str, secret: str) -> str:
    """Return the HMAC-SHA-256 of a secret as 64 hex digits; each purpose has its own."""
    return hmac.new(key, f"{purpose}\0{secret}".encode(), hashlib.sha256).hexdigest()


def new_token() -> str:
    """Return 256 random bits as text for links in mail."""
    return _random.token_urlsafe(32)


def code_from(value: int, length: int) -> str:
    """Write a number as `length` Crockford characters, the last being a check character."""
    body = "".join(ALPHABET[(value >> (5 * i)) & 31] for i in range(length - 1))
    return body + check_character(body)


def new_code(length: int = 16) -> str:
    """Return a random code whose last character checks the others (16: 75 random bits)."""
    return code_from(_random.randbits(5 * (length - 1)), length)


def check_character(body: str) -> str:
    """Return the character that shows every single mistyped character and most swaps.

    Each position has an odd weight, so any one changed character changes the sum modulo 32.
    """
    total = sum((2 * i + 1) * ALPHABET.index(c) for i, c in enumerate(body))
    return ALPHABET[total % 32]


def normalise_code(typed: str) -> str | None:
    """Read a code the way a person may type it; None when it cannot be one.

    Width, case, spaces, every kind of dash and the look-alikes O, I, L are forgiven.
    """
    text = _SEPARATORS.sub("", unicodedata.normalize("NFKC", typed[:100])).upper()
    text = text.translate(_LOOKALIKES)
    if len(text) < 2 or any(c not in ALPHABET for c in text):
        return None
    return text if check_character(text[:-1]) == text[-1] else None


def grouped(code: str, size: int = 4) -> str:
    """Return a code in groups that can be read aloud: K7M2-49QX."""
    return "-".join(code[i : i + size] for i in range(0, len(code), size))
