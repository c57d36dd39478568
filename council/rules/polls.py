"""What may be asked by a poll, what a vote may say, and what all votes together say."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from council.rules.meetings import IN_WRITING
from engage.stats.voting import schulze, transferable_vote

KINDS = ("sense", "approval", "score", "dot", "ranked")
STATES = ("draft", "open", "closed", "withdrawn")
SENSES = ("agree", "worried", "against", "undecided")
"""A sense check asks how things stand; it decides nothing."""
MAX_OPTIONS, MAX_OPTION, MAX_SCORE, MAX_DOTS = 20, 100, 10, 20

TRANSITIONS: dict[str, dict[str, str]] = {
    "open": {"draft": "open"},
    "close": {"open": "closed"},
    "withdraw": {"draft": "withdrawn", "open": "withdrawn"},
}

Marks = Mapping[str, int]
"""What one vote says: option → place, points or 1. Empty: the seat abstains."""


@dataclass(frozen=True)
class Question:
    """What decides which votes are possible; options are the codes of what can be chosen."""

    kind: str
    options: tuple[str, ...]
    most: int | None = None
    """Highest score, number of dots, or how many may be approved; None where nothing limits."""
    seats: int = 1
    """How many are to be found by a ranked vote."""


def steps_from(state: str) -> list[str]:
    """Return the steps that may be taken with a poll."""
    return [step for step, leads in TRANSITIONS.items() if state in leads]


def question_faults(question: Question) -> list[tuple[str, str]]:
    """Return what is wrong with a poll before it is stored: the field and the reason code."""
    found = []
    if question.kind != "sense" and not 2 <= len(question.options) <= MAX_OPTIONS:
        found.append(("options", "poll-needs-options"))
    if len(set(question.options)) != len(question.options):
        found.append(("options", "poll-option-stands-twice"))
    highest = {"score": MAX_SCORE, "dot": MAX_DOTS, "approval": len(question.options)}
    most = highest.get(question.kind)
    if question.kind in ("score", "dot") and question.most is None:
        found.append(("most", "poll-needs-limit"))
    elif most is not None and question.most is not None and not 1 <= question.most <= most:
        found.append(("most", "poll-limit-impossible"))
    if question.kind == "ranked" and not 1 <= question.seats < max(2, len(question.options)):
        found.append(("seats", "poll-seats-impossible"))
    return found


def opening_obstacles(*, state: str, meeting_state: str, mode: str | None) -> list[str]:
    """Return why a poll cannot begin: it belongs to a running meeting, or to one in writing."""
    if state not in TRANSITIONS["open"]:
        return ["poll-not-draft"]
    if meeting_state == "live" or (mode == IN_WRITING and meeting_state == "convened"):
        return []
    return ["meeting-not-live"]


def marks_faults(question: Question, marks: Marks) -> list[str]:
    """Return why a vote says something impossible; an empty vote abstains and is always right."""
    if not set(marks) <= set(question.options):
        return ["vote-names-unknown-option"]
    values = list(marks.values())
    if question.kind in ("sense", "approval"):
        if any(value != 1 for value in values):
            return ["vote-impossible"]
        if question.kind == "sense" and len(values) > 1:
            return ["vote-names-several"]
        return ["vote-names-too-many"] if question.most and len(values) > question.most else []
    if question.kind == "ranked":
        return [] if sorted(values) == list(range(1, len(values) + 1)) else ["vote-places-unclear"]
    if any(not 0 <= value <= (question.most or 0) for value in values):
        return ["vote-out-of-range"]
    too_many = question.kind == "dot" and sum(values) > (question.most or 0)
    return ["vote-spends-too-many-dots"] if too_many else []


def tally(question: Question, votes: Sequence[Marks], *, entitled: int) -> dict[str, Any]:
    """Return what all votes say, as plain data that can be sealed; the order of votes is no input.

    `entitled` is the number of seats that could vote. Ties are listed in `tied`, never broken.
    """
    given = [dict(marks) for marks in votes if marks]
    found: dict[str, Any] = {
        "kind": question.kind,
        "entitled": entitled,
        "voted": len(votes),
        "abstained": len(votes) - len(given),
    }
    if question.kind == "ranked":
        return found | _ranked(question, given)
    lines = [_line(question.kind, option, given) for option in question.options]
    best = max((line["points"] for line in lines), default=0)
    first = [line["option"] for line in lines if line["points"] == best and best > 0]
    found["lines"] = lines
    if question.kind != "sense":
        found |= {"winners": first if len(first) == 1 else [], "tied": first[1:] and first}
    return found


def _line(kind: str, option: str, given: list[dict[str, int]]) -> dict[str, Any]:
    values = [marks[option] for marks in given if option in marks]
    line: dict[str, Any] = {"option": option, "points": sum(values), "n": len(values)}
    if kind == "score":
        line["spread"] = [values.count(value) for value in range(max(values, default=0) + 1)]
    return line


def _ranked(question: Question, given: list[dict[str, int]]) -> dict[str, Any]:
    orders = [tuple(sorted(marks, key=marks.__getitem__)) for marks in given]
    counted = transferable_vote(question.options, orders, question.seats)
    pairs = schulze(question.options, orders)
    if counted is None or pairs is None:
        return {"rounds": [], "winners": [], "tied": [], "tiers": [], "pairs": []}
    return {
        "quota": counted.quota,
        "rounds": [
            {
                "votes": {option: str(held) for option, held in each.votes.items()},
                "exhausted": str(each.exhausted),
                "elected": list(each.elected),
                "put_out": list(each.put_out),
            }
            for each in counted.rounds
        ],
        "winners": list(counted.elected),
        "tied": list(counted.tied),
        "tiers": [list(tier) for tier in pairs.tiers],
        "pairs": [[a, b, count] for (a, b), count in pairs.preferred.items()],
    }
