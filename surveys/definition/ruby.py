"""Readings beside characters, as Aozora writes them: ｜郡山《こおりやま》 or 郡山《こおりやま》."""

import re
from collections.abc import Iterator

_MARKED = re.compile(
    r"(?:｜([^｜《》\n]{1,40})|([㐀-鿿々〆ヶ豈-﫿𠀀-𯿿]{1,20}))《([^《》\n]{1,60})》"
)


def pieces(text: str) -> Iterator[tuple[str, str]]:
    """Yield the text in pieces, each with its reading or ""."""
    end = 0
    for found in _MARKED.finditer(text):
        if found.start() > end:
            yield text[end : found.start()], ""
        yield found[1] or found[2], found[3]
        end = found.end()
    if end < len(text):
        yield text[end:], ""


def without_readings(text: str) -> str:
    """Return the text as it is written where no readings can stand."""
    return "".join(base for base, _reading in pieces(text))
