"""Cells of released tables as evidence; the key is survey/question/option/by/group."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy.orm import Session

from engage.core.errors import NotFound
from engage.japanese.text import search_copy
from surveys.frame import frame_of
from surveys.models import Survey
from surveys.results import report
from surveys.results.crosses import CrossResult, ShownCell, ShownGroup, ShownRow, cross_result
from surveys.results.tables import JAPANESE, design_of
from surveys.results.topics import Topic, topic_of

PARTS = 5


@dataclass(frozen=True)
class CitedCell:
    """One shown share in one group of a released table."""

    survey: Survey
    cross: CrossResult
    row: ShownRow
    group: ShownGroup
    cell: ShownCell

    @property
    def key(self) -> str:
        """What the cell is cited by."""
        asked = f"{self.survey.code}/{self.cross.question}/{self.row.code}"
        return f"{asked}/{self.cross.by}/{self.group.code}"

    @property
    def title(self) -> str:
        """The cell in a few words."""
        return f"「{self.group.label}」の「{self.row.label}」{self.cell.percent}％"


def cell_of(session: Session, key: str) -> CitedCell:
    """Return the cell that a key names; NotFound where it is hidden, empty or not released."""
    parts = key.split("/")
    survey = report.released_survey(session, parts[0])
    if survey is None or len(parts) != PARTS:
        raise NotFound("not-found")
    _, question, option, by, group = parts
    asked = _topics(session, survey, report.CHOICE).get(question)
    axis = _topics(session, survey, report.ONE).get(by)
    if asked is None or axis is None or asked.key == axis.key:
        raise NotFound("not-found")
    for found in _shown(survey, _counted(session, survey, asked, axis)):
        if (found.row.code, found.group.code) == (option, group):
            return found
    raise NotFound("statistic-is-hidden")


def cells_matching(session: Session, survey: Survey, wanted: list[str]) -> Iterator[CitedCell]:
    """Return the cells whose words match; tables without a match are not counted."""
    axes = _topics(session, survey, report.ONE)
    for asked in _topics(session, survey, report.CHOICE).values():
        for axis in axes.values():
            pairs = _pairs(survey, asked, axis, wanted) if asked.key != axis.key else set()
            if pairs:
                for found in _shown(survey, _counted(session, survey, asked, axis)):
                    if (found.row.code, found.group.code) in pairs:
                        yield found


def _topics(session: Session, survey: Survey, types: set[str]) -> dict[str, Topic]:
    questions = frame_of(session, survey).questionnaire.questions
    return {
        code: topic_of(question, JAPANESE)
        for code, question in questions.items()
        if question.type in types
    }


def _counted(session: Session, survey: Survey, asked: Topic, axis: Topic) -> CrossResult:
    design = design_of(survey.kind, report.asked_in(session, survey))
    return cross_result(frame_of(session, survey).cells, asked, axis, design)


def _shown(survey: Survey, cross: CrossResult) -> Iterator[CitedCell]:
    for row in cross.rows:
        for group, cell in zip(cross.groups, row.cells, strict=True):
            if cell.count is not None and cell.share is not None and group.n is not None:
                yield CitedCell(survey, cross, row, group, cell)


def _pairs(survey: Survey, asked: Topic, axis: Topic, wanted: list[str]) -> set[tuple[str, str]]:
    """Return the options and groups whose words, with those around them, match every word."""
    around = search_copy(f"{survey.title} {asked.text} {axis.text}")
    options = {code: search_copy(label) for code, label in asked.options}
    groups = {code: search_copy(label) for code, label in axis.options}
    left = [word for word in wanted if word not in around]
    return {
        (option, group)
        for option, label in options.items()
        for group, name in groups.items()
        if all(word in label or word in name for word in left)
        and any(word in label for word in left)
        and any(word in name for word in left)
    }
