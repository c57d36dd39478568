"""Past surveys that exist only as printed figures: shown as printed, with what they can mean."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from engage.stats.design import SurveyKind
from engage.stats.grim import PrintedShare, check_printed, possible_bases
from engage.stats.rates import Formula, Rate, response_rate
from surveys.models import PublishedFigure, PublishedResult

BASES_BELOW = 80
"""How many people fewer than n could have answered one question of a survey."""


@dataclass(frozen=True)
class CheckedFigure:
    """One printed number beside what whole numbers of people allow."""

    figure: PublishedFigure
    check: PrintedShare | None

    @property
    def verdict(self) -> str:
        """`impossible`, `one-count`, `several-counts`, `not-checkable`."""
        if self.check is None:
            return "not-checkable"
        if not self.check.counts:
            return "impossible"
        return "one-count" if len(self.check.counts) == 1 else "several-counts"


@dataclass(frozen=True)
class CheckedResult:
    """A published result with its figures, rates and the consistency of both."""

    result: PublishedResult
    figures: tuple[CheckedFigure, ...]
    rates: tuple[Rate, ...]
    rates_print_alike: bool
    common_bases: tuple[int, ...]
    """Bases up to n that would allow every printed percentage at once, when n itself does not."""

    @property
    def topics(self) -> tuple[tuple[str, tuple[CheckedFigure, ...]], ...]:
        """The figures in their printed order, grouped by question."""
        order: dict[str, list[CheckedFigure]] = {}
        for checked in self.figures:
            order.setdefault(checked.figure.topic, []).append(checked)
        return tuple((topic, tuple(items)) for topic, items in order.items())


def published_results(session: Session) -> list[PublishedResult]:
    """Return all published results, the latest first."""
    return list(
        session.scalars(
            select(PublishedResult).order_by(
                PublishedResult.fiscal_year.desc(), PublishedResult.code
            )
        )
    )


def published_result(session: Session, code: str) -> CheckedResult | None:
    """Return one published result with its checks, or None."""
    result = session.scalar(select(PublishedResult).where(PublishedResult.code == code))
    return checked(session, result) if result else None


def figures_of(session: Session, result: PublishedResult) -> list[PublishedFigure]:
    """Return the printed numbers in their order."""
    return list(
        session.scalars(
            select(PublishedFigure)
            .where(PublishedFigure.result_id == result.id)
            .order_by(PublishedFigure.position)
        )
    )


def checked(session: Session, result: PublishedResult) -> CheckedResult:
    """Check every printed number of a result against whole people."""
    figures = tuple(checked_figure(figure) for figure in figures_of(session, result))
    rates = rates_of(result)
    return CheckedResult(
        result=result,
        figures=figures,
        rates=rates,
        rates_print_alike=len({rate.percent for rate in rates}) == 1 and len(rates) > 1,
        common_bases=_common_bases(figures),
    )


def checked_figure(figure: PublishedFigure) -> CheckedFigure:
    """Check one printed percentage; without n or a percentage there is nothing to check."""
    if figure.printed_percent is None or figure.n is None:
        return CheckedFigure(figure, None)
    return CheckedFigure(figure, check_printed(figure.printed_percent, figure.n))


def survey_kind(name: str) -> SurveyKind:
    """Return what the statistics call a survey's kind; an open survey speaks for nobody else."""
    return {
        "sample": SurveyKind.PROBABILITY,
        "census": SurveyKind.CENSUS,
    }.get(name, SurveyKind.PANEL)


def rates_of(result: PublishedResult) -> tuple[Rate, ...]:
    """Return every rate that the printed counts allow, each with its formula.

    A mail survey with a web door has two: paper only, as reports often print it, and all that came.
    """
    if not result.asked or result.answered is None:
        return ()
    kind = survey_kind(result.kind)
    whole = Formula.COMPLETION if result.kind == "panel" else Formula.RETURNED
    rates = [response_rate(result.answered, result.asked, formula=whole, kind=kind)]
    paper = sum(c["count"] for c in result.channels if c["channel"] == "paper")
    if 0 < paper < result.answered:
        rates.append(response_rate(paper, result.asked, formula=Formula.PAPER, kind=kind))
    return tuple(rates)


def _common_bases(figures: tuple[CheckedFigure, ...]) -> tuple[int, ...]:
    impossible = [f for f in figures if f.verdict == "impossible"]
    if not impossible:
        return ()
    n = impossible[0].figure.n or 0
    printed = [
        f.figure.printed_percent
        for f in figures
        if f.figure.printed_percent is not None
        and f.figure.n == n
        and f.figure.topic == impossible[0].figure.topic
    ]
    return possible_bases(printed, max(1, n - BASES_BELOW), n)
