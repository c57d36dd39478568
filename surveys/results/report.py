"""Everything about one survey's answers in one place: what pages, files and commands read."""

from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engage.stats.rates import Rate
from surveys.definition import Question, Questionnaire, text_in
from surveys.frame import Frame, frame_of
from surveys.models import Participation, Survey
from surveys.results.bases import of_those_who_answered
from surveys.results.crosses import CrossResult, cross_result
from surveys.results.rates import AXES, RatesBy, rates_by
from surveys.results.tables import (
    JAPANESE,
    QuestionResult,
    Words,
    counted,
    design_of,
    question_result,
    question_results,
)
from surveys.results.topics import topic_of

ONE = {"single", "yes_no", "scale", "district"}
"""Questions whose groups others can be read by."""
CHOICE = ONE | {"multiple"}


@dataclass(frozen=True)
class SurveyResults:
    """A survey counted: rates, and every question."""

    survey: Survey
    frame: Frame
    rates: tuple[RatesBy, ...]
    questions: tuple[QuestionResult, ...]
    words: Words

    @property
    def rate(self) -> Rate:
        """The rate of everybody."""
        return self.rates[0].table.overall

    @property
    def main(self) -> QuestionResult:
        """The question that the survey is known for: the first that takes several answers."""
        return next((q for q in self.questions if q.type == "multiple"), self.questions[0])

    @property
    def banners(self) -> tuple[Question, ...]:
        """The questions whose groups other questions can be read by."""
        return banner_questions(self.frame.questionnaire)


def banner_questions(questionnaire: Questionnaire) -> tuple[Question, ...]:
    """Return the questions whose groups other questions can be read by."""
    return tuple(question for question in questionnaire.questions.values() if question.type in ONE)


def results_of(session: Session, survey: Survey, words: Words = JAPANESE) -> SurveyResults:
    """Count a survey."""
    frame = frame_of(session, survey)
    order = [
        text_in(option.text, "ja", "ja")
        for question in frame.questionnaire.questions.values()
        if question.type in ONE
        for option in question.choices
    ]
    rates = tuple(rates_by(session, survey, axis, order) for axis in AXES)
    design = design_of(survey.kind, asked_in(session, survey))
    return SurveyResults(survey, frame, rates, question_results(frame, design, words), words)


def without_no_answer(results: SurveyResults) -> SurveyResults:
    """Return the same with 無回答 out of every base, where that may be shown."""
    design = design_of(results.survey.kind, results.rate.n)
    questions = tuple(of_those_who_answered(q, design) or q for q in results.questions)
    return replace(results, questions=questions)


def asked_in(session: Session, survey: Survey) -> int:
    """Return how many people were asked."""
    return (
        session.scalar(
            select(func.count())
            .select_from(Participation)
            .where(Participation.survey_id == survey.id)
        )
        or 0
    )


def one_question(
    session: Session, survey: Survey, code: str, words: Words = JAPANESE
) -> QuestionResult | None:
    """Count one question of a survey, or None when it has no such question."""
    frame = frame_of(session, survey)
    design = design_of(survey.kind, asked_in(session, survey))
    for number, question in enumerate(counted(frame.questionnaire), start=1):
        if question.code == code:
            return question_result(frame, question, number, design, words)
    return None


def crosses_by(
    session: Session, survey: Survey, by: str, words: Words = JAPANESE
) -> tuple[CrossResult, ...]:
    """Return every choice question by the groups of one single-choice question."""
    frame = frame_of(session, survey)
    questions = frame.questionnaire.questions
    axis = questions.get(by)
    if axis is None or axis.type not in ONE:
        return ()
    design = design_of(survey.kind, asked_in(session, survey))
    return tuple(
        cross_result(frame.cells, topic_of(question, words), topic_of(axis, words), design, words)
        for question in questions.values()
        if question.type in CHOICE and question.code != by
    )


def released_survey(session: Session, code: str) -> Survey | None:
    """Return a survey whose results are public, or None."""
    return session.scalar(
        select(Survey).where(Survey.code == code, Survey.results_released_at.is_not(None))
    )


def any_survey(session: Session, code: str) -> Survey | None:
    """Return a survey for planners, or None."""
    return session.scalar(select(Survey).where(Survey.code == code, Survey.state != "draft"))


def tabulated_surveys(session: Session) -> list[Survey]:
    """Return every survey that was published, the latest first."""
    return list(
        session.scalars(
            select(Survey).where(Survey.state != "draft").order_by(Survey.opens_at.desc())
        )
    )


def as_plain(results: SurveyResults) -> dict[str, Any]:
    """Return the results as plain values for a program (`engage survey results --json`)."""
    survey = results.survey
    return {
        "survey": survey.code,
        "title": survey.title,
        "kind": survey.kind,
        "mode": survey.mode,
        "fictional": survey.is_fictional,
        "asked": results.rate.n,
        "answered": results.rate.count,
        "responses": results.frame.responses,
        "rate_percent": results.rate.percent,
        "formula": str(results.rate.formula),
        "rates": {by.axis: [_plain_rate(row) for row in by.rows[1:]] for by in results.rates},
        "main_question": results.main.code,
        "questions": [_plain_question(question) for question in results.questions],
    }


def _plain_rate(row: Any) -> dict[str, Any]:
    return {
        "group": row.group,
        "asked": row.asked,
        "answered": row.answered,
        "percent": row.percent,
        "hidden": row.is_hidden,
    }


def _plain_question(question: QuestionResult) -> dict[str, Any]:
    plain: dict[str, Any] = {
        "code": question.code,
        "type": question.type,
        "text": question.text,
        "limit": question.limit,
        "n": question.n,
        "not_shown": question.not_shown,
        "no_answer": question.no_answer,
    }
    if question.rows:
        plain["rows"] = [_plain_row(row) for row in question.rows]
    if question.items:
        plain["items"] = [
            {
                "code": item.code,
                "label": item.label,
                "n": item.n,
                "rows": [_plain_row(row) for row in item.rows],
                **({"summary": item.summary.__dict__} if item.summary else {}),
            }
            for item in question.items
        ]
    if question.summary:
        plain["summary"] = question.summary.__dict__
    return plain


def _plain_row(row: Any) -> dict[str, Any]:
    return {
        "code": row.code,
        "label": row.label,
        "count": row.count,
        "percent": row.percent,
        "low": row.low,
        "high": row.high,
        "hidden": row.is_hidden,
    }
