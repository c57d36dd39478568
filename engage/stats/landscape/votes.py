"""Votes on statements as a sparse table: agree 1, pass 0, disagree -1."""

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike, NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
MOST_VOTES = 50_000_000


@dataclass(frozen=True, eq=False)
class Votes:
    """The last vote of each person on each statement, people and statements in order of their ids.

    `person` and `statement` (votes,) places in `people` and `statements`; `value` (votes,) in
    -1, 0, 1, sorted by person, then statement.
    """

    people: tuple[str, ...]
    statements: tuple[str, ...]
    person: Ints
    statement: Ints
    value: NDArray[np.int8]

    @property
    def n(self) -> int:
        """How many people voted."""
        return len(self.people)

    @cached_property
    def digest(self) -> str:
        """The fingerprint of the votes, whatever order they came in."""
        found = hashlib.sha256()
        for part in (*self.people, "\0", *self.statements):
            found.update(part.encode() + b"\n")
        for array in (self.person, self.statement, self.value.astype(np.int64)):
            found.update(np.ascontiguousarray(array, dtype="<i8").tobytes())
        return found.hexdigest()

    @cached_property
    def by_person(self) -> Ints:
        """How many votes each person gave, (people,)."""
        return np.bincount(self.person, minlength=self.n)

    def counts(self, group: Ints, groups: int) -> Ints:
        """Return votes (groups, statements, 3) of disagree, pass, agree; negative groups nobody."""
        size = len(self.statements)
        mine = group[self.person]
        known = mine >= 0
        place = (mine[known] * size + self.statement[known]) * 3 + self.value[known] + 1
        return np.bincount(place, minlength=groups * size * 3).reshape(groups, size, 3)

    def only(self, kept: NDArray[np.bool_]) -> "Votes":
        """Return some of the votes; people and statements keep their places."""
        return Votes(
            self.people,
            self.statements,
            self.person[kept],
            self.statement[kept],
            self.value[kept],
        )

    def fold(self, folds: int) -> Ints:
        """Return a fold for each vote, the same for the same person and statement in every run."""
        people = _hashes(self.people)[self.person]
        return _mixed(people ^ _hashes(self.statements)[self.statement]) % folds

    def statement_fold(self, folds: int) -> Ints:
        """Return a fold for each statement."""
        return _mixed(_hashes(self.statements)) % folds


def votes_of(
    people: Sequence[object],
    statements: Sequence[object],
    values: ArrayLike,
    *,
    left_out: Collection[str] = (),
) -> Votes:
    """Return votes (one entry each) as a table; statements `left_out` are not part of it.

    A later vote of the same person on the same statement replaces an earlier one. ValueError for
    lengths that differ, values other than -1, 0, 1, nobody, and more than 50,000,000 votes.
    """
    who, what = np.asarray(people).astype(str), np.asarray(statements).astype(str)
    given = np.asarray(values, dtype=float)
    if not who.shape == what.shape == given.shape or given.ndim != 1:
        raise ValueError("Each vote needs a person, a statement and a value")
    if len(given) > MOST_VOTES:
        raise ValueError(f"More than {MOST_VOTES:,} votes")
    if not np.isin(given, (-1, 0, 1)).all():
        raise ValueError("A vote is -1 (disagree), 0 (pass) or 1 (agree)")
    kept = ~np.isin(what, sorted(left_out)) if left_out else np.ones(len(what), dtype=bool)
    if not kept.any():
        raise ValueError("There are no votes")
    names, person = _in_order(who[kept])
    asked, statement = _in_order(what[kept])
    place = person.astype(np.int64) * len(asked) + statement
    order = np.argsort(place, kind="stable")
    last = np.append(np.diff(place[order]) > 0, True)
    chosen = order[last]
    return Votes(
        names,
        asked,
        person[chosen].astype(np.int64),
        statement[chosen].astype(np.int64),
        given[kept][chosen].astype(np.int8),
    )


def _in_order(ids: NDArray[np.str_]) -> tuple[tuple[str, ...], Ints]:
    """Return the different ids and the place of each; whole numbers in the order of numbers."""
    names, places = np.unique(ids, return_inverse=True)
    if all(name.isascii() and name.isdigit() and len(name) < 16 for name in names.tolist()):
        order = np.argsort(names.astype(np.int64), kind="stable")
        back = np.empty(len(order), dtype=np.int64)
        back[order] = np.arange(len(order))
        names, places = names[order], back[places]
    return tuple(names.tolist()), places.astype(np.int64)


def _hashes(names: Sequence[str]) -> NDArray[np.uint64]:
    found = [hashlib.blake2b(name.encode(), digest_size=8).digest() for name in names]
    return np.frombuffer(b"".join(found), dtype="<u8").astype(np.uint64)


def _mixed(values: NDArray[np.uint64]) -> NDArray[np.int64]:
    """Return well-mixed numbers: the finalizer of SplitMix64 (Steele, Lea & Flood 2014)."""
    mixed = values.copy()
    for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB)):
        mixed ^= mixed >> np.uint64(shift)
        mixed *= np.uint64(factor)
    mixed ^= mixed >> np.uint64(31)
    return (mixed >> np.uint64(1)).astype(np.int64)
