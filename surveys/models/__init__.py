"""What can be stored: surveys, who is asked, what was answered, what was printed before."""

from surveys.models.building import BankQuestion, QuestionnaireDraft, QuestionnaireEdit
from surveys.models.panel import Monitor
from surveys.models.published import PublishedFigure, PublishedResult
from surveys.models.response import Draft, Participation, Response
from surveys.models.survey import DefinitionVersion, Survey, SurveyPublication

__all__ = [
    "BankQuestion",
    "DefinitionVersion",
    "Draft",
    "Monitor",
    "Participation",
    "PublishedFigure",
    "PublishedResult",
    "QuestionnaireDraft",
    "QuestionnaireEdit",
    "Response",
    "Survey",
    "SurveyPublication",
]
