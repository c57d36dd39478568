"""The life of minutes: written, checked passage by passage, confirmed, published, never changed."""

from dataclasses import dataclass

EDITABLE = ("draft", "confirming")
MAX_BLOCK = 4_000

TRANSITIONS: dict[str, dict[str, str]] = {
    "ask": {"draft": "confirming"},
    "confirm": {"draft": "confirmed", "confirming": "confirmed"},
    "reopen": {"confirmed": "confirming"},
    "publish": {"confirmed": "published"},
}


@dataclass(frozen=True)
class BlockState:
    """What decides whether a passage is ready."""

    seq: int
    checked_seq: int | None
    is_left_out: bool = False
    quotes_closed_opinion: bool = False

    @property
    def is_checked(self) -> bool:
        """Whether somebody has checked the words as they stand now."""
        return self.checked_seq == self.seq


def steps_from(state: str) -> list[str]:
    """Return the steps that may be taken with the minutes."""
    return [step for step, leads in TRANSITIONS.items() if state in leads]


def confirming_obstacles(state: str, blocks: list[BlockState]) -> list[str]:
    """Return why the minutes cannot be confirmed as a whole."""
    if state == "published":
        return ["minutes-are-published"]
    if state not in TRANSITIONS["confirm"]:
        return ["minutes-already-confirmed"]
    shown = [block for block in blocks if not block.is_left_out]
    found = []
    if not shown:
        found.append("minutes-are-empty")
    if any(not block.is_checked for block in shown):
        found.append("minutes-have-unchecked-blocks")
    if any(block.quotes_closed_opinion for block in shown):
        found.append("minutes-quote-closed-opinion")
    return found


def publishing_obstacles(state: str, blocks: list[BlockState]) -> list[str]:
    """Return why the minutes cannot be published."""
    if state == "published":
        return ["minutes-are-published"]
    if state not in TRANSITIONS["publish"]:
        return ["minutes-not-confirmed"]
    closed = any(b.quotes_closed_opinion and not b.is_left_out for b in blocks)
    return ["minutes-quote-closed-opinion"] if closed else []


def editing_obstacles(state: str) -> list[str]:
    """Return why a passage cannot be changed."""
    if state in EDITABLE:
        return []
    return ["minutes-are-published" if state == "published" else "minutes-already-confirmed"]


def block_position(*, item_position: int, number: int) -> int:
    """Return the place of a passage: by item, then by number; passages can come later."""
    return item_position * 10_000 + number


ATTENDANCE_POSITION = 1
OUTCOME_NUMBER = 9_999
FIRST_NOTE_NUMBER = 8_000
"""Notes of the desk stand behind the opinions of their item, or before the first item."""
FIRST_POLL_NUMBER = 9_000
"""Votes stand behind the opinions of their item and before its outcome."""
