"""What the steps of loading hand to each other."""

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.orm import Session

from council.models import Opinion
from engage.core.permissions import Actor
from engage.plan.evidence import EvidenceRegistry
from engage.plan.models import PlanElement


@dataclass
class City:
    """One loading of the sample city: the session, the moment, and what the steps have made."""

    session: Session
    at: datetime
    registry: EvidenceRegistry
    people: dict[str, Actor] = field(default_factory=dict)
    """Code of a demo account → who acts."""
    elements: dict[str, PlanElement] = field(default_factory=dict)
    """Code of a plan element → the row."""
    opinions: dict[str, Opinion] = field(default_factory=dict)
    """Code of an opinion → the row."""

    def actor(self, code: str) -> Actor:
        """Return a demo account as an actor."""
        return self.people[code]
