"""What keeps a version private, and what a decision needs: plain values in, reason codes out."""

from dataclasses import dataclass
from datetime import date

ACCEPTING = frozenset({"adopted", "partly"})
REFUSING = frozenset({"considering", "noted", "done", "declined"})
OUTCOMES = ("adopted", "partly", "considering", "noted", "done", "declined")


@dataclass(frozen=True)
class ItemFacts:
    """What the rules must know of a revision item."""

    code: str
    outcome: str | None
    active_citations: int
    opposing_citations: int
    says_no_evidence: bool
    explains: frozenset[str]
    """Codes of elements whose text or place it changes."""


@dataclass(frozen=True)
class Obstacle:
    """One reason why a version stays private, and what it is about."""

    code: str
    subject: str = ""


def publishing_obstacles(
    *, state: str, differing: list[str], items: list[ItemFacts]
) -> list[Obstacle]:
    """Return everything that keeps a draft from being published; none when it may go out.

    Each difference from the base needs an item; each item a decision with a reason (the database
    insists on the reason) and evidence, or the open statement that there is none.
    """
    if state != "draft":
        return [Obstacle("version-not-a-draft")]
    found = []
    if not items:
        found.append(Obstacle("version-has-no-items"))
    explained = frozenset().union(*(item.explains for item in items)) if items else frozenset()
    found += [
        Obstacle("difference-unexplained", code) for code in differing if code not in explained
    ]
    for item in items:
        found += [Obstacle(code, item.code) for code in item_obstacles(item, set(differing))]
    return found


def item_obstacles(item: ItemFacts, differing: set[str]) -> list[str]:
    """Return what an item still lacks before its version can be published."""
    found = []
    if item.outcome is None:
        found.append("item-undecided")
    if not item.active_citations and not item.says_no_evidence:
        found.append("item-without-evidence")
    changed = item.explains & differing
    if item.outcome in REFUSING and changed:
        found.append("item-refused-but-changes-text")
    if item.outcome in ACCEPTING and not changed:
        found.append("item-accepted-without-change")
    return found


def stands_against_evidence(item: ItemFacts) -> bool:
    """Whether an accepted item has only evidence that speaks against it."""
    return (
        item.outcome in ACCEPTING
        and item.opposing_citations > 0
        and item.opposing_citations == item.active_citations
    )


def decision_obstacles(
    *, outcome: str, reason: str, decided_on: date, until: date | None, today: date
) -> list[str]:
    """Return what a decision lacks."""
    found = []
    if outcome not in OUTCOMES:
        found.append("outcome-unknown")
    if not reason.strip():
        found.append("decision-without-reason")
    if decided_on > today:
        found.append("decision-in-the-future")
    if outcome == "considering" and until is None:
        found.append("considering-without-date")
    if until is not None and until < decided_on:
        found.append("until-before-decision")
    return found


def holds_projects(kind: str) -> bool:
    """Whether projects stand below an element of this kind."""
    return kind in {"goal", "support"}


def may_edit(state: str) -> bool:
    """Whether a version's text can still be changed."""
    return state == "draft"
