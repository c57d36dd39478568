"""What the home page shows, as plain objects: the template chooses the words."""

from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from typing import Any

from engage.plan.thread import Page


@dataclass(frozen=True)
class OpenSurvey:
    """A survey that somebody can answer now."""

    code: str
    title: str
    closes_at: datetime
    question_count: int
    minutes: int | None
    asked_count: int
    is_fictional: bool


@dataclass(frozen=True)
class ComingMeeting:
    """The next meeting of the council."""

    code: str
    title: str
    channel: str
    starts_at: datetime
    first_topic: str
    topic_count: int
    is_fictional: bool


@dataclass(frozen=True)
class Voice:
    """One voice and what became of it."""

    words: str
    source: str
    at_text: str
    page: Page | None
    disposition: str
    reason: str
    line: str
    line_page: Page | None
    is_fictional: bool


@dataclass(frozen=True)
class Goal:
    """One line of the plan index: each tick is one project, true where the draft changes it."""

    number: str
    title: str
    page: Page | None
    ticks: tuple[bool, ...]


@dataclass(frozen=True)
class Policy:
    """A group of goals."""

    title: str
    items: tuple[Goal, ...]


@dataclass(frozen=True)
class PlanNow:
    """The plan as it stands, and what the draft would change."""

    title: str
    edition: str
    month: str
    policy_count: int
    goal_count: int
    project_count: int
    relisted_count: int
    changed_count: int
    draft: str
    draft_page: Page | None
    is_draft_fictional: bool
    policies: tuple[Policy, ...]


@dataclass(frozen=True)
class ResponseRate:
    """How many were asked in a past survey and how many answered."""

    code: str
    title: str
    done: int
    asked: int
    is_panel: bool
    since: date | None
    is_fictional: bool

    @property
    def share(self) -> Fraction:
        """The share of those asked who answered."""
        return Fraction(self.done, self.asked)


@dataclass(frozen=True)
class HomePage:
    """Everything on the home page; each part may be missing in a new installation."""

    surveys: tuple[OpenSurvey, ...] = ()
    meetings: tuple[ComingMeeting, ...] = ()
    thread: Any = None
    voices: tuple[Voice, ...] = ()
    voice_count: int = 0
    plan: PlanNow | None = None
    rates: tuple[ResponseRate, ...] = ()
