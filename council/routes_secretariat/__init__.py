"""What the secretariat does with meetings, and what departments answer to opinions."""

from council.routes_secretariat import (
    agenda,
    meetings,
    members,
    minutes,
    polls,
    responses,
    running,
    speaking,
    transcripts,
)
from council.routes_secretariat.blueprint import blueprint

__all__ = [
    "agenda",
    "blueprint",
    "meetings",
    "members",
    "minutes",
    "polls",
    "responses",
    "running",
    "speaking",
    "transcripts",
]
