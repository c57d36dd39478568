"""What happens with an answer, as the steps of the thread that pages draw."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class FutureStep:
    """One step from the answer to the line of the plan; drawn like every other thread."""

    kind: str
    what: str
    at_text: str = ""
    href: str = ""
    state: str = "later"
    label: str = ""
    why: str = ""
    short: str = ""
    is_fictional: bool = False


def steps(answer: str, planned: Iterable[dict[str, Any]], *, state: str) -> tuple[FutureStep, ...]:
    """Return the answer as the first step, and what the survey says will follow."""
    first = FutureStep(kind="voice", what=answer, state=state)
    later = (
        FutureStep(
            kind=str(step.get("kind", "evidence")),
            what=str(step.get("text", "")),
            at_text=str(step.get("at_text", "")),
            href=str(step.get("href", "")),
            state=str(step.get("state", "later")),
        )
        for step in planned
    )
    return (first, *later)
