"""Ids are made by the application, so that any database and any machine can make them."""

import secrets
import time
from uuid import UUID

_RANDOM_BITS = 74


def new_id() -> str:
    """Return a UUIDv7 as text: sorted by the time of its making, unique without asking anyone."""
    millis = time.time_ns() // 1_000_000
    noise = secrets.randbits(_RANDOM_BITS)
    value = (millis & (1 << 48) - 1) << 80
    value |= 0x7 << 76 | (noise >> 62) << 64
    value |= 0b10 << 62 | noise & (1 << 62) - 1
    return str(UUID(int=value))


def random_id() -> str:
    """Return 128 random bits as 32 hex digits: tells nothing about when the row was made."""
    return secrets.token_hex(16)
