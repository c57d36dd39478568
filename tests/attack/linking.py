"""Clues into guesses: everything that can be sorted is sorted, everything that is equal joined."""

import math
import random
from collections import defaultdict
from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from typing import Any

Clues = dict[str, dict[str, Any]]
"""Name of a clue → person or answer → what the clue says of it."""


@dataclass
class Evidence:
    """What the attacker found: clues about people, clues about answers, and direct meetings."""

    people: Clues = field(default_factory=dict)
    answers: Clues = field(default_factory=dict)
    meetings: dict[str, list[tuple[set[str], set[str]]]] = field(default_factory=dict)
    """Kind of place → people and answers that were found together in each such place."""

    def met(self, kind: str, people: set[str], answers: set[str]) -> None:
        """Note that people and answers were found in one place."""
        self.meetings.setdefault(kind, [])
        if people and answers:
            self.meetings[kind].append((people, answers))


@dataclass(frozen=True)
class Guess:
    """One way of linking, and whom it takes each answer to be from."""

    how: str
    person_of: Mapping[str, str]

    def right(self, truth: Mapping[str, str]) -> int:
        """Return how many answers were linked with their person."""
        return sum(truth.get(answer) == person for answer, person in self.person_of.items())


def guesses(evidence: Evidence, seed: int = 1) -> list[Guess]:
    """Try every pair of clues, in both directions and as equal values, and every meeting."""
    chance = random.Random(seed)
    found = []
    for who, people in evidence.people.items():
        for what, answers in evidence.answers.items():
            ordered = _sorted(people, chance)
            found += [
                Guess(
                    f"{who} → {what}", dict(zip(_sorted(answers, chance), ordered, strict=False))
                ),
                Guess(
                    f"{who} → {what}, reversed",
                    dict(zip(_sorted(answers, chance), reversed(ordered), strict=False)),
                ),
                Guess(f"{who} = {what}", _equal(people, answers, chance)),
            ]
    found += [Guess(kind, _together(places, chance)) for kind, places in evidence.meetings.items()]
    return found


def bound(people: int, attempts: int, doubt: float = 0.001) -> int:
    """Return how many right links chance alone exceeds in no attempt, but for this doubt.

    The number of right links of a blind matching is that of the fixed points of a random
    permutation; the doubt is shared among all attempts.
    """
    share = doubt / attempts
    most = 0
    while sum(_exactly(k, people) for k in range(most + 1, people + 1)) > share:
        most += 1
    return most


def _exactly(k: int, people: int) -> float:
    rest = people - k
    return sum((-1) ** i / math.factorial(i) for i in range(rest + 1)) / math.factorial(k)


def _sorted(clue: dict[str, Any], chance: random.Random) -> list[str]:
    names = sorted(clue)
    chance.shuffle(names)  # so that equal values fall as they may
    return sorted(names, key=lambda name: clue[name])


def _equal(
    people: dict[str, Any], answers: dict[str, Any], chance: random.Random
) -> dict[str, str]:
    groups: dict[Hashable, list[str]] = defaultdict(list)
    for person in sorted(people):
        groups[people[person]].append(person)
    for group in groups.values():
        chance.shuffle(group)
    return {answer: groups[value].pop() for answer, value in answers.items() if groups.get(value)}


def _together(places: list[tuple[set[str], set[str]]], chance: random.Random) -> dict[str, str]:
    """Take each answer to be from whom it met most often; in a crowd a meeting says less."""
    votes: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for people, answers in places:
        for answer in answers:
            for person in people:
                votes[answer][person] += 1 / len(people) / len(answers)
    return {
        answer: max(sorted(seen), key=lambda person: (seen[person], chance.random()))
        for answer, seen in votes.items()
    }
