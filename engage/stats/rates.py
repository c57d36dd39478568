"""Response rates: several named ones, each with its counts and the code of its formula."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from engage.stats.compare import Comparison, chi_square
from engage.stats.design import SurveyKind
from engage.stats.intervals import Interval, newcombe
from engage.stats.rounding import percent_text


class Formula(StrEnum):
    """What is divided by what; a page says it in words."""

    COMPLETION = "completed-over-invited"
    """Complete answers ÷ members invited: the rate of a panel (COMR of AAPOR)."""
    RETURNED = "returned-over-sent"
    """All answers that came back, on paper or on the web ÷ questionnaires sent."""
    PAPER = "paper-over-sent"
    """Answers on paper only ÷ questionnaires sent."""
    WEB = "web-over-sent"
    """Answers on the web only ÷ questionnaires sent."""
    VALID = "valid-over-sent"
    """Answers that are not blank ÷ questionnaires sent."""
    DELIVERED = "returned-over-delivered"
    """All answers ÷ questionnaires that did not come back undelivered."""


@dataclass(frozen=True)
class Rate:
    """A response rate: a plain count of everybody asked, so it has no interval."""

    count: int
    n: int
    formula: Formula
    kind: SurveyKind
    group: str | None = None
    value: float | None = None
    low: float | None = None
    high: float | None = None
    base: str = "asked"
    method: str = "counted-in-full"
    flags: tuple[str, ...] = ()

    @property
    def share(self) -> Fraction | None:
        """The exact rate, for printing; None when nobody was asked."""
        return Fraction(self.count, self.n) if self.n else None

    @property
    def percent(self) -> str | None:
        """The rate as printed: 90.6."""
        return percent_text(self.count, self.n) if self.n else None


@dataclass(frozen=True)
class RateTable:
    """The rate of all, of each group, and whether the groups differ."""

    overall: Rate
    groups: tuple[Rate, ...]
    test: Comparison | None
    difference: Interval | None
    """First group minus second, where there are exactly two."""


def response_rate(
    count: int,
    n: int,
    *,
    formula: Formula = Formula.COMPLETION,
    kind: SurveyKind = SurveyKind.PANEL,
    group: str | None = None,
) -> Rate:
    """Return how many of those asked answered; ValueError when more answered than were asked."""
    if not 0 <= count <= n:
        raise ValueError(f"{count} answers from {n} people asked")
    return Rate(
        count=count,
        n=n,
        formula=formula,
        kind=kind,
        group=group,
        value=count / n if n else None,
        flags=("n-under-30",) if n < 30 else (),
    )


def response_rates(
    answered: Mapping[str, int],
    asked: Mapping[str, int],
    *,
    formula: Formula = Formula.COMPLETION,
    kind: SurveyKind = SurveyKind.PANEL,
) -> RateTable:
    """Return the rate overall and by group; the groups are those that were asked."""
    strangers = [group for group in answered if group not in asked]
    if strangers:
        raise ValueError(f"Answers from groups that nobody asked: {strangers}")
    groups = tuple(
        response_rate(answered.get(group, 0), n, formula=formula, kind=kind, group=group)
        for group, n in asked.items()
    )
    counted = [rate for rate in groups if rate.n]
    overall = response_rate(
        sum(rate.count for rate in groups),
        sum(rate.n for rate in groups),
        formula=formula,
        kind=kind,
    )
    test = chi_square([[rate.count for rate in counted], [rate.n - rate.count for rate in counted]])
    difference = None
    if len(counted) == 2:
        first, second = counted
        difference = newcombe(first.count, first.n, second.count, second.n)
    return RateTable(overall, groups, test, difference)


def prints_alike(count1: int, count2: int, n: int, *, decimals: int = 1) -> bool:
    """Say whether two counts print as the same percentage: 406 and 407 of 1500 are both 27.1."""
    return percent_text(count1, n, decimals=decimals) == percent_text(count2, n, decimals=decimals)
