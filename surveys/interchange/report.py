"""What an import did with every line of a file: kept, changed (and how), dropped (and why)."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Literal

Outcome = Literal["kept", "changed", "dropped"]
Thing = Literal["file", "questionnaire", "page", "question", "expression", "text", "response"]


@dataclass(frozen=True)
class Line:
    """One thing of the file: where it stood, what became of it, and the reason as a code.

    `code` is a reason of `surveys.interchange.reasons`; kept things need none. `values` fill the
    reason's sentence. `line` is the row of a sheet or the line of a text file, where there is one.
    """

    thing: Thing
    outcome: Outcome
    place: str
    code: str = ""
    values: dict[str, Any] = field(default_factory=dict)
    line: int | None = None


class Report:
    """All lines of one import, in the order of the file."""

    def __init__(self) -> None:
        """Begin without lines."""
        self.lines: list[Line] = []

    def kept(self, thing: Thing, place: str, *, line: int | None = None) -> None:
        """Note that something came over as it was."""
        self.lines.append(Line(thing, "kept", place, line=line))

    def changed(
        self, thing: Thing, place: str, code: str, *, line: int | None = None, **values: Any
    ) -> None:
        """Note that something came over in another shape."""
        self.lines.append(Line(thing, "changed", place, code, values, line))

    def dropped(
        self, thing: Thing, place: str, code: str, *, line: int | None = None, **values: Any
    ) -> None:
        """Note that something could not come over."""
        self.lines.append(Line(thing, "dropped", place, code, values, line))

    def of(self, thing: Thing, outcome: Outcome | None = None) -> Iterator[Line]:
        """Return the lines about one kind of thing."""
        return (
            line
            for line in self.lines
            if line.thing == thing and (outcome is None or line.outcome == outcome)
        )

    def counts(self) -> dict[str, dict[str, int]]:
        """Return how many of each kind were kept, changed, dropped."""
        found = Counter((line.thing, line.outcome) for line in self.lines)
        things = dict.fromkeys(line.thing for line in self.lines)
        return {
            thing: {outcome: found[thing, outcome] for outcome in ("kept", "changed", "dropped")}
            for thing in things
        }


@dataclass(frozen=True)
class Imported:
    """What a file became: an Engage questionnaire, its report, and answers where it had some.

    `document` is a plain "engage-questionnaire/2" document that `surveys.definition.parse` takes.
    `responses` are answer documents as the database keeps them: question code → state.
    """

    document: dict[str, Any]
    report: Report
    responses: list[dict[str, Any]] = field(default_factory=list)


class Unreadable(ValueError):
    """The file cannot be read at all; nothing was imported. `code` is the reason."""

    def __init__(self, code: str, **values: Any) -> None:
        """Take the reason and what fills its sentence."""
        super().__init__(code)
        self.code = code
        self.values = values
