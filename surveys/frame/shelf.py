"""The folder of one survey's shards: a cache on this machine, which may be deleted at any time.

The truth is in the database. A shard that is missing or damaged is coded again from the answers.

A shard holds the random id of each answer, a mark that tells a changed answer, and codes: less than
the table that it was read from, which holds the same ids beside the whole documents. It holds no
text, no person and no receipt. Which shard an answer is in follows from its random id alone, and
inside a shard they are sorted by it, so the bytes do not depend on what came first or together.
Only the files themselves could tell: one that no new answer fell into would stay old. So every file
of a survey that hides who answered is written anew whenever one is. Anonymous answers that wait to
be mixed are in no shard, because they are not in the table that shards are read from.
"""

import fcntl
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from engage.core.storage import Storage
from surveys.frame import manifest as manifests
from surveys.frame.coding import Arrays
from surveys.frame.manifest import Entry, Manifest
from surveys.frame.shard import DamagedShard, Shard, opened, packed

LOCK = "lock"
WAIT = 0.2
"""Seconds between two looks whether another process is done."""


class Shelf:
    """Where the shards of one survey lie, and how they are put there and taken out."""

    def __init__(self, folder: Path) -> None:
        """Use `folder`; it is made with the first shard."""
        self.folder = folder
        self._files = Storage(folder)

    @contextmanager
    def alone(self, meanwhile: Callable[[], object] = int) -> Iterator[None]:
        """Keep every other process and thread of this machine from writing here.

        While another one writes, `meanwhile` is done again and again: a database closes sessions
        that are idle for too long.
        """
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with (self.folder / LOCK).open("w") as file:
            while not _taken(file):
                meanwhile()
                time.sleep(WAIT)
            yield

    def manifest(self) -> Manifest | None:
        """Return what should lie here, or None."""
        return manifests.read(self.folder)

    def path(self, digest: str) -> Path:
        """Return where a shard is."""
        return self._files.path(digest)

    def open(self, digest: str) -> Shard:
        """Open a shard; raises DamagedShard."""
        return opened(self.path(digest), digest)

    def look(self, digest: str) -> tuple[int, int, int]:
        """Return what changes when somebody touches a shard's file; raises DamagedShard."""
        try:
            found = self.path(digest).stat()
        except OSError as error:
            raise DamagedShard(digest) from error
        return found.st_ino, found.st_size, found.st_mtime_ns

    def put(self, arrays: Arrays) -> Entry:
        """Write a shard, anew also when it lies here already."""
        rows = len(next(iter(arrays.values())))
        return Entry(self._files.keep_own(packed(arrays)), rows)

    def settle(self, manifest: Manifest) -> None:
        """Let a manifest be the one that counts, and delete what is in it no more."""
        manifests.write(self.folder, manifest)
        self._clear({entry.digest for entry in manifest.shards})

    def forget(self) -> None:
        """Delete everything, so that the next look codes all answers anew."""
        if not self.folder.exists():
            return
        with self.alone():
            (self.folder / manifests.NAME).unlink(missing_ok=True)
            self._clear(())

    def _clear(self, kept: Iterable[str]) -> None:
        for path in self.folder.glob("??/*"):
            if path.name not in kept:
                path.unlink(missing_ok=True)


def _taken(file: IO[str]) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
