"""What a computed value will be, told from its formula: a number, a truth, or something to read."""

from dataclasses import dataclass

from surveys.definition import Question, Questionnaire
from surveys.logic import parse
from surveys.logic.check import Asked, Kind, kind_of

_KINDS: dict[str, Kind] = {
    "single": "code",
    "yes_no": "code",
    "district": "code",
    "consent": "code",
    "matrix": "code",
    "matrix_dual": "code",
    "multiple": "codes",
    "matrix_multiple": "codes",
    "ranking": "codes",
    "file": "codes",
    "scale": "number",
    "number": "number",
    "numbers": "number",
    "matrix_number": "number",
    "date": "date",
}


def kind_of_formula(questionnaire: Questionnaire, question: Question) -> Kind:
    """Return what kind of value a computed question gives."""
    return kind_of(parse(question.formula or "missing"), _Questions(questionnaire))


@dataclass(frozen=True)
class _Questions:
    """The questions of one questionnaire as formulas see them."""

    questionnaire: Questionnaire

    def has(self, question: str) -> bool:
        """Whether there is such a question."""
        return question in self.questionnaire.questions

    def asked(self, parts: tuple[str, ...]) -> Asked | None:
        """Return what kind of value an answer, or a part of it, is."""
        question = self.questionnaire.questions.get(parts[0])
        if question is None:
            return None
        if question.type == "computed":
            return Asked(kind_of_formula(self.questionnaire, question))
        if parts[1:] in {("other",), ("comment",)} and not question.rows:
            return Asked("text")
        return Asked(_KINDS.get(question.type, "text"))
