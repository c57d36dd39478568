"""What can be stored: surveys, who is asked, what was answered, what was printed before."""

from surveys.models.panel import Monitor
from surveys.models.published import PublishedFigure, PublishedResult
from surveys.models.response import Draft, Participation, Response
from surveys.models.survey import DefinitionVersion, Survey, SurveyPublication

__all__ = [
    "DefinitionVersion",
    "Draft",
    "Monitor",
    "Participation",
    "PublishedFigure",
    "PublishedResult",
    "Response",
    "Survey",
    "SurveyPublication",
]
