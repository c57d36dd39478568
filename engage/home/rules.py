"""Where a visitor may be sent back to, and which wishes the site can fulfil."""

import re

SIZES = {"standard": "", "large": "large", "xlarge": "xlarge"}
"""What a text-size link asks for → what the cookie holds."""

_LOCAL = re.compile(r"/(?![/\\])[!-~]*")
HOME = "/"


def safe_next(address: str) -> str:
    """Return the address if it is a page of this site, else the home page.

    A second slash or any backslash would let a browser leave for another host.
    """
    if "\\" in address or not _LOCAL.fullmatch(address):
        return HOME
    return address
