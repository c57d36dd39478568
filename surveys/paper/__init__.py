"""The questionnaire on paper, from the same definition that people answer on the web."""

from surveys.paper.facts import Facts
from surveys.paper.questionnaire import questionnaire_pdf, write

__all__ = ["Facts", "questionnaire_pdf", "write"]
