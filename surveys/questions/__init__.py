"""The types of question: one file each, and this table.

To add a type: write its file, name it in `definition/schema.py`, add it here, and draw its control
in `templates/surveys/answer/_controls.html`.
"""

from surveys.questions.base import Mistake, QuestionType, Raw, Reading, is_empty
from surveys.questions.long_text import LongText
from surveys.questions.matrix import Matrix
from surveys.questions.multiple import Multiple
from surveys.questions.number import Number
from surveys.questions.short_text import ShortText
from surveys.questions.single import Single
from surveys.questions.view import QuestionView, view_of

TYPES: dict[str, QuestionType] = {
    "single": Single(),
    "multiple": Multiple(),
    "matrix": Matrix(),
    "number": Number(),
    "short_text": ShortText(),
    "long_text": LongText(),
}

__all__ = [
    "TYPES",
    "Mistake",
    "QuestionType",
    "QuestionView",
    "Raw",
    "Reading",
    "is_empty",
    "view_of",
]
