"""Which statement somebody judges next: one that few have judged, or that tells most of them."""

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np

from engage.stats.landscape.plane import Plane
from engage.stats.landscape.votes import Votes

HALF = 0.5
FLOOR = 0.02
SHARPNESS = 3
FEW = 4


@dataclass(frozen=True)
class NextStatement:
    """A statement drawn for a person, and why: both parts lie between 0 and 1."""

    statement: str
    need: float
    """How few have judged it, the fewest being 1."""
    tells: float
    """How much it would tell of where the person stands, the most being 1."""
    chance: float


def next_statement(
    votes: Votes,
    plane: Plane,
    person: str,
    seed: int,
    *,
    left_out: Collection[str] = (),
) -> NextStatement | None:
    """Draw a statement that a person has not judged; None when there is none left.

    The chance is (0.5·need + 0.5·tells + 0.02)³ over all that are left; `seed` and person make the
    draw repeatable. `left_out`: their own statements and what is moderated. Who agrees with a
    statement has no say in how often it is shown.
    """
    place = votes.people.index(person) if person in votes.people else None
    judged = set(votes.statement[votes.person == place].tolist()) if place is not None else set()
    left = np.array(
        [
            number
            for number, name in enumerate(votes.statements)
            if number not in judged and name not in left_out
        ],
        dtype=np.int64,
    )
    if not len(left):
        return None
    given = np.bincount(votes.statement, minlength=len(votes.statements))[left]
    need = (1 / (given + FEW)) / (1 / (given + FEW)).max()
    spread = plane.covariance[place] if place is not None else plane.covariance.mean(0)
    told = np.einsum("si,ij,sj->s", plane.loadings[left], spread, plane.loadings[left])
    tells = told / told.max() if told.max() > 0 else np.zeros(len(left))
    score = (HALF * need + HALF * tells + FLOOR) ** SHARPNESS
    chance = score / score.sum()
    drawn = int(np.random.default_rng([seed, *person.encode()]).choice(len(left), p=chance))
    return NextStatement(
        votes.statements[left[drawn]], float(need[drawn]), float(tells[drawn]), float(chance[drawn])
    )
