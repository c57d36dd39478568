"""The numbers that a respondent holds, and how the database keeps each without knowing it.

code      on the letter or in the mail; opens the survey once    stored: HMAC, in participation
resume    reopens the draft on another device                    stored: HMAC, in draft
nonce     128 random bits of the page that sends                 stored: HMAC, in participation
receipt   follows from the nonce, so that a retry shows the same stored: HMAC, in response

The nonce is never stored, so nothing in the database leads from participation to receipt.
"""

import re

from engage.core.ids import random_id
from engage.core.secrets import code_from, keyed_hash, new_code

CODE_LENGTH = 16
RESUME_LENGTH = 8
RECEIPT_LENGTH = 16
_NONCE = re.compile(r"[0-9a-f]{32}\Z")


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


def new_nonce() -> str:
    """Return 128 random bits for the page from which answers are sent."""
    return random_id()


def is_nonce(text: str) -> bool:
    """Whether a text can be a nonce that we made."""
    return _NONCE.match(text) is not None


def new_seed() -> str:
    """Return a fresh number from which random orders follow; it tells nothing of anybody."""
    return random_id()[:12]


def nonce_hash(key: bytes, nonce: str) -> str:
    """Return what the database keeps of a nonce."""
    return keyed_hash(key, "survey-nonce", nonce)


def receipt_of(key: bytes, nonce: str) -> str:
    """Return the receipt number of the answers sent with this nonce."""
    return _number(keyed_hash(key, "survey-receipt", nonce), RECEIPT_LENGTH)


def receipt_hash(key: bytes, receipt: str) -> str:
    """Return what the database keeps of a receipt number."""
    return keyed_hash(key, "survey-receipt-kept", receipt)


def _number(hexadecimal: str, length: int) -> str:
    return code_from(int(hexadecimal, 16), length)
