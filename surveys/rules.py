"""Whether one may answer, publish, close, release: plain values in, reason codes out."""

from datetime import datetime
from enum import StrEnum


class Phase(StrEnum):
    """Where a survey stands at a moment."""

    DRAFT = "draft"
    UPCOMING = "upcoming"
    OPEN = "open"
    FINISHED = "finished"


def phase(*, state: str, opens_at: datetime, closes_at: datetime, at: datetime) -> Phase:
    """Return where a survey stands; open is from the opening up to, not including, the closing."""
    if state == "draft":
        return Phase.DRAFT
    if state == "closed" or at >= closes_at:
        return Phase.FINISHED
    return Phase.OPEN if at >= opens_at else Phase.UPCOMING


_CLOSED_TO_ANSWERS = {
    Phase.DRAFT: "survey-not-public",
    Phase.UPCOMING: "survey-not-open-yet",
    Phase.FINISHED: "survey-closed",
}


def answering_obstacles(now: Phase, *, used: bool) -> list[str]:
    """Return why a person cannot answer at this moment."""
    found = [_CLOSED_TO_ANSWERS[now]] if now in _CLOSED_TO_ANSWERS else []
    return ["already-answered", *found] if used else found


def publishing_obstacles(
    *,
    state: str,
    has_questionnaire: bool,
    closes_at: datetime,
    at: datetime,
    is_anonymous: bool = False,
    asks_for_files: bool = False,
) -> list[str]:
    """Return why a survey cannot be published.

    A file can tell who sent it, by what is on it or when it came: anonymous surveys ask for none.
    """
    found = []
    if state != "draft":
        found.append("survey-already-published")
    if not has_questionnaire:
        found.append("survey-has-no-questionnaire")
    if closes_at <= at:
        found.append("survey-closes-in-the-past")
    if is_anonymous and asks_for_files:
        found.append("anonymous-survey-asks-for-files")
    return found


def date_obstacles(
    *,
    now: Phase,
    opens_at: datetime,
    new_opens_at: datetime,
    new_closes_at: datetime,
    at: datetime,
) -> list[str]:
    """Return why the dates cannot be changed to these."""
    found = []
    if new_closes_at <= new_opens_at:
        found.append("survey-closes-before-opening")
    if now is not Phase.DRAFT and new_closes_at <= at:
        found.append("survey-closes-in-the-past")
    if now in {Phase.OPEN, Phase.FINISHED} and new_opens_at != opens_at:
        found.append("survey-opening-is-past")
    return found


def releasing_obstacles(now: Phase, *, is_released: bool) -> list[str]:
    """Return why results cannot be made public."""
    if is_released:
        return ["results-already-released"]
    if now is Phase.DRAFT:
        return ["survey-not-published"]
    return [] if now is Phase.FINISHED else ["survey-still-running"]


def is_member(*, member_from: int, member_to: int | None, fiscal_year: int) -> bool:
    """Whether somebody is a monitor in a fiscal year."""
    return member_from <= fiscal_year and (member_to is None or fiscal_year <= member_to)


def export_obstacles(now: Phase, *, mode: str, answers: int, waiting: int) -> list[str]:
    """Return why answers cannot be taken away one by one.

    Two files from one running survey differ by the answers of those who answered in between; so
    only a survey that says names anyway gives its answers out while it runs.
    """
    found = []
    if mode != "named" and now is not Phase.FINISHED:
        found.append("answers-not-while-open")
    elif waiting:
        found.append("answers-still-mixed")
    if not answers:
        found.append("no-answers-yet")
    return found
