"""Drafts that the server cannot read from the database alone.

The key follows from a secret that only the writer's browser, letter or mail holds. Texts are
filled up to whole steps of length, so that the length tells little of what was written.
"""

import json
import secrets
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from engage.core.digest import canonical_json

KEY_BYTES, NONCE_BYTES, STEP = 32, 12, 2048


def key_from(secret: str, *, salt: bytes, about: str) -> bytes:
    """Return the key that a secret opens."""
    kdf = HKDF(SHA256(), KEY_BYTES, salt=salt, info=b"engage draft\0" + about.encode())
    return kdf.derive(secret.encode())


def seal(value: Any, *, key: bytes, about: str) -> bytes:
    """Encrypt a plain value; `about` says where it belongs, and it opens nowhere else."""
    plain = canonical_json(value).encode()
    plain += b" " * (-len(plain) % STEP)
    nonce = secrets.token_bytes(NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, plain, about.encode())


def unseal(sealed: bytes, *, key: bytes, about: str) -> Any:
    """Decrypt; None when the key is another's or somebody changed the text."""
    try:
        plain = AESGCM(key).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], about.encode())
    except (InvalidTag, ValueError):
        return None
    return json.loads(plain)
