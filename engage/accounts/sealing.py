"""Encrypts the little that must be read again: secrets of second factors, tied to their account."""

import base64
import json
import os
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_NONCE = 12


class Unreadable(ValueError):
    """The sealed text was changed, belongs to another account, or the server's secret is new."""


def _cipher(key: bytes) -> AESGCM:
    kdf = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"engage second factor")
    return AESGCM(kdf.derive(key))


def seal(key: bytes, about: str, value: Any) -> str:
    """Encrypt a plain value so that it can be read only with the same key and `about`."""
    nonce = os.urandom(_NONCE)
    text = json.dumps(value, separators=(",", ":")).encode()
    sealed = _cipher(key).encrypt(nonce, text, about.encode())
    return base64.b64encode(nonce + sealed).decode()


def unseal(key: bytes, about: str, sealed: str) -> Any:
    """Read a sealed value; raises Unreadable when it is not what was sealed."""
    try:
        raw = base64.b64decode(sealed, validate=True)
        text = _cipher(key).decrypt(raw[:_NONCE], raw[_NONCE:], about.encode())
    except (InvalidTag, ValueError) as error:
        raise Unreadable(about) from error
    return json.loads(text)
