"""The questionnaire as a document: its schema, its checks, its texts."""

from surveys.definition.checks import parse, problems
from surveys.definition.problems import Problem, UnusableDefinition
from surveys.definition.schema import Column, Option, Page, Question, Questionnaire, Row, Texts
from surveys.definition.texts import text_in, title_in

__all__ = [
    "Column",
    "Option",
    "Page",
    "Problem",
    "Question",
    "Questionnaire",
    "Row",
    "Texts",
    "UnusableDefinition",
    "parse",
    "problems",
    "text_in",
    "title_in",
]
