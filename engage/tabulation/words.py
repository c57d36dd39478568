"""The sentence of what is wrong with a file."""

from engage.core.messages import SENTENCES as CORE
from engage.tabulation.messages import SENTENCES
from engage.tabulation.reading import Unreadable


def sentence_of(error: Unreadable) -> str:
    """Return what is wrong in the reader's language; in Japanese on a command line."""
    text = str((CORE | SENTENCES).get(error.code, error.code))
    return text % error.values if error.values else text
