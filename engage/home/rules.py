"""Where a visitor may be sent back to, and which wishes the site can fulfil."""

import re

SIZES = {"standard": "", "large": "large", "xlarge": "xlarge"}
"""What a text-size link asks for → what the cookie holds."""

_LOCAL = re.compile(r"/(?![/\\])[!-~]*")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}")
HOME = "/"


def is_language_tag(text: str) -> bool:
    """Whether a text can be the tag of a language, such as ja, ja-easy or vi."""
    return _LANGUAGE.fullmatch(text) is not None


def safe_next(address: str) -> str:
    """Return the address if it is a page of this site, else the home page.

    A second slash or any backslash would let a browser leave for another host.
    """
    if "\\" in address or not _LOCAL.fullmatch(address):
        return HOME
    return address
