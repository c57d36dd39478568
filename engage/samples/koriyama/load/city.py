"""What the steps of loading hand to each other."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from engage.core.permissions import Actor


@dataclass
class City:
    """One loading of the sample city: the session, the moment, and what the steps have made."""

    session: Session
    at: datetime
    registry: Any
    people: dict[str, Actor] = field(default_factory=dict)
    """Code of a demo account → who acts."""
    plan: Any = None
    current: Any = None
    """The published version that holds now."""
    elements: dict[str, Any] = field(default_factory=dict)
    """Code of a plan element → the row."""
    surveys: dict[str, Any] = field(default_factory=dict)
    """Code of a survey → the row."""
    opinions: dict[str, Any] = field(default_factory=dict)
    """Code of an opinion → the row."""

    def actor(self, code: str) -> Actor:
        """Return a demo account as an actor."""
        return self.people[code]
