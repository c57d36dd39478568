"""The numbers that a respondent holds, and how the database keeps each without knowing it.

code      on the letter or in the mail; opens the survey once    stored: HMAC, in participation
resume    reopens the draft on another device                    stored: HMAC, in draft
secret    the code, or a number of its own after signing in:
          finds and opens a sealed draft                         stored: HMAC, in sealed_draft
nonce     128 random bits of the page that sends                 stored: nowhere
receipt   follows from the nonce, so that a retry shows the same stored: HMAC, in response
leaf      what the public list shows of an answer                stored as it is, in response

Nothing in the database leads from participation to receipt.
"""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from engage.core.digest import digest
from engage.core.ids import random_id
from engage.core.secrets import code_from, keyed_hash, new_code
from surveys.sealing import key_from

CODE_LENGTH = 16
RESUME_LENGTH = 8
RECEIPT_LENGTH = 28
_NONCE = re.compile(r"[0-9a-f]{32}\Z")


@dataclass(frozen=True)
class Sealed:
    """Where a sealed draft lies, and what opens it."""

    lookup: str
    key: bytes = field(repr=False)


def new_survey_code() -> str:
    """Return a fresh code for a letter or mail: 75 random bits and a check character."""
    return new_code(CODE_LENGTH)


def code_hmac(key: bytes, code: str) -> str:
    """Return what the database keeps of a code."""
    return keyed_hash(key, "survey-code", code)


def resume_number(key: bytes, survey_id: str, monitor_id: str) -> str:
    """Return the number that reopens a draft; always the same, so that every page can show it."""
    return _number(keyed_hash(key, "survey-resume", f"{survey_id}\0{monitor_id}"), RESUME_LENGTH)


def resume_hmac(key: bytes, number: str) -> str:
    """Return what the database keeps of a resume number."""
    return keyed_hash(key, "survey-resume-kept", number)


def sealed_by(key: bytes, survey_id: str, secret: str) -> Sealed:
    """Return where the draft of a secret's holder lies, and what opens it."""
    whole = f"{survey_id}\0{secret}"
    return Sealed(keyed_hash(key, "survey-draft", whole), key_from(secret, salt=key, about=whole))


def own_secret(key: bytes, survey_id: str, monitor_id: str) -> str:
    """Return the secret for changing one's named answer: whoever has the seat needs no other."""
    return keyed_hash(key, "survey-named-change", f"{survey_id}\0{monitor_id}")


def new_nonce() -> str:
    """Return 128 random bits for the page from which answers are sent."""
    return random_id()


def is_nonce(text: str) -> bool:
    """Whether a text can be a nonce that we made."""
    return _NONCE.match(text) is not None


def new_seed() -> str:
    """Return a fresh number from which random orders follow; it tells nothing of anybody."""
    return random_id()[:12]


def receipt_of(key: bytes, nonce: str) -> str:
    """Return the receipt number of the answers sent with this nonce: 135 bits and a check."""
    return _number(keyed_hash(key, "survey-receipt", nonce), RECEIPT_LENGTH)


def receipt_hash(key: bytes, receipt: str) -> str:
    """Return what the database keeps of a receipt number."""
    return keyed_hash(key, "survey-receipt-kept", receipt)


def leaf(receipt: str, document: Any) -> str:
    """Return what the public list shows of an answer; anyone can compute it, without our key."""
    return _sha256(f"leaf|{receipt}|{digest(document)}")


def root_of(leaves: Iterable[str]) -> str:
    """Return the Merkle root of a list of leaves in sorted order; 64 zeros for none.

    Neighbours are joined pair by pair; one that is left over goes up as it is.
    """
    level = sorted(leaves)
    while len(level) > 1:
        pairs = zip(level[::2], level[1::2], strict=False)
        left_over = level[-1:] if len(level) % 2 else []
        level = [_sha256(f"node|{a}|{b}") for a, b in pairs] + left_over
    return level[0] if level else "0" * 64


def stop_number(key: bytes, wish_id: str) -> str:
    """Return the number with which a wish to be told is taken back."""
    return wish_id + keyed_hash(key, "survey-notice-stop", wish_id)[:32]


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _number(hexadecimal: str, length: int) -> str:
    return code_from(int(hexadecimal, 16), length)
