"""The thread from a voice to a line of the plan, as plain values that one template draws."""

from dataclasses import dataclass, field
from typing import Any

MOST_STRANDS = 4


@dataclass(frozen=True)
class Page:
    """Where something can be read: an endpoint with its values, and a place on the page."""

    endpoint: str
    values: tuple[tuple[str, Any], ...] = ()
    anchor: str = ""

    @classmethod
    def of(cls, endpoint: str, anchor: str = "", **values: Any) -> "Page":
        """Return the page of an endpoint."""
        return cls(endpoint, tuple(sorted(values.items())), anchor)

    def as_plain(self) -> list[Any]:
        """Return the page as plain values, for a snapshot."""
        return [self.endpoint, dict(self.values), self.anchor]

    @classmethod
    def from_plain(cls, plain: list[Any] | None) -> "Page | None":
        """Return the page that a snapshot holds."""
        return cls.of(plain[0], plain[2], **plain[1]) if plain else None


@dataclass(frozen=True)
class Step:
    """One knot: a voice, frozen evidence, a decision, a line of the plan, or the thread's end."""

    kind: str
    label: str
    what: str
    why: str = ""
    page: Page | None = None
    href: str = ""
    at_text: str = ""
    state: str = "done"
    is_fictional: bool = False
    short: str = ""


@dataclass(frozen=True)
class Strand:
    """One voice on its way, with its end when it was declined."""

    steps: tuple[Step, ...]
    ended: bool = False


@dataclass(frozen=True)
class Thread:
    """Strands that meet in a trunk: evidence, decision, line."""

    strands: tuple[Strand, ...]
    trunk: tuple[Step, ...] = ()
    more_href: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to draw."""
        return not self.strands and not self.trunk


@dataclass(frozen=True)
class VoiceTrace:
    """One voice's way forward: the short form of four steps, and each item that took it up."""

    steps: tuple[Step, ...]
    items: tuple[dict[str, Any], ...] = field(default_factory=tuple)

    @property
    def thread(self) -> Thread:
        """The same as a full thread of one strand."""
        voice, *rest = self.steps
        ended = any(step.kind == "end" for step in rest)
        if ended:
            return Thread((Strand((voice, *rest), ended=True),))
        return Thread((Strand((voice,)),), tuple(rest))
