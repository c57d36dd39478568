"""LimeSurvey: its questionnaires and answers in, its tab-separated form out."""

from surveys.interchange.limesurvey.reading import read

__all__ = ["read"]
