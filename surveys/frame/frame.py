"""All responses of a survey as columns: what tables are counted from."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from engage.stats.cells import ArrayCells, Column
from surveys.definition import Questionnaire
from surveys.frame.cells import ShardCells, whole
from surveys.frame.coding import (
    TEXT_NOT_SHOWN,
    WRITTEN,
    Arrays,
    Coding,
    numbers_of,
    texts_of,
)
from surveys.frame.shard import Shard

Cells = ArrayCells | ShardCells


@dataclass(frozen=True)
class Frame:
    """All responses of a survey by item: coded columns to count, numbers, and texts."""

    questionnaire: Questionnaire
    cells: Cells
    responses: int
    numbers: Mapping[str, list[float | str | None]] = field(default_factory=dict)
    """Item → one value each: a number, None for 無回答, NOT_ASKED."""
    texts: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """Item → the texts that were written, in the order of random ids."""
    not_shown: Mapping[str, int] = field(default_factory=dict)
    """Text item → how many people were not asked it."""


class Lazy(Mapping[str, Any]):
    """Values that are made when they are asked for, and not kept."""

    def __init__(self, keys: Sequence[str], make: Callable[[str], Any]) -> None:
        """Make the value of a key with `make`."""
        self._keys, self._make = dict.fromkeys(keys), make

    def __getitem__(self, key: str) -> Any:
        if key not in self._keys:
            raise KeyError(key)
        return self._make(key)

    def __iter__(self) -> Iterator[str]:
        return iter(self._keys)

    def __len__(self) -> int:
        return len(self._keys)


class Texts(Sequence[str]):
    """What was written: how many is known from the codes, the words are read when needed."""

    def __init__(self, count: int, read: Callable[[], list[str]]) -> None:
        """Read the texts with `read`, as long as its session lives."""
        self._count, self._read = count, read
        self._said: list[str] | None = None

    def __len__(self) -> int:
        return self._count if self._said is None else len(self._said)

    def __getitem__(self, place: Any) -> Any:
        return self._all()[place]

    def __iter__(self) -> Iterator[str]:
        return iter(self._all())

    def __eq__(self, other: object) -> bool:
        return self._all() == list(other) if isinstance(other, Sequence) else NotImplemented

    __hash__ = None  # type: ignore[assignment]

    def _all(self) -> list[str]:
        if self._said is None:
            self._said = self._read()
        return self._said


def build(questionnaire: Questionnaire, answers: list[dict[str, Any]]) -> Frame:
    """Code everything that a questionnaire asks, in memory."""
    coding = Coding(questionnaire)
    arrays: Arrays = coding.code(answers)
    return Frame(
        questionnaire,
        ArrayCells(
            {key: Column(arrays[f"code:{key}"], codes) for key, codes in coding.options.items()}
        ),
        len(answers),
        {key: numbers_of(arrays[f"number:{key}"]) for key in coding.numbers},
        {key: texts_of(item, code, answers) for key, (code, item) in coding.texts.items()},
        {key: int((arrays[f"text:{key}"] == TEXT_NOT_SHOWN).sum()) for key in coding.texts},
    )


def over(
    coding: Coding,
    cells: ShardCells,
    shards: Sequence[Shard],
    answers: Callable[[], Iterator[dict[str, Any]]],
) -> Frame:
    """Return shards as a frame; `answers` reads the documents, for the texts in them."""
    written = {
        key: np.bincount(whole(shards, f"text:{key}", np.uint8), minlength=TEXT_NOT_SHOWN + 1)
        for key in coding.texts
    }

    def said(key: str) -> Texts:
        question, item = coding.texts[key]
        return Texts(int(written[key][WRITTEN]), lambda: texts_of(item, question, answers()))

    return Frame(
        coding.questionnaire,
        cells,
        cells.rows,
        Lazy(coding.numbers, lambda key: numbers_of(whole(shards, f"number:{key}", np.float64))),
        Lazy(tuple(coding.texts), said),
        {key: int(counts[TEXT_NOT_SHOWN]) for key, counts in written.items()},
    )
