"""What the shards of a survey are: which, in which order, and of which answers."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from engage.core.digest import canonical_json, digest

NAME = "manifest.json"


@dataclass(frozen=True)
class State:
    """What a survey's answers were when they were coded; another state, other answers."""

    recipe: str
    """The digest of how documents are read: questionnaire, mappings of older versions, coding."""
    responses: int
    edits: int
    withdrawn: int
    is_mixed: bool
    """Whether counting has ended; then every answer may have another id."""


@dataclass(frozen=True)
class Entry:
    """One shard."""

    digest: str
    rows: int


@dataclass(frozen=True)
class Manifest:
    """The shards of a survey in the order of the ids that they hold."""

    recipe: str
    state: State | None
    """None where the answers may not have been committed: they are compared at the next look."""
    shards: tuple[Entry, ...]

    @property
    def rows(self) -> int:
        """How many answers there are."""
        return sum(entry.rows for entry in self.shards)

    def written(self) -> str:
        """Return it as text that says whether it is whole."""
        plain = asdict(self)
        return canonical_json(plain | {"digest": digest(plain)})


def read(folder: Path) -> Manifest | None:
    """Return the manifest in a folder; None when there is none that is whole."""
    try:
        plain = json.loads((folder / NAME).read_text())
        if digest({k: v for k, v in plain.items() if k != "digest"}) != plain["digest"]:
            return None
        state = State(**plain["state"]) if plain["state"] else None
        return Manifest(plain["recipe"], state, tuple(Entry(**e) for e in plain["shards"]))
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def write(folder: Path, manifest: Manifest) -> None:
    """Put a manifest in the place of the one before, all at once."""
    part = folder / f"{NAME}.part"
    part.write_text(manifest.written())
    part.replace(folder / NAME)
