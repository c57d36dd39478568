"""The same question in two surveys: what may be compared, and how far the shares moved."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from engage.japanese.text import search_copy
from engage.stats.intervals import newcombe
from surveys.definition.ruby import without_readings
from surveys.models import Participation, PublishedFigure, Survey
from surveys.results.published import CheckedFigure, CheckedResult
from surveys.results.report import SurveyResults
from surveys.results.tables import QuestionResult, ResultRow

INDEPENDENT = {"sample", "panel"}
"""Kinds of surveys in which a difference has an interval, when nobody was asked twice."""


Interval = tuple[float, float]


@dataclass(frozen=True)
class WaveRow:
    """One option then and now; no difference where it would not hold."""

    code: str
    label: str
    before_count: int | None
    before: Fraction | None
    now_count: int | None
    now: Fraction | None
    difference: float | None = None
    low: float | None = None
    high: float | None = None
    intervals: tuple["Interval | None", "Interval | None"] | None = None
    """Of the share before and of that now."""
    was_there: bool = True
    """Whether the option was offered before."""


@dataclass(frozen=True)
class Wave:
    """One question in an earlier survey and in this one."""

    question: str
    text: str
    n_before: int
    n_now: int
    rows: tuple[WaveRow, ...]
    differences: tuple[str, ...]
    """Why the two are not comparable; () if they are.

    `wording`, `options`, `kind`, `base`, `same-people`, `printed`.
    """


def waves(before: SurveyResults, now: SurveyResults, *, asked_in_both: int = 0) -> tuple[Wave, ...]:
    """Return every choice question that both surveys asked, under its code or with its words.

    A difference is now minus before with Newcombe's interval for independent shares; it is left
    out, with the reason, where the two are not comparable.
    """
    earlier = {question.code: question for question in before.questions if question.rows}
    by_words = {_words(question.text): question for question in earlier.values()}
    found = []
    for question in now.questions:
        same = by_words.get(_words(question.text)) or earlier.get(question.code)
        if question.rows and same is not None and same.type == question.type:
            reasons = tuple(_reasons(same, question, before.survey, now.survey, asked_in_both))
            found.append(_wave(same, question, reasons))
    return tuple(found)


def beside_printed(before: CheckedResult, now: SurveyResults) -> tuple[Wave, ...]:
    """Return the questions of which a past survey printed figures, by words or by options.

    Printed percentages have no counts to test, so they stand beside without a difference.
    """
    found = []
    for question in now.questions:
        same = _printed_alike(question, before) if question.rows else None
        if same is not None:
            found.append(_beside(question, *same, before.result.kind, now.survey.kind))
    return tuple(found)


def _printed_alike(
    question: QuestionResult, before: CheckedResult
) -> tuple[str, tuple[CheckedFigure, ...]] | None:
    """Return the printed topic of a question's words, else one of which half the options agree."""
    offered = {_words(row.label) for row in question.rows if not row.is_rest}
    for topic, figures in before.topics:
        if _words(topic) == _words(question.text):
            return topic, figures
    for topic, figures in before.topics:
        labels = {_words(each.figure.label) for each in figures}
        if len(labels) > 1 and 2 * len(labels & offered) >= len(labels):
            return topic, figures
    return None


def _beside(
    now: QuestionResult,
    topic: str,
    figures: Sequence[CheckedFigure],
    kind_before: str,
    kind: str,
) -> Wave:
    printed = {_words(each.figure.label): each.figure for each in figures}
    reasons = ["printed"]
    if _words(topic) != _words(now.text):
        reasons.append("wording")
    if set(printed) != {_words(row.label) for row in now.rows if not row.is_rest}:
        reasons.append("options")
    if kind_before != kind:
        reasons.append("kind")
    return Wave(
        question=now.code,
        text=now.text,
        n_before=next((f.n for f in printed.values() if f.n), 0),
        n_now=now.n,
        rows=tuple(_printed_row(printed.get(_words(row.label)), row) for row in now.rows),
        differences=tuple(reasons),
    )


def _printed_row(figure: PublishedFigure | None, now: ResultRow) -> WaveRow:
    given = figure.printed_percent if figure else None
    share = Fraction(given) / 100 if given else None
    return WaveRow(
        now.code,
        now.label,
        figure.count if figure else None,
        share,
        now.count,
        now.share,
        intervals=(None, _interval(now)),
        was_there=share is not None,
    )


def asked_in_both(session: Session, one: Survey, other: Survey) -> int:
    """Return how many people were asked in both surveys."""
    first, second = aliased(Participation), aliased(Participation)
    return (
        session.scalar(
            select(func.count())
            .select_from(first)
            .join(second, first.monitor_id == second.monitor_id)
            .where(first.survey_id == one.id, second.survey_id == other.id)
        )
        or 0
    )


def _words(text: str) -> str:
    return search_copy(without_readings(text))


def _reasons(
    before: QuestionResult, now: QuestionResult, earlier: Survey, later: Survey, both: int
) -> list[str]:
    found = []
    if _words(before.text) != _words(now.text):
        found.append("wording")
    if [_words(row.label) for row in before.rows] != [_words(row.label) for row in now.rows]:
        found.append("options")
    if earlier.kind != later.kind or later.kind not in INDEPENDENT:
        found.append("kind")
    if bool(before.not_shown) != bool(now.not_shown):
        found.append("base")
    if both:
        found.append("same-people")
    return found


def _wave(before: QuestionResult, now: QuestionResult, reasons: tuple[str, ...]) -> Wave:
    earlier = {_words(row.label): row for row in before.rows}
    return Wave(
        question=now.code,
        text=now.text,
        n_before=before.n,
        n_now=now.n,
        rows=tuple(
            _row(earlier.get(_words(row.label)), row, before.n, now.n, comparable=not reasons)
            for row in now.rows
        ),
        differences=reasons,
    )


def _row(
    before: ResultRow | None, now: ResultRow, n_before: int, n_now: int, *, comparable: bool
) -> WaveRow:
    then = (before.count, before.share) if before else (None, None)
    doubts = (_interval(before), _interval(now))
    row = WaveRow(now.code, now.label, *then, now.count, now.share, intervals=doubts)
    row = replace(row, was_there=before is not None)
    if not comparable or before is None or before.count is None or now.count is None:
        return row
    if not n_before or not n_now:
        return row
    interval = newcombe(now.count, n_now, before.count, n_before)
    difference = now.count / n_now - before.count / n_before
    return replace(row, difference=difference, low=interval.low, high=interval.high)


def _interval(row: ResultRow | None) -> Interval | None:
    if row is None or row.low is None or row.high is None:
        return None
    return row.low, row.high
