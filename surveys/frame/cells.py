"""Counting over shards: here, or in several processes; the same sums in the same order."""

import os
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import cache, lru_cache
from itertools import pairwise
from multiprocessing import current_process, get_context
from pathlib import Path
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from engage.stats.cells import ArrayCells, Cells, Column
from engage.stats.design import Design
from surveys.frame.shard import DamagedShard, Shard, opened

OPEN_SHARDS = 256
"""How many files one counting process keeps open."""

Weights = NDArray[np.float64] | None
Part = tuple[NDArray[np.int64], NDArray[np.float64], NDArray[np.float64]]
Task = tuple[str, str, Weights]
"""Where a shard is, its digest, and the weights of its rows."""


class ShardCells:
    """A CellSource over shards, in the order of the manifest."""

    def __init__(
        self,
        shards: Sequence[Shard],
        paths: Sequence[Path],
        options: Mapping[str, tuple[str, ...]],
        workers: int = 1,
    ) -> None:
        """Count over `shards` with so many processes."""
        self._shards, self._paths, self._options = tuple(shards), tuple(paths), options
        self._workers = workers
        self.rows = sum(shard.rows for shard in shards)
        self.columns: Mapping[str, Column] = _Columns(self._shards, options)

    def cells(self, keys: Sequence[str], design: Design) -> Cells:
        """Return the cells of the keys, added up shard by shard."""
        if not keys:
            raise ValueError("Cells need at least one key")
        if design.weights is not None and len(design.weights) != self.rows:
            raise ValueError("One weight is needed for each row")
        options = {key: self._options[key] for key in keys}
        levels = tuple(Column(np.zeros(0, np.uint8), options[key]).levels for key in keys)
        shape = tuple(len(names) for names in levels)
        n = np.zeros(shape, dtype=np.int64)
        w, w2 = np.zeros(shape), np.zeros(shape)
        for part in self._parts(options, keys, design.weights):
            n += part[0]
            w += part[1]
            w2 += part[2]
        return Cells(tuple(keys), levels, n, w, w2)

    def _parts(
        self, options: Mapping[str, tuple[str, ...]], keys: Sequence[str], weights: Weights
    ) -> Iterator[Part]:
        ends = np.cumsum([shard.rows for shard in self._shards])
        mine = [
            None if weights is None else weights[end - shard.rows : end]
            for shard, end in zip(self._shards, ends, strict=True)
        ]
        if self._workers > 1 and len(self._shards) > 1 and not current_process().daemon:
            tasks = [
                (str(path), shard.digest, each)
                for path, shard, each in zip(self._paths, self._shards, mine, strict=True)
            ]
            found = _in_processes(self._workers, tasks, options, keys)
            if found is not None:
                yield from found
                return
        for shard, each in zip(self._shards, mine, strict=True):
            yield part(shard, options, keys, each)


class _Columns(Mapping[str, Column]):
    """Whole columns, put together when they are asked for."""

    def __init__(self, shards: Sequence[Shard], options: Mapping[str, tuple[str, ...]]) -> None:
        self._shards, self._options = shards, options

    def __getitem__(self, key: str) -> Column:
        return Column(whole(self._shards, f"code:{key}", np.uint8), self._options[key])

    def __iter__(self) -> Iterator[str]:
        return iter(self._options)

    def __len__(self) -> int:
        return len(self._options)


def whole(shards: Sequence[Shard], name: str, dtype: type) -> NDArray:
    """Return one array of all shards; of one shard without a copy."""
    if not shards:
        return np.zeros(0, dtype)
    arrays = [shard.arrays[name] for shard in shards]
    return arrays[0] if len(arrays) == 1 else np.concatenate(arrays)


def part(
    shard: Shard, options: Mapping[str, tuple[str, ...]], keys: Sequence[str], weights: Weights
) -> Part:
    """Count one shard; the same function wherever it is counted."""
    columns = {key: Column(shard.arrays[f"code:{key}"], options[key]) for key in keys}
    found = ArrayCells(columns).cells(keys, Design(weights=weights))
    return found.n, found.w, found.w2


def count_shards(
    tasks: Sequence[Task], options: Mapping[str, tuple[str, ...]], keys: Sequence[str]
) -> list[Part]:
    """Count some shards in a process of their own."""
    return [part(_open(path, digest), options, keys, weights) for path, digest, weights in tasks]


@lru_cache(maxsize=OPEN_SHARDS)
def _open(path: str, digest: str) -> Shard:
    return opened(Path(path), digest)


def _in_processes(
    workers: int, tasks: Sequence[Task], options: Mapping[str, tuple[str, ...]], keys: Sequence[str]
) -> list[Part] | None:
    """Return the parts in the order of the shards; None when the processes could not count them.

    Never a part of them: the caller then counts everything itself, from files that it holds open.
    """
    try:
        runs: list[Future[list[Part]]] = [
            _pool(workers).submit(count_shards, run, options, keys) for run in _runs(tasks, workers)
        ]
        return [part for run in runs for part in run.result()]
    except DamagedShard:
        return None
    except BrokenProcessPool:
        with _guard:
            _make_pool.cache_clear()
        return None


def _runs(tasks: Sequence[Task], workers: int) -> list[Sequence[Task]]:
    """Cut the shards into as many runs of neighbours as there are processes."""
    cuts = [len(tasks) * place // workers for place in range(workers + 1)]
    return [tasks[a:b] for a, b in pairwise(cuts) if a < b]


_guard = Lock()


def _pool(workers: int) -> ProcessPoolExecutor:
    """Return the processes of this process; after a fork it starts its own."""
    with _guard:
        return _make_pool(workers, os.getpid())


@cache
def _make_pool(workers: int, _process: int) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(workers, mp_context=get_context("spawn"))
