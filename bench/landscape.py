"""The landscape of opinions at 50,000 people: each step beside one pass over the votes."""

import importlib.util
import time
from collections.abc import Callable
from typing import Any

import numpy as np

from engage.stats.landscape import analyse, plane_of, votes_of
from engage.stats.landscape.groups import groupings
from engage.stats.landscape.plane import _centred
from engage.stats.landscape.standing import standings

PEOPLE, STATEMENTS, DENSITY = 50_000, 1_000, 0.05
ROUNDS = 3


def measure() -> None:
    """Print each step in seconds and in passes over the votes, measured in this run."""
    votes = votes_of(*_made())
    table = _centred(votes)[0]
    ones = np.ones(table.shape[1])
    floor = _best(lambda: table @ ones)
    plane, planes = _timed(lambda: plane_of(votes))
    found, grouped = _timed(lambda: groupings(plane.positions))
    labels = found[max(found, key=lambda k: found[k].silhouette)].labels
    _, stood = _timed(lambda: standings(votes, labels, int(labels.max()) + 1))
    checked = _best(lambda: analyse(votes), 1)
    print(f"\nLandscape of opinions: {votes.n:,} people, {STATEMENTS:,} statements, "
          f"{len(votes.value):,} votes (one pass over them: {1000 * floor:.1f} ms)")  # fmt: skip
    for name, seconds in (
        ("plane and positions", planes),
        ("groups of two to five", grouped),
        ("every statement by group", stood),
        ("all three: the map that people see", planes + grouped + stood),
        ("with the gate and the folds (in the background)", checked),
    ):
        print(f"  {name:<50}{seconds:>9.3f} s{seconds / floor:>9.0f} passes")
    known = importlib.util.find_spec("reddwarf") is not None
    print(f"  red-dwarf: {'installed, not run here' if known else 'not installed here'}")


def _made() -> tuple[Any, Any, Any]:
    rng = np.random.default_rng(3)
    count = int(PEOPLE * STATEMENTS * DENSITY)
    group = rng.integers(0, 3, PEOPLE)
    place = rng.normal(size=(3, 2))[group] * 2 + rng.normal(size=(PEOPLE, 2))
    loadings = rng.normal(size=(STATEMENTS, 2))
    person, statement = rng.integers(0, PEOPLE, count), rng.integers(0, STATEMENTS, count)
    leaning = (place[person] * loadings[statement]).sum(1) + rng.normal(size=count)
    return person, statement, np.where(leaning > 0.7, 1, np.where(leaning < -0.7, -1, 0))


def _timed(step: Callable[[], Any]) -> tuple[Any, float]:
    return step(), _best(step)


def _best(step: Callable[[], Any], rounds: int = ROUNDS) -> float:
    taken = []
    for _ in range(rounds):
        begun = time.perf_counter()
        step()
        taken.append(time.perf_counter() - begun)
    return min(taken)
