"""Passwords: hashed with argon2id, checked in the same time whether the person exists or not."""

import unicodedata
from functools import cache

from argon2 import PasswordHasher, Type
from argon2.exceptions import InvalidHashError, VerificationError

MEMORY_KIB = 19 * 1024
ROUNDS = 2

_hasher = PasswordHasher(time_cost=ROUNDS, memory_cost=MEMORY_KIB, parallelism=1, type=Type.ID)


def _normal(password: str) -> str:
    """Give the same text for the same password typed on different keyboards."""
    return unicodedata.normalize("NFKC", password)


def hashed(password: str) -> str:
    """Return what the database keeps of a password. Slow by design: call it outside of writes."""
    return _hasher.hash(_normal(password))


@cache
def _nobodys_hash() -> str:
    return _hasher.hash("nobody has this password")


def matches(kept: str | None, password: str) -> bool:
    """Whether the password is the one that was kept; takes its time also when none was kept."""
    try:
        right = _hasher.verify(kept or _nobodys_hash(), _normal(password))
    except (VerificationError, InvalidHashError):
        return False
    return right and kept is not None


def is_outdated(kept: str) -> bool:
    """Whether a kept hash is weaker than today's and should be made again."""
    return _hasher.check_needs_rehash(kept)
