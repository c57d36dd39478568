"""The types of question: one file each, and this table.

To add a type: write its file, name it in `definition/schema.py` and `definition/fields.py`, add it
here, and draw its control in `templates/surveys/answer/_controls.html` and its paper form in
`surveys/paper`.
"""

from surveys.questions.base import Item, Mistake, QuestionType, Raw, Reading, Value, is_empty
from surveys.questions.consent import Consent
from surveys.questions.date import Date
from surveys.questions.file import File
from surveys.questions.long_text import LongText
from surveys.questions.matrix import Matrix
from surveys.questions.matrix_dual import MatrixDual
from surveys.questions.matrix_multiple import MatrixMultiple
from surveys.questions.matrix_number import MatrixNumber
from surveys.questions.matrix_text import MatrixText
from surveys.questions.multiple import Multiple
from surveys.questions.number import Number
from surveys.questions.numbers import Numbers
from surveys.questions.ranking import Ranking
from surveys.questions.scale import Scale
from surveys.questions.short_text import ShortText
from surveys.questions.short_texts import ShortTexts
from surveys.questions.single import Single
from surveys.questions.unasked import Computed, Note
from surveys.questions.view import QuestionView, view_of, with_hidden

TYPES: dict[str, QuestionType] = {
    "single": Single(),
    "multiple": Multiple(),
    "yes_no": Single(),
    "scale": Scale(),
    "matrix": Matrix(),
    "matrix_multiple": MatrixMultiple(),
    "matrix_dual": MatrixDual(),
    "matrix_number": MatrixNumber(),
    "matrix_text": MatrixText(),
    "number": Number(),
    "numbers": Numbers(),
    "short_text": ShortText(),
    "long_text": LongText(),
    "short_texts": ShortTexts(),
    "date": Date(),
    "ranking": Ranking(),
    "file": File(),
    "consent": Consent(),
    "district": Single(),
    "note": Note(),
    "computed": Computed(),
}

__all__ = [
    "TYPES",
    "Item",
    "Mistake",
    "QuestionType",
    "QuestionView",
    "Raw",
    "Reading",
    "Value",
    "is_empty",
    "view_of",
    "with_hidden",
]
