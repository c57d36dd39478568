"""What the plan may cite of surveys: a counted share, a table's cell, or a printed figure."""

from collections.abc import Iterable
from contextlib import suppress
from itertools import chain

from sqlalchemy import select
from sqlalchemy.orm import Session

from engage.core.clock import JST
from engage.core.errors import NotFound
from engage.japanese.era import wareki_date
from engage.japanese.text import search_copy
from engage.plan.evidence import Candidate, EvidenceRef, Snapshot
from engage.plan.thread import Page
from surveys import citing
from surveys.models import PublishedFigure, PublishedResult, Survey
from surveys.results import published, report
from surveys.results.tables import QuestionResult, ResultRow

MOST_HITS = 40
GROUP = "調査"


class SurveyStatistics:
    """Shares of the answers to a choice question; the key is survey/question/option.

    The share in one group adds /by/group.
    """

    kind = "statistic"
    label = "調査の集計値"
    group = GROUP

    def search(self, session: Session, words: str) -> list[Candidate]:
        """Return the options whose words match; hidden numbers cannot be cited."""
        wanted = search_copy(words).split()
        found = chain(_named_cell(session, words), _statistics(session, wanted))
        return list(_first(chain(found, _cells(session, wanted)), MOST_HITS))

    def resolve(self, session: Session, key: str) -> Snapshot:
        """Return a share as it stands now, with n, interval and what it cannot say."""
        if key.count("/") == citing.PARTS - 1:
            return _cell_snapshot(session, citing.cell_of(session, key))
        survey, question, row = _located(session, key)
        if row.is_hidden:
            raise NotFound("statistic-is-hidden")
        return Snapshot(
            kind=self.kind,
            key=key,
            title=f"「{row.label}」{row.percent}％",
            statement=_statement(survey, question, row),
            figures={
                "question": question.text,
                "option": row.label,
                "count": row.count,
                "n": question.n,
                "percent": row.percent,
                "low": row.low,
                "high": row.high,
                "method": "wilson-finite" if survey.kind == "panel" else "wilson",
                "survey_kind": survey.kind,
                "asked": report.asked_in(session, survey),
                "limit": question.limit,
            },
            source=_period(survey),
            page=Page.of("surveys_results.results", question.code, code=survey.code)
            if survey.results_released_at
            else None,
            at_text=wareki_date(survey.closes_at.astimezone(JST).date()),
            is_fictional=survey.is_fictional,
            notes=_limits(survey),
        )


class PublishedResults:
    """Printed figures of past surveys; the key is result/position."""

    kind = "published-result"
    label = "印刷された結果"
    group = GROUP

    def search(self, session: Session, words: str) -> list[Candidate]:
        """Return the printed figures whose words match."""
        wanted = search_copy(words).split()
        found = (
            Candidate(
                ref=EvidenceRef(self.kind, f"{result.code}/{figure.position}"),
                label=f"「{figure.label}」{_printed(figure)}",
                detail=f"{result.title}　n＝{figure.n}" if figure.n else result.title,
                group=self.group,
            )
            for result, figure in _figures(session)
            if _matches(wanted, result.title, figure.topic, figure.label)
        )
        return list(_first(found, MOST_HITS))

    def resolve(self, session: Session, key: str) -> Snapshot:
        """Return a printed figure as printed, with what whole numbers of people say of it."""
        code, _, position = key.partition("/")
        for result, figure in _figures(session):
            if result.code == code and str(figure.position) == position:
                return self._snapshot(key, result, figure)
        raise NotFound("not-found")

    def _snapshot(self, key: str, result: PublishedResult, figure: PublishedFigure) -> Snapshot:
        checked = published.checked_figure(figure)
        return Snapshot(
            kind=self.kind,
            key=key,
            title=f"「{figure.label}」{_printed(figure)}",
            statement=f"{result.title}に印刷された値。n＝{figure.n}。",
            figures={
                "topic": figure.topic,
                "option": figure.label,
                "printed_percent": figure.printed_percent,
                "n": figure.n,
                "count": figure.count,
                "survey_kind": result.kind,
                "check": checked.verdict,
                "possible_counts": list(checked.check.counts) if checked.check else [],
            },
            source=result.source,
            page=Page.of(
                "surveys_results.published_result", f"figure-{figure.position}", code=result.code
            ),
            at_text=wareki_date(result.period_to) if result.period_to else "",
            is_fictional=result.is_fictional,
            notes=_check_note(checked),
        )


def _statistics(session: Session, wanted: list[str]) -> Iterable[Candidate]:
    for survey in report.tabulated_surveys(session):
        if survey.results_released_at is None:
            continue  # a citation shows its number to everyone
        results = report.results_of(session, survey)
        for question in results.questions:
            for row in question.rows:
                if row.is_hidden or row.is_rest or row.percent is None:
                    continue
                if _matches(wanted, survey.title, question.text, row.label):
                    yield Candidate(
                        ref=EvidenceRef("statistic", f"{survey.code}/{question.code}/{row.code}"),
                        label=f"「{row.label}」{row.percent}％",
                        detail=f"{survey.title}　n＝{question.n}",
                        group=GROUP,
                        is_fictional=survey.is_fictional,
                    )


def _named_cell(session: Session, words: str) -> Iterable[Candidate]:
    """Return the cell whose key was typed, as the results pages show it."""
    if words.count("/") == citing.PARTS - 1:
        with suppress(NotFound):
            yield _cell_candidate(citing.cell_of(session, words.strip()))


def _cells(session: Session, wanted: list[str]) -> Iterable[Candidate]:
    if len(wanted) < 2:
        return  # one word names an option or a group, never a cell
    for survey in report.tabulated_surveys(session):
        if survey.results_released_at is not None:
            yield from map(_cell_candidate, citing.cells_matching(session, survey, wanted))


def _cell_candidate(found: citing.CitedCell) -> Candidate:
    return Candidate(
        ref=EvidenceRef("statistic", found.key),
        label=found.title,
        detail=f"{found.survey.title}　n＝{found.group.n}",
        group=GROUP,
        is_fictional=found.survey.is_fictional,
    )


def _cell_snapshot(session: Session, found: citing.CitedCell) -> Snapshot:
    survey, cross, cell = found.survey, found.cross, found.cell
    return Snapshot(
        kind=SurveyStatistics.kind,
        key=found.key,
        title=found.title,
        statement=(
            f"「{cross.by_text}」に「{found.group.label}」と答えた{found.group.n}人のうち"
            f"{cell.count}人（{cell.percent}％）が選んだ。"
        ),
        figures={
            "question": cross.text,
            "option": found.row.label,
            "by": cross.by_text,
            "group": found.group.label,
            "count": cell.count,
            "n": found.group.n,
            "percent": cell.percent,
            "mark": cell.mark,
            "survey_kind": survey.kind,
            "asked": report.asked_in(session, survey),
        },
        source=_period(survey),
        page=Page.of(
            "surveys_results.results", f"x-{cross.question}", code=survey.code, by=cross.by
        ),
        at_text=wareki_date(survey.closes_at.astimezone(JST).date()),
        is_fictional=survey.is_fictional,
        notes=_limits(survey),
    )


def _located(session: Session, key: str) -> tuple[Survey, QuestionResult, ResultRow]:
    parts = key.split("/")
    survey = report.released_survey(session, parts[0])
    if survey is None or len(parts) != 3:
        raise NotFound("not-found")
    question = report.one_question(session, survey, parts[1])
    try:
        row = question.row(parts[2]) if question else None
    except KeyError:
        row = None
    if question is None or row is None:
        raise NotFound("not-found")
    return survey, question, row


def _figures(session: Session) -> list[tuple[PublishedResult, PublishedFigure]]:
    return [
        (result, figure)
        for result, figure in session.execute(
            select(PublishedResult, PublishedFigure)
            .join(PublishedFigure, PublishedFigure.result_id == PublishedResult.id)
            .order_by(PublishedResult.fiscal_year.desc(), PublishedFigure.position)
        )
    ]


def _matches(wanted: list[str], *texts: str) -> bool:
    copy = search_copy(" ".join(texts))
    return all(word in copy for word in wanted)


def _first(found: Iterable[Candidate], most: int) -> Iterable[Candidate]:
    for _, candidate in zip(range(most), found, strict=False):
        yield candidate


def _printed(figure: PublishedFigure) -> str:
    return f"{figure.printed_percent}％（印刷値）" if figure.printed_percent else "（値の印刷なし）"


def _statement(survey: Survey, question: QuestionResult, row: ResultRow) -> str:
    who = "モニター" if survey.kind == "panel" else "回答者"
    return f"{who}{question.n}人のうち{row.count}人（{row.percent}％）が選んだ。"


def _period(survey: Survey) -> str:
    start, end = (t.astimezone(JST).date() for t in (survey.opens_at, survey.closes_at))
    return f"{survey.title}（{wareki_date(start)}～{wareki_date(end)}）"


def _limits(survey: Survey) -> str:
    if survey.kind == "panel":
        return "登録モニターについての値です。市民全体の割合ではありません。"
    return ""


def _check_note(checked: published.CheckedFigure) -> str:
    if checked.verdict != "impossible" or checked.check is None:
        return ""
    beside = [b for b in (checked.check.below, checked.check.above) if b is not None]
    listed = "、".join(f"{b.count}人＝{b.percent}％" for b in beside)
    return (
        f"{checked.check.printed}％は{checked.check.n}人の割合として成り立ちません（{listed}）。"
        "印刷値として引用します。"
    )
