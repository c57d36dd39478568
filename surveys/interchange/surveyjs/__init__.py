"""SurveyJS, questionnaires as JSON, read and written."""

from surveys.interchange.surveyjs.reading import read

__all__ = ["read"]
