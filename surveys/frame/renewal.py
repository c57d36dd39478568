"""Bringing the shards of a survey up to date: only answers that are new or changed are read.

The result is a function of the answers alone: made from nothing or brought up to date a hundred
times, the shards are the same bytes.
"""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy.orm import Session

from surveys.frame.coding import Arrays, Coding
from surveys.frame.manifest import Entry, Manifest, State
from surveys.frame.shard import IDS, MARKS, DamagedShard, Shard
from surveys.frame.shelf import Shelf
from surveys.models import Survey
from surveys.queries.responses import (
    AT_ONCE,
    Span,
    Stamp,
    response_ids,
    stamped_documents,
    stamps,
)

ROWS_A_SHARD = 50_000
CODED_AT_ONCE = 2_000
"""How many documents are in memory at the same time."""
_ID = "S32"
_DIGITS = 8

Answers = Iterable[tuple[Stamp, dict[str, Any]]]


@dataclass(frozen=True)
class Renewal:
    """One time of bringing the shards of one survey up to date."""

    session: Session
    survey: Survey
    coding: Coding
    shelf: Shelf
    compares: bool
    """Whether the marks of all answers are read too: only then changed answers are found."""
    rows_a_shard: int = ROWS_A_SHARD

    def run(self, state: State, old: Manifest | None) -> Manifest:
        """Write what is missing, delete what is too much, and return what lies there now.

        `old` is what was coded in the same way; None codes all answers.
        """
        known = self._known(old)
        bits = bits_for(state.responses, self.rows_a_shard)
        entries: list[Entry] = []
        unchanged: list[tuple[int, Shard]] = []
        for place in range(2**bits):
            sources = _sources(known, place, bits)
            arrays = self._arrays(span_of(place, bits), sources)
            if arrays is None and len(known) == 2**bits and sources:
                unchanged.append((place, sources[0]))
                entries.append(Entry(sources[0].digest, sources[0].rows))
            else:
                entries.append(self.shelf.put(arrays or self._cut_all(place, bits, sources)))
        if len(unchanged) < len(entries) and self.survey.mode != "named":
            for place, shard in unchanged:
                entries[place] = self.shelf.put(dict(shard.arrays))
        is_lasting = self.session.get_bind().get_execution_options().get("read_only", False)
        found = Manifest(state.recipe, state if is_lasting else None, tuple(entries))
        self.shelf.settle(found)
        return found

    def _known(self, old: Manifest | None) -> list[Shard | None]:
        return [self._opened(entry) for entry in old.shards] if old else [None]

    def _opened(self, entry: Entry) -> Shard | None:
        try:
            return self.shelf.open(entry.digest)
        except DamagedShard:
            return None

    def _cut_all(self, place: int, bits: int, sources: Sequence[Shard]) -> Arrays:
        span = span_of(place, bits)
        return self._merged([_cut(shard, span) for shard in sources])

    def _arrays(self, span: Span, sources: Sequence[Shard]) -> Arrays | None:
        """Return the rows of one part of all ids; None when they are those of the sources."""
        held = self._merged([_cut(shard, span) for shard in sources])
        if not len(held[IDS]):
            answers = stamped_documents(self.session, self.survey, span)
            return self._merged(self._coded(answers))
        there, marks = self._there(span)
        kept, is_new = _compared(held, there, marks)
        if kept.all() and not is_new.any():
            return None
        rows = {name: array[kept] for name, array in held.items()}
        new = [id_.decode() for id_ in there[is_new].tolist()]
        return self._merged([rows, *self._coded(self._answers(new))])

    def _there(self, span: Span) -> tuple[NDArray[Any], NDArray[Any] | None]:
        """Return the ids that are in the database now, sorted, and their marks if compared."""
        if not self.compares:
            return np.sort(np.array(response_ids(self.session, self.survey, span), _ID)), None
        found = stamps(self.session, self.survey, span)
        ids = np.array([stamp.id for stamp in found], _ID)
        order = np.argsort(ids)
        return ids[order], np.array([mark(stamp) for stamp in found], np.uint64)[order]

    def _answers(self, ids: Sequence[str]) -> Answers:
        return chain.from_iterable(
            stamped_documents(self.session, self.survey, ids[at : at + AT_ONCE])
            for at in range(0, len(ids), AT_ONCE)
        )

    def _coded(self, answers: Answers) -> Iterator[Arrays]:
        waiting = iter(answers)
        while some := list(islice(waiting, CODED_AT_ONCE)):
            arrays = self.coding.code([document for _, document in some])
            arrays[IDS] = np.array([stamp.id for stamp, _ in some], _ID)
            arrays[MARKS] = np.array([mark(stamp) for stamp, _ in some], np.uint64)
            yield arrays

    def _merged(self, blocks: Iterable[Arrays]) -> Arrays:
        """Put blocks of rows together, sorted by id."""
        nothing = self.coding.code([])
        nothing |= {IDS: np.zeros(0, _ID), MARKS: np.zeros(0, np.uint64)}
        found = [nothing, *blocks]
        order = np.argsort(np.concatenate([block[IDS] for block in found]))
        return {name: np.concatenate([block[name] for block in found])[order] for name in nothing}


def bits_for(responses: int, rows_a_shard: int = ROWS_A_SHARD) -> int:
    """Return how many leading bits of the ids say in which shard an answer is."""
    return max(0, -(-responses // rows_a_shard) - 1).bit_length()


def span_of(place: int, bits: int) -> Span:
    """Return which ids are in a shard; the first and last take what lies outside of all digits."""
    step = 16**_DIGITS >> bits
    begin = f"{place * step:0{_DIGITS}x}" if place else ""
    end = f"{(place + 1) * step:0{_DIGITS}x}" if place + 1 < 2**bits else None
    return Span(begin, end)


def mark(stamp: Stamp) -> int:
    """Return 64 bits that are others after every change of an answer."""
    said = f"{stamp.version}|{stamp.leaf}".encode()
    return int.from_bytes(hashlib.blake2b(said, digest_size=8).digest(), "little")


def _sources(known: Sequence[Shard | None], place: int, bits: int) -> list[Shard]:
    """Return the shards that may hold rows of a place."""
    held = len(known).bit_length() - 1
    if held <= bits:
        found = known[place >> (bits - held) : (place >> (bits - held)) + 1]
    else:
        found = known[place << (held - bits) : (place + 1) << (held - bits)]
    return [shard for shard in found if shard]


def _cut(shard: Shard, span: Span) -> Arrays:
    first = int(np.searchsorted(shard.ids, span.begin.encode()))
    last = shard.rows if span.end is None else int(np.searchsorted(shard.ids, span.end.encode()))
    return {name: array[first:last] for name, array in shard.arrays.items()}


def _compared(
    held: Arrays, there: NDArray[Any], marks: NDArray[Any] | None
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Return which rows still hold, and which ids have to be read."""
    if not len(there):
        return np.zeros(len(held[IDS]), bool), np.zeros(0, bool)
    places = np.minimum(np.searchsorted(there, held[IDS]), len(there) - 1)
    kept = there[places] == held[IDS]
    if marks is not None:
        kept &= marks[places] == held[MARKS]
    is_new = np.ones(len(there), bool)
    is_new[places[kept]] = False
    return kept, is_new
