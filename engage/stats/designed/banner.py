"""Many questions against the same attributes: one count for each question gives all its tables."""

from collections.abc import Mapping
from typing import Literal

import numpy as np

from engage.stats.cells import Codes as Answers
from engage.stats.cells import Column
from engage.stats.designed.cells import Cross, Groups, cross
from engage.stats.designed.rows import cross_rows
from engage.stats.sampling import Codes, Floats, Sample

LARGEST = 1 << 12
"""Up to so many cells of groups and attributes together, one count serves several attributes."""
Sums = tuple[Floats, Floats, Floats]


class Banner:
    """The attributes of a cross report, coded once for all questions."""

    def __init__(
        self,
        attributes: Mapping[str, Column],
        sample: Sample,
        *,
        calibrated: Literal["exact", "as-drawn"] = "exact",
    ) -> None:
        """Prepare attributes (levels of each, no answer included) over a sample of the same rows.

        Several stages with population sizes, and calibrated weights, are worked out from rows,
        which takes as long as there are rows; `as-drawn` leaves calibration out instead, flagged
        (`Groups.of`). Raises ValueError for columns of another length.
        """
        if any(len(column.codes) != sample.n for column in attributes.values()):
            raise ValueError("One code is needed for each respondent in every attribute")
        self.attributes = dict(attributes)
        self.sample = sample
        self._joints: list[_Joint] = []
        self.groups: Groups | None = None
        if len(sample.drawing) > 1 or (sample.projections and calibrated == "exact"):
            return
        self.groups = Groups.of(sample, calibrated="as-drawn")
        codes = sample.psu if sample.stages else sample.strata_or_one
        size = len(self.groups.drawn if self.groups.stratum is None else self.groups.stratum)
        sets = _sets({name: len(column.levels) for name, column in attributes.items()}, size)
        self._joints = [_Joint(codes, size, self.attributes, each, sample.weights) for each in sets]

    def tables(self, question: Column) -> dict[str, Cross]:
        """Return the cross table of a question with each attribute.

        Rows are the attribute's levels, columns the question's options and no answer. Those who
        were not asked (the last level of either) are in no base, those without an answer in no
        test.
        """
        if len(question.codes) != self.sample.n:
            raise ValueError("One code is needed for each respondent")
        if self.groups is None:
            return {
                name: cross_rows(column, question, self.sample)
                for name, column in self.attributes.items()
            }
        found = {}
        for joint in self._joints:
            sums = joint.count(question.codes, len(question.levels))
            for place, name in enumerate(joint.names):
                people, weights, squares = (_kept(each, place) for each in sums)
                found[name] = cross(
                    people,
                    weights,
                    squares,
                    self.groups,
                    rows=np.arange(people.shape[1]) < people.shape[1] - 1,
                    columns=np.arange(people.shape[2]) < people.shape[2] - 1,
                )
        return found


def _sets(levels: Mapping[str, int], groups: int) -> list[list[str]]:
    """Return the attributes in sets that are counted together."""
    found: list[list[str]] = []
    cells = LARGEST + 1
    for name, size in levels.items():
        cells *= size
        if cells > LARGEST:
            found.append([])
            cells = groups * size
        found[-1].append(name)
    return found


class _Joint:
    """Groups and some attributes as one code, with the weight of each of its cells if it is one."""

    def __init__(
        self,
        codes: Codes,
        size: int,
        attributes: Mapping[str, Column],
        names: list[str],
        weights: Floats,
    ) -> None:
        self.names = names
        self.shape = (size, *(len(attributes[name].levels) for name in names))
        place = codes.astype(np.int64)
        for name in names:
            place = place * len(attributes[name].levels) + attributes[name].codes
        self.place, self.weights, self.squares = place, weights, np.square(weights)
        self.size = int(np.prod(self.shape))
        own = np.ones(self.size)
        own[place] = weights
        self.own = own if bool((own[place] == weights).all()) else None
        self._scaled: tuple[int, Codes] | None = None

    def count(self, answers: Answers, levels: int) -> Sums:
        """Return people, weights and squared weights (groups, attributes..., answers)."""
        if self._scaled is None or self._scaled[0] != levels:
            self._scaled = (levels, self.place * levels)
        place = np.add(self._scaled[1], answers)
        size = self.size * levels
        shape = (self.size, levels)
        people = np.bincount(place, minlength=size).reshape(shape).astype(float)
        full = (*self.shape, levels)
        if self.own is not None:
            sums = people * self.own[:, None]
            squares = sums * self.own[:, None]
        else:
            sums = np.bincount(place, self.weights, size).astype(float)
            squares = np.bincount(place, self.squares, size).astype(float)
        return people.reshape(full), sums.reshape(full), squares.reshape(full)


def _kept(sums: Floats, place: int) -> Floats:
    """Return (groups, levels of one attribute, answers) without those who were not asked."""
    gone = tuple(axis for axis in range(1, sums.ndim - 1) if axis != place + 1)
    return sums.sum(axis=gone)[:, :-1, :-1]
