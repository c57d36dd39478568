"""The parts of our questions as forms know them: names, ends of scales, given options."""

from typing import Any

from surveys.definition import Option, Question, Questionnaire
from surveys.definition.given import WORDS


def names_of(questionnaire: Questionnaire) -> dict[str, str]:
    """Return what each reference is called in the form, every name once."""
    taken = set(questionnaire.questions) | {"intro", "thanks"}
    found: dict[str, str] = {}

    def name(path: str, wanted: str) -> None:
        free, number = wanted, 1
        while free in taken:
            number += 1
            free = f"{wanted}_{number}"
        taken.add(free)
        found[path] = free

    for question in questionnaire.questions.values():
        code = question.code
        if not question.rows:
            found[code] = code
        if question.other_codes:
            name(f"{code}.other", f"{code}_other")
        if question.comment:
            name(f"{code}.comment", f"{code}_comment")
        parts = [column.code for column in question.columns]
        parts = ["1", "2"] if question.type == "matrix_dual" else parts
        for row in question.rows:
            for part in parts or [""]:
                tail = f"_{part}" if part else ""
                name(
                    f"{code}.{row.code}" + (f".{part}" if part else ""), f"{code}_{row.code}{tail}"
                )
    return found


def as_part(question: Question) -> dict[str, Any]:
    """Return what makes a question of one cell of a table."""
    type_ = {"numbers": "number", "matrix_number": "number", "short_texts": "short_text",
             "matrix_text": "short_text"}.get(question.type, "note")  # fmt: skip
    return {"type": type_, "checks": []}


def end_texts(question: Question) -> dict[str, dict[str, str]]:
    """Return the words at points of a scale."""
    if question.type != "scale" or not question.ends:
        return {}
    points, ends = question.points, question.ends
    found = {str(points[0]): ends.low, str(points[-1]): ends.high}
    if ends.middle and len(points) % 2:
        found[str(points[len(points) // 2])] = ends.middle
    return found


def given_option(code: str, languages: list[str]) -> Option:
    """Return はい or いいえ in these languages."""
    words = {lang: text for lang, text in WORDS[code].items() if lang in languages}
    return Option(code=code, text=words or {"en": WORDS[code]["en"]})


def randomized(question: Question) -> str:
    """Return the parameter for a random order."""
    return "randomize=true" if question.shuffle else ""
