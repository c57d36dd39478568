"""What every question with lines shares: names, gathering, open lines, words."""

from collections.abc import Callable, Iterable
from typing import Any

from surveys.definition import Question, text_in
from surveys.questions.base import (
    ANSWERED,
    NO_ANSWER,
    Mistake,
    Raw,
    Reading,
    State,
    invalid,
)


def row_name(question: Question, row: str, part: str = "") -> str:
    """Return the name of one line's controls, or of one cell's."""
    return f"{question.code}-{row}-{part}" if part else f"{question.code}-{row}"


def gathered(
    question: Question,
    raw: Raw,
    names: list[str],
    cells: Iterable[tuple[str, str, Any, Mistake | None]],
    *,
    under: str = "rows",
    missing: str = "rows-missing",
) -> Reading:
    """Put lines together: each is (row, its first control, what was read or None, mistake).

    Open lines are fine unless the question must be answered.
    """
    found: dict[str, Any] = {}
    mistakes: list[Mistake] = []
    open_lines: list[str] = []
    for row, control, value, mistake in cells:
        if mistake is not None:
            mistakes.append(mistake)
        elif value is None:
            open_lines.append(control)
        else:
            found[row] = value
    if open_lines and question.must_be_answered and not mistakes:
        values = {"missing": len(open_lines), "rows": len(question.rows)}
        mistakes.append(Mistake(missing, open_lines[0], values))
    if mistakes:
        return invalid(raw, names, *mistakes)
    return Reading({"state": ANSWERED, under: found} if found else dict(NO_ANSWER))


def lines_of(
    question: Question,
    chosen: dict[str, Any],
    say: Callable[[Any], str],
    language: str,
    main: str,
) -> list[str]:
    """Return 「line：answer」 for each line answered."""
    return [
        f"{text_in(row.text, language, main)}：{say(chosen[row.code])}"
        for row in question.rows
        if row.code in chosen
    ]


def cell_of(state: State, *path: str) -> Any:
    """Return what an answered state holds under these keys, or None."""
    found: Any = state
    for key in path:
        if not isinstance(found, dict):
            return None
        found = found.get(key)
    return found
