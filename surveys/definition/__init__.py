"""The questionnaire as a document: its schema, its checks, its texts."""

from surveys.definition.checks import Problem, UnusableDefinition, parse, problems
from surveys.definition.schema import Answered, AnyOf, Option, Page, Question, Questionnaire, Row
from surveys.definition.texts import text_in

__all__ = [
    "Answered",
    "AnyOf",
    "Option",
    "Page",
    "Problem",
    "Question",
    "Questionnaire",
    "Row",
    "UnusableDefinition",
    "parse",
    "problems",
    "text_in",
]
