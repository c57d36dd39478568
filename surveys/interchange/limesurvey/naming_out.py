"""What our questions and their parts are called in LimeSurvey, whose codes are shorter."""

import re

from surveys.definition import Question, Questionnaire
from surveys.interchange.limesurvey.script_out import Called
from surveys.interchange.report import Report

LONGEST_QUESTION = 20
LONGEST_ANSWER = 5
_CHOICES = frozenset({"single", "district", "matrix", "matrix_dual", "ranking", "scale"})
"""Types whose options are answers; those of the others are sub-questions with longer codes."""


def names_of(questionnaire: Questionnaire, report: Report) -> dict[str, Called]:
    """Return what every question is called; codes that had to change are reported."""
    names = _Names(LONGEST_QUESTION, "q")
    found = {}
    for question in questionnaire.questions.values():
        code = names.allot(question.code)
        found[question.code] = _called(question, code)
        if code != question.code:
            report.changed("text", question.code, "export-code", old=question.code, new=code)
    return found


def type_of(question: Question) -> str:
    """Return LimeSurvey's code for the type of a question."""
    if question.type == "single":
        if question.comment:
            return "O"
        return "!" if question.display == "dropdown" else "L"
    if question.type == "multiple":
        return "P" if is_commented(question) else "M"
    if question.type == "scale":
        return "5" if is_five(question) else "L"
    return {
        "yes_no": "Y", "matrix": "F", "matrix_multiple": ":", "matrix_dual": "1",
        "matrix_number": ":", "matrix_text": ";", "number": "N", "numbers": "K",
        "short_text": "S", "long_text": "T", "short_texts": "Q", "date": "D", "ranking": "R",
        "file": "|", "consent": "M", "district": "!", "note": "X", "computed": "*",
    }[question.type]  # fmt: skip


def is_five(question: Question) -> bool:
    """Whether a scale is LimeSurvey's own from 1 to 5."""
    return question.points == (1, 2, 3, 4, 5) and not question.options


def is_commented(question: Question) -> bool:
    """Whether more than one option has a line: LimeSurvey then has one for each."""
    return len(question.other_codes) > 1


def _called(question: Question, code: str) -> Called:
    other = ""
    if question.type in {"single", "multiple"} and not is_commented(question):
        other = next(iter(question.other_codes), "")
    longest = LONGEST_ANSWER if question.type in _CHOICES else LONGEST_QUESTION
    options = _Names(longest, "A")
    given = {"yes": "Y", "no": "N"} if question.type == "yes_no" else {}
    codes = {o.code: given.get(o.code) or options.allot(o.code) for o in question.choices}
    second = _Names(LONGEST_ANSWER, "A")
    rows, columns = _Names(LONGEST_QUESTION, "SQ"), _Names(LONGEST_QUESTION, "SQ")
    return Called(
        question,
        code,
        codes,
        {o.code: second.allot(o.code) for o in question.second_options},
        {row.code: rows.allot(row.code) for row in question.rows},
        {column.code: columns.allot(column.code) for column in question.columns},
        other,
    )


class _Names:
    """Codes of letters and digits, each once, none too long."""

    def __init__(self, longest: int, prefix: str) -> None:
        self._longest = longest
        self._prefix = prefix
        self._given: set[str] = set()

    def allot(self, wanted: str) -> str:
        """Return a free code near to the wanted one."""
        code = re.sub(r"[^A-Za-z0-9]", "", wanted)[: self._longest] or self._prefix
        free, number = code, 1
        while free.lower() in self._given:
            number += 1
            free = code[: self._longest - len(str(number))] + str(number)
        self._given.add(free.lower())
        return free
