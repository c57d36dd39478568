"""What one answered state says to one variable; None when it was left open."""

from collections.abc import Callable
from typing import Any

from surveys.codebook.coding import Coding
from surveys.questions.base import State
from surveys.questions.rows import cell_of


def text_at(path: tuple[str, ...], state: State) -> Any:
    """Return a text at a place of the state; an empty one is none."""
    return cell_of(state, *path) or None


def has_text(read: Callable[[State], Any], state: State) -> int | None:
    """Return 1 when something was written."""
    return 1 if read(state) else None


def one_chosen(how: Coding, state: State) -> Any:
    """Return the code of the chosen option."""
    codes = state.get("codes")
    return how.codes.get(codes[0]) if codes else None


def one_at(how: Coding, path: tuple[str, ...], state: State) -> Any:
    """Return the code of what was chosen at a place of the state."""
    return how.codes.get(cell_of(state, *path))


def ticked(path: tuple[str, ...], code: str, state: State) -> int | None:
    """Return 1 or 0 for one box; None when no box of the question was ticked."""
    chosen = cell_of(state, *path)
    return None if not chosen else int(code in chosen)


def number_at(how: Coding, path: tuple[str, ...], state: State) -> Any:
    """Return a number at a place of the state; one that cannot be told from a code is invalid."""
    value = cell_of(state, *path)
    if not isinstance(value, int | float) or isinstance(value, bool):
        return None
    return value if value > how.missing["no-answer"] else how.missing["invalid"]  # type: ignore[operator]


def ranked(how: Coding, place: int, state: State) -> Any:
    """Return the code of the option on a place."""
    ranks = state.get("ranks") or []
    return how.codes.get(ranks[place - 1]) if len(ranks) >= place else None


def year_of(state: State) -> int | None:
    """Return the year."""
    date = state.get("date")
    return int(date[:4]) if date else None


def files_sent(state: State) -> int | None:
    """Return how many files came."""
    return len(state["files"]) if state.get("files") else None


def file_names(state: State) -> str | None:
    """Return what the files are called."""
    return "、".join(str(file["name"]) for file in state.get("files") or []) or None


def truth_of(state: State) -> int | None:
    """Return 1 or 0."""
    value = state.get("value")
    return None if value is None else int(bool(value))


def worked_out(state: State) -> str | None:
    """Return a computed text."""
    value = state.get("value")
    if isinstance(value, list):
        return "、".join(str(part) for part in value) or None
    return None if value is None else str(value) or None
