"""LimeSurvey: its questionnaires and answers in, its tab-separated form out."""

from surveys.interchange.limesurvey.reading import read
from surveys.interchange.limesurvey.writing import write, write_tsv

__all__ = ["read", "write", "write_tsv"]
