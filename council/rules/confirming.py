"""How an organisation stands to the minutes; silence until the deadline is agreement."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

MAX_REQUEST = 1_000
CONFIRMED, DEEMED, WAITING, ASKS, OBJECTS = (
    "confirmed",
    "deemed",
    "waiting",
    "asks-change",
    "objects",
)
SETTLEMENTS = ("done", "declined")


@dataclass(frozen=True)
class Said:
    """What an organisation said: whether it confirmed, and its requests."""

    has_confirmed: bool = False
    open_changes: int = 0
    objections: int = 0
    """Objections to the whole that were not met: open, or declined."""


def standing(said: Said, confirm_by: date | None, today: date) -> str:
    """Return how an organisation stands; it may confirm after its requests were settled."""
    if said.objections:
        return OBJECTS
    if said.open_changes:
        return ASKS
    if said.has_confirmed:
        return CONFIRMED
    return DEEMED if confirm_by is not None and today > confirm_by else WAITING


def answering_obstacles(state: str, confirm_by: date | None, today: date) -> list[str]:
    """Return why an organisation cannot answer now; the last day counts whole."""
    if state != "confirming":
        return ["minutes-not-asked" if state == "draft" else "minutes-already-confirmed"]
    if confirm_by is not None and today > confirm_by:
        return ["confirmation-is-over"]
    return []


def approving_obstacles(state: str, standings: Sequence[str], open_requests: int) -> list[str]:
    """Return why the secretariat cannot end the confirmation."""
    if state != "confirming":
        return []
    found = []
    if open_requests:
        found.append("minutes-have-open-requests")
    if WAITING in standings:
        found.append("organisations-still-answering")
    return found
