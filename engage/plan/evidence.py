"""What the plan may rest on: a protocol that other features implement, and a registry of them.

The plan never imports surveys or council. Each hands its sources in at start-up; citing copies a
snapshot, so that a published version can be shown and verified from the plan's own tables.
"""

from dataclasses import dataclass, field
from typing import Any, Protocol

from sqlalchemy.orm import Session

from engage.core.digest import digest
from engage.core.errors import NotFound
from engage.plan.thread import Page


@dataclass(frozen=True)
class EvidenceRef:
    """A pointer to something that can be cited: a kind, and a key that its source understands."""

    kind: str
    key: str


@dataclass(frozen=True)
class Candidate:
    """One hit of a search for evidence."""

    ref: EvidenceRef
    label: str
    detail: str
    group: str
    is_fictional: bool = False


@dataclass(frozen=True)
class Snapshot:
    """A thing as it stands now, in plain values that can be frozen and fingerprinted."""

    kind: str
    key: str
    title: str
    statement: str
    source: str
    figures: dict[str, Any] = field(default_factory=dict)
    page: Page | None = None
    at_text: str = ""
    notes: str = ""
    is_fictional: bool = False

    def as_plain(self) -> dict[str, Any]:
        """Return what is frozen."""
        return {
            "kind": self.kind,
            "key": self.key,
            "title": self.title,
            "statement": self.statement,
            "source": self.source,
            "figures": self.figures,
            "page": self.page.as_plain() if self.page else None,
            "at_text": self.at_text,
            "notes": self.notes,
            "is_fictional": self.is_fictional,
        }

    @classmethod
    def from_plain(cls, plain: dict[str, Any]) -> "Snapshot":
        """Return the snapshot that was frozen."""
        return cls(**{**plain, "page": Page.from_plain(plain["page"])})

    @property
    def sha256(self) -> str:
        """The fingerprint of what is frozen."""
        return digest(self.as_plain())


class EvidenceSource(Protocol):
    """Where evidence of one kind comes from."""

    kind: str
    label: str
    group: str

    def search(self, session: Session, words: str) -> list[Candidate]:
        """Return what matches the words; no words match everything, up to a limit."""

    def resolve(self, session: Session, key: str) -> Snapshot:
        """Return the thing as it stands now; raises NotFound."""


class VoiceSource(EvidenceSource, Protocol):
    """A source whose things are voices of citizens, each of which deserves an answer."""

    def voices(self, session: Session) -> list[Candidate]:
        """Return every public voice, the newest first."""


class EvidenceRegistry:
    """The sources that the features handed in; made in `create_app`, no module global."""

    def __init__(self) -> None:
        """Start with none."""
        self._sources: dict[str, EvidenceSource] = {}

    def register(self, source: EvidenceSource) -> None:
        """Add a source; two for one kind are a mistake."""
        if source.kind in self._sources:
            raise ValueError(f"Two sources of evidence for {source.kind}.")
        self._sources[source.kind] = source

    @property
    def groups(self) -> list[str]:
        """The groups of sources, for tabs, in the order of registration."""
        return list(dict.fromkeys(source.group for source in self._sources.values()))

    def label(self, kind: str) -> str:
        """Return what a kind of evidence is called."""
        source = self._sources.get(kind)
        return source.label if source else kind

    def search(self, session: Session, words: str) -> list[Candidate]:
        """Search every source."""
        return [hit for source in self._sources.values() for hit in source.search(session, words)]

    def resolve(self, session: Session, ref: EvidenceRef) -> Snapshot:
        """Return what a pointer points at, as it stands now; raises NotFound."""
        source = self._sources.get(ref.kind)
        if source is None:
            raise NotFound("evidence-kind-unknown", kind=ref.kind)
        return source.resolve(session, ref.key)

    def has_changed(self, session: Session, ref: EvidenceRef, sha256: str) -> bool | None:
        """Say whether the original differs from a frozen copy; None when it is gone."""
        try:
            return self.resolve(session, ref).sha256 != sha256
        except NotFound:
            return None

    def voices(self, session: Session) -> list[Candidate]:
        """Return every public voice that a source knows."""
        return [
            voice
            for source in self._sources.values()
            if (voices := getattr(source, "voices", None)) is not None
            for voice in voices(session)
        ]
