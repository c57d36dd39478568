"""The life of a meeting, and what it must have before people are called to it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

NEEDS_VENUE = {"in_person", "hybrid"}
NEEDS_LINK = {"online", "hybrid"}
IN_WRITING = "in_writing"
CHANGEABLE = {"draft", "convened"}
PUBLIC = {"convened", "live", "ended", "minutes", "closed", "cancelled"}
"""States in which citizens see the meeting."""
AGENDA_OPEN = {"draft", "convened", "live"}
"""States in which the agenda may still change."""
HAS_HAPPENED = {"ended", "minutes", "closed"}

TRANSITIONS: dict[str, dict[str, str]] = {
    "convene": {"draft": "convened"},
    "open": {"convened": "live"},
    "end": {"live": "ended"},
    "end-writing": {"convened": "ended"},
    "compile": {"ended": "minutes"},
    "publish": {"minutes": "closed"},
    "cancel": {"draft": "cancelled", "convened": "cancelled"},
}
"""For each step: the states that it may be taken from, and where it leads."""


def next_state(state: str, step: str) -> str | None:
    """Return where a step leads from a state, or None when it may not be taken."""
    return TRANSITIONS[step].get(state)


def steps_from(state: str, mode: str | None) -> list[str]:
    """Return the steps that may be taken now; a meeting in writing is never opened live."""
    wrong = {"open", "end"} if mode == IN_WRITING else {"end-writing"}
    return [step for step, leads in TRANSITIONS.items() if state in leads and step not in wrong]


@dataclass(frozen=True)
class Plan:
    """When and where a meeting is to be, as it was typed."""

    mode: str | None
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    venue: str = ""
    join_link: str = ""
    writing_opens_at: datetime | None = None
    writing_closes_at: datetime | None = None
    is_public: bool = True
    closed_reason: str = ""


Fault = tuple[str, str]
"""The form field to mend, and the reason code."""


def plan_faults(plan: Plan) -> list[Fault]:
    """Return what is missing or impossible for the mode, each with the field to mend."""
    found = _writing_faults(plan) if plan.mode == IN_WRITING else _clock_faults(plan)
    if plan.mode in NEEDS_VENUE and not plan.venue.strip():
        found.append(("venue", "meeting-needs-venue"))
    if plan.mode in NEEDS_LINK:
        found += _link_faults(plan.join_link)
    if not plan.is_public and not plan.closed_reason.strip():
        found.append(("closed_reason", "closed-meeting-needs-reason"))
    return found


def _clock_faults(plan: Plan) -> list[Fault]:
    if plan.starts_at is None:
        return [("starts_at", "meeting-needs-start")]
    if plan.ends_at is not None and plan.ends_at <= plan.starts_at:
        return [("ends_at", "meeting-ends-before-start")]
    return []


def _writing_faults(plan: Plan) -> list[Fault]:
    found: list[Fault] = []
    if plan.writing_opens_at is None:
        found.append(("writing_opens_at", "writing-needs-opening"))
    if plan.writing_closes_at is None:
        found.append(("writing_closes_at", "writing-needs-closing"))
    if not found and plan.writing_closes_at <= plan.writing_opens_at:  # type: ignore[operator]
        found.append(("writing_closes_at", "writing-closes-before-opening"))
    return found


def _link_faults(link: str) -> list[Fault]:
    if not link.strip():
        return [("join_link", "meeting-needs-link")]
    parts = urlsplit(link.strip())
    if parts.scheme != "https" or not parts.hostname:
        return [("join_link", "link-must-be-https")]
    return []


def convening_obstacles(plan: Plan, *, state: str, item_count: int, at: datetime) -> list[str]:
    """Return why members cannot be called to the meeting yet."""
    if next_state(state, "convene") is None:
        return ["meeting-already-convened"]
    found = [code for _field, code in plan_faults(plan)]
    if item_count == 0:
        found.append("meeting-needs-agenda")
    end = plan.writing_closes_at if plan.mode == IN_WRITING else plan.starts_at
    if end is not None and end <= at:
        found.append("meeting-lies-in-the-past")
    return found


def opening_obstacles(*, state: str, mode: str | None) -> list[str]:
    """Return why the meeting cannot begin."""
    if mode == IN_WRITING:
        return ["writing-meeting-has-no-live"]
    return [] if next_state(state, "open") else ["meeting-not-convened"]


def ending_obstacles(
    *, state: str, mode: str | None, writing_closes_at: datetime | None, at: datetime
) -> list[str]:
    """Return why the meeting cannot end; in writing it ends when its window has closed."""
    if mode != IN_WRITING:
        return [] if next_state(state, "end") else ["meeting-not-live"]
    if next_state(state, "end-writing") is None:
        return ["meeting-not-convened"]
    if writing_closes_at is not None and at < writing_closes_at:
        return ["writing-still-open"]
    return []


def phase(*, opened_at: datetime | None, ended_at: datetime | None, at: datetime) -> str:
    """Return whether something came before, during or after the meeting."""
    if opened_at is None or at < opened_at:
        return "after" if ended_at is not None and at >= ended_at else "before"
    return "during" if ended_at is None or at < ended_at else "after"


def item_times(
    starts_at: datetime | None, minutes: list[int | None]
) -> list[tuple[datetime, datetime] | None]:
    """Return the planned beginning and end of each item, as far as the minutes are known."""
    times: list[tuple[datetime, datetime] | None] = []
    begin = starts_at
    for length in minutes:
        if begin is None or length is None:
            begin = None
            times.append(None)
            continue
        end = begin + timedelta(minutes=length)
        times.append((begin, end))
        begin = end
    return times
