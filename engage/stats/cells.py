"""From answers to cells: the only code that touches rows.

Every table, share and test is computed from cells: per combination of answers the number of people,
the sum of their weights and of their squared weights. A million rows become cells in milliseconds.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from engage.stats.design import Design

NO_ANSWER = "no-answer"
"""The level of people who were asked and left it blank (無回答)."""
NOT_ASKED = "not-asked"
"""The level of people to whom the question was not shown; they are in no base."""
CHOSEN = "1"
NOT_CHOSEN = "0"

Codes = NDArray[np.uint8] | NDArray[np.uint16]


@dataclass(frozen=True)
class Column:
    """One code for each respondent: an option's place, then 無回答, then not asked."""

    codes: Codes
    options: tuple[str, ...]

    @property
    def levels(self) -> tuple[str, ...]:
        """The options and the two ways to have none."""
        return (*self.options, NO_ANSWER, NOT_ASKED)

    @classmethod
    def of(cls, answers: Iterable[str | None], options: Sequence[str]) -> "Column":
        """Code answers given as option codes; None is 無回答, NOT_ASKED is not asked."""
        levels = (*options, NO_ANSWER, NOT_ASKED)
        places: dict[str | None, int] = {level: place for place, level in enumerate(levels)}
        places[None] = len(options)
        codes = [places[answer] for answer in answers]
        if len(levels) <= 256:
            return cls(np.array(codes, dtype=np.uint8), tuple(options))
        return cls(np.array(codes, dtype=np.uint16), tuple(options))


def option_key(question: str, option: str) -> str:
    """Return the key of one option's column in a question with several answers."""
    return f"{question}/{option}"


def multiple_columns(
    question: str, answers: Sequence[Iterable[str] | str | None], options: Sequence[str]
) -> dict[str, Column]:
    """Code a question with several answers as one column of 0 and 1 for each option.

    Each answer is the chosen option codes; None or none chosen is 無回答, NOT_ASKED is not asked.
    """
    blank = len((NOT_CHOSEN, CHOSEN))
    codes = np.zeros((len(options), len(answers)), dtype=np.uint8)
    places = {option: place for place, option in enumerate(options)}
    for person, answer in enumerate(answers):
        if answer == NOT_ASKED:
            codes[:, person] = blank + 1
        elif not answer:
            codes[:, person] = blank
        else:
            codes[[places[option] for option in answer], person] = 1
    return {
        option_key(question, option): Column(codes[place], (NOT_CHOSEN, CHOSEN))
        for place, option in enumerate(options)
    }


@dataclass(frozen=True)
class Cells:
    """People, weights and squared weights for every combination of the levels of some keys."""

    keys: tuple[str, ...]
    levels: tuple[tuple[str, ...], ...]
    n: NDArray[np.int64]
    w: NDArray[np.float64]
    w2: NDArray[np.float64]

    def margin(self, *keys: str) -> "Cells":
        """Return the cells of fewer keys, in the order given."""
        kept = [self.keys.index(key) for key in keys]
        gone = tuple(axis for axis in range(len(self.keys)) if axis not in kept)
        order = [sorted(kept).index(axis) for axis in kept]

        def reduced(values: NDArray) -> NDArray:
            return np.transpose(values.sum(axis=gone), order)

        return Cells(
            keys,
            tuple(self.levels[axis] for axis in kept),
            reduced(self.n),
            reduced(self.w),
            reduced(self.w2),
        )

    def without(self, key: str, level: str) -> "Cells":
        """Return the cells without one level of a key, such as those who were not asked."""
        axis = self.keys.index(key)
        keep = [place for place, name in enumerate(self.levels[axis]) if name != level]
        levels = list(self.levels)
        levels[axis] = tuple(self.levels[axis][place] for place in keep)
        return Cells(
            self.keys,
            tuple(levels),
            self.n.take(keep, axis),
            self.w.take(keep, axis),
            self.w2.take(keep, axis),
        )


class CellSource(Protocol):
    """Whatever can count: arrays in memory, or a database that holds the rows."""

    def cells(self, keys: Sequence[str], design: Design) -> Cells:
        """Return the cells of the keys."""
        ...


class ArrayCells:
    """Cells counted from code arrays in this process."""

    def __init__(self, columns: Mapping[str, Column]) -> None:
        sizes = {len(column.codes) for column in columns.values()}
        if len(sizes) > 1:
            raise ValueError(f"Columns of different lengths: {sorted(sizes)}")
        for key, column in columns.items():
            if len(column.codes) and int(column.codes.max()) >= len(column.levels):
                raise ValueError(f"Column {key} holds a code without a level")
        self.columns = dict(columns)
        self.rows = sizes.pop() if sizes else 0

    def cells(self, keys: Sequence[str], design: Design) -> Cells:
        """Return the cells of the keys, with one pass over the rows."""
        if not keys:
            raise ValueError("Cells need at least one key")
        levels = tuple(self.columns[key].levels for key in keys)
        shape = tuple(len(names) for names in levels)
        size = int(np.prod(shape))
        place = self._places(keys, shape, size)
        n = np.bincount(place, minlength=size).reshape(shape)
        weights = design.weights
        if weights is None:
            return Cells(tuple(keys), levels, n, n.astype(float), n.astype(float))
        if len(weights) != self.rows:
            raise ValueError("One weight is needed for each row")
        w, w2 = (
            np.bincount(place, weights=each, minlength=size).astype(float).reshape(shape)
            for each in (weights, np.square(weights))
        )
        return Cells(tuple(keys), levels, n, w, w2)

    def _places(self, keys: Sequence[str], shape: Sequence[int], size: int) -> NDArray:
        """Return for each row the place of its cell in the flat table, in the smallest type."""
        place = self.columns[keys[0]].codes
        if len(keys) == 1:
            return place
        dtype = np.uint16 if size <= 2**16 else np.int64
        for key, width in zip(keys[1:], shape[1:], strict=True):
            place = np.multiply(place, width, dtype=dtype)
            np.add(place, self.columns[key].codes, out=place, casting="unsafe")
        return place
