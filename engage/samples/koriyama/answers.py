"""The invented answers to dx-2021, the same ones at every load.

The main question is dealt out by exact counts: 143 and 111 people chose the second and third
option, as the report's 43.9 % and 34.0 % demand. No whole number of 326 people makes the report's
67.6 %; 220 (67.485 %) lies nearer to it than 221 (67.791 %), so 220 people chose the first.
Every other number is made up.
"""

import random
from collections.abc import Iterable, Mapping
from typing import Any

from engage.samples.koriyama.data import data
from engage.samples.koriyama.panel import Member, members

Answer = str | int | dict[str, Any] | list[Any] | None
"""A choice, choices, a number, rows with their points, or a text; None where nothing was said."""

Chance = random.Random

LIMIT = 3
OTHER = "98"
GENERATIONS = dict.fromkeys("123", "young") | dict.fromkeys("45", "middle")
"""Age band → how the weights of answers are grouped; everybody else is old."""
PROCEDURE_ELSEWHERE = {"1", "2", "4"}
AT_THE_COUNTER = "1"
READS_WEBSITE = "2"


def answers() -> list[tuple[Member, dict[str, Answer]]]:
    """Return who answered and what, keyed by question code; questions not shown are missing."""
    spec = data("fictional/answers")
    chance = Chance(spec["seed"])
    people = [member for member in members() if member.answered]
    chosen = _main_question(people, spec, chance)
    return [(member, _document(member, chosen[member.code], spec, chance)) for member in people]


def _document(
    member: Member, chosen: list[str] | None, spec: dict[str, Any], chance: Chance
) -> dict[str, Answer]:
    generation = GENERATIONS.get(member.age_band, "old")
    weights, texts, silence = spec["weights"], spec["texts"], spec["unanswered"]

    def said(question: str, answer: Answer) -> Answer:
        return None if chance.random() < silence.get(question, 0) else answer

    document: dict[str, Answer] = {
        "q1": "1" if member.sex == "male" else "2",
        "q2": said("q2", member.age_band),
        "q3": said("q3", member.district),
        "q4": _with_text(chosen, texts["q4"], chance),
        "q5": {row: said("q5", _draw(points, chance)) for row, points in weights["q5"].items()},
        "q6": _draw(weights["q6"][generation], chance),
    }
    if document["q6"] in PROCEDURE_ELSEWHERE:
        reason = _draw(weights["q7"][generation], chance)
        document["q7"] = said("q7", _with_text(reason, texts["q7"], chance))
    visits = int(_draw(weights["q8"], chance))
    document["q8"] = said("q8", max(visits, 1) if document["q6"] == AT_THE_COUNTER else visits)
    document["q9"] = said("q9", _draw(weights["q9"][generation], chance))
    if document["q9"] == READS_WEBSITE:
        document["q10"] = said("q10", chance.choice(texts["q10"]))
    document["q11"] = said("q11", _draw(weights["q11"][generation], chance))
    document["q12"] = said("q12", chance.choice(texts["q12"]))
    return document


def _draw(weights: Mapping[str, float], chance: Chance) -> str:
    return chance.choices(list(weights), list(weights.values()))[0]


def _with_text(choice: Any, texts: list[str], chance: Chance) -> Answer:
    if choice is None or OTHER not in (choice if isinstance(choice, list) else [choice]):
        return choice
    return {"choice": choice, "other": chance.choice(texts)}


def _main_question(
    people: list[Member], spec: dict[str, Any], chance: Chance
) -> dict[str, list[str] | None]:
    """Deal the options out so that every count is exact and nobody has more than three."""
    result: dict[str, list[str] | None] = {}
    for sex, counts in spec["main"]["counts"].items():
        group = [member for member in people if member.sex == sex]
        chance.shuffle(group)
        for alone in ("unanswered", "90", "99"):
            for _ in range(counts[alone]):
                result[group.pop().code] = None if alone == "unanswered" else [alone]
        options = [o for o in counts if o not in {"unanswered", "90", "99"}]
        held: dict[str, set[str]] = {member.code: set() for member in group}
        for option in sorted(options, key=lambda o: -counts[o]):
            weights = spec["main"]["age_weights"][option]
            free = [member for member in group if len(held[member.code]) < LIMIT]
            for member in _sample(free, weights, counts[option], chance):
                held[member.code].add(option)
        _give_everyone_one(held)
        result.update({code: sorted(chosen) for code, chosen in held.items()})
    return result


def _sample(
    people: Iterable[Member], weights: list[float], count: int, chance: Chance
) -> list[Member]:
    """Draw without putting back, each by the weight of their age band."""
    keyed = [(chance.random() ** (1 / weights[int(m.age_band) - 1]), m.code, m) for m in people]
    return [member for _, _, member in sorted(keyed, reverse=True)[:count]]


def _give_everyone_one(held: dict[str, set[str]]) -> None:
    """Move choices from the richest to those who got none; the counts stay."""
    for chosen in held.values():
        if not chosen:
            richest = max(held, key=lambda code: len(held[code]))
            option = min(held[richest])
            held[richest].remove(option)
            chosen.add(option)
