"""The simple table of a question: every option with its count, its share and what it may claim."""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from engage.stats.cells import CHOSEN, NO_ANSWER, NOT_ASKED, Cells, CellSource, option_key
from engage.stats.design import Design, SurveyKind
from engage.stats.intervals import LEVEL, IntervalOrReason, interval_for
from engage.stats.rounding import percent_text

SMALL_BASE = 30
"""Below this many respondents a share is for reference only (the custom of Japanese reports)."""


class Base(StrEnum):
    """Who is the 100 %."""

    ASKED = "asked"
    """Everybody who was asked, with 無回答: the rule in Japanese reports."""
    ANSWERED = "answered"
    """Only those who answered the question."""


@dataclass(frozen=True)
class Question:
    """What a table is about: a key, its option codes, and whether several may be chosen."""

    key: str
    options: tuple[str, ...]
    multiple: bool = False


@dataclass(frozen=True)
class Share:
    """How many of whom chose an option."""

    option: str
    count: int
    n: int
    value: float | None
    low: float | None
    high: float | None
    base: Base
    method: str
    kind: SurveyKind
    reason: str | None = None
    """Why there is no interval, as a code."""
    flags: tuple[str, ...] = ()

    @property
    def share(self) -> Fraction | None:
        """The exact share, for printing; None when nobody is in the base."""
        if self.value is None:
            return None
        return Fraction(self.value) if self.reason == "weighted" else Fraction(self.count, self.n)

    @property
    def percent(self) -> str | None:
        """The share as printed: 67.8."""
        return None if self.share is None else percent_text(self.share)


@dataclass(frozen=True)
class SimpleTable:
    """A question counted: options in their order, 無回答 last."""

    question: str
    multiple: bool
    n: int
    """People in the base."""
    asked: int
    no_answer: int
    rows: tuple[Share, ...]
    base: Base
    kind: SurveyKind
    flags: tuple[str, ...] = ()

    @property
    def answers(self) -> int:
        """All answers given, which in a multiple question are more than the people (M.T.)."""
        return sum(row.count for row in self.rows if row.option != NO_ANSWER)

    def row(self, option: str) -> Share:
        """Return the row of an option."""
        return next(row for row in self.rows if row.option == option)


def simple_table(
    source: CellSource,
    question: Question,
    design: Design,
    *,
    base: Base = Base.ASKED,
    level: float = LEVEL,
) -> SimpleTable:
    """Count one question: n, counts, shares of respondents, an interval or why there is none."""
    counts, asked, blank = _counted(source, question, design)
    named = list(zip(question.options, counts, strict=True))
    n, total = asked.n - blank.n, asked.w - blank.w
    if base is Base.ASKED:
        named.append((NO_ANSWER, blank))
        n, total = asked.n, asked.w
    return SimpleTable(
        question=question.key,
        multiple=question.multiple,
        n=n,
        asked=asked.n,
        no_answer=blank.n,
        rows=tuple(
            share_of(option, people.n, n, design, base=base, level=level, weights=(people.w, total))
            for option, people in named
        ),
        base=base,
        kind=design.kind,
        flags=small_base(n),
    )


def share_of(
    option: str,
    count: int,
    n: int,
    design: Design,
    *,
    base: Base,
    level: float = LEVEL,
    weights: tuple[float, float] | None = None,
) -> Share:
    """Return a count of n as a share with the interval that the design allows."""
    if design.weighted:
        found = IntervalOrReason(None, "weighted")
        weight, total = weights or (0.0, 0.0)
        value = weight / total if total else None
    else:
        found = interval_for(
            design.kind, count, n, population=design.population, about=design.about, level=level
        )
        value = count / n if n else None
    return Share(
        option=option,
        count=count,
        n=n,
        value=value,
        low=found.low,
        high=found.high,
        base=base,
        method=found.method,
        kind=design.kind,
        reason=found.reason,
        flags=small_base(n),
    )


def small_base(n: int) -> tuple[str, ...]:
    """Return the flag of a base that is for reference only."""
    return ("n-under-30",) if n < SMALL_BASE else ()


@dataclass(frozen=True)
class _People:
    n: int
    w: float


def _counted(
    source: CellSource, question: Question, design: Design
) -> tuple[list[_People], _People, _People]:
    """Return the people of each option, all who were asked, and those who left it blank."""
    if not question.multiple:
        cells = source.cells([question.key], design).without(question.key, NOT_ASKED)
        return [_at(cells, option) for option in question.options], _all(cells), _blank(cells)
    counts = []
    for option in question.options:
        key = option_key(question.key, option)
        cells = source.cells([key], design).without(key, NOT_ASKED)
        counts.append(_at(cells, CHOSEN))
    return counts, _all(cells), _blank(cells)


def _all(cells: Cells) -> _People:
    return _People(int(cells.n.sum()), float(cells.w.sum()))


def _blank(cells: Cells) -> _People:
    return _at(cells, NO_ANSWER)


def _at(cells: Cells, level: str) -> _People:
    place = cells.levels[0].index(level)
    return _People(int(cells.n[place]), float(cells.w[place]))
