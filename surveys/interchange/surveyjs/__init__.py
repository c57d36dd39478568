"""SurveyJS, questionnaires as JSON, read and written."""

from surveys.interchange.surveyjs.answers import read_responses
from surveys.interchange.surveyjs.reading import read
from surveys.interchange.surveyjs.writing import write, written

__all__ = ["read", "read_responses", "write", "written"]
