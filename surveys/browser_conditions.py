"""What the browser needs to show and hide questions of one page while somebody answers.

The form of the plain value is described where it is read: `static/js/show-if.js`.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any

from surveys.definition import Page, Question, Questionnaire
from surveys.logic import Expression, Op, Value, parse, questions_in, to_plain
from surveys.path import Path, option_condition
from surveys.questions.date import part_name, parts_of
from surveys.questions.file import kept_name
from surveys.questions.matrix_dual import FIRST, SECOND
from surveys.questions.options import comment_name, other_name
from surveys.questions.rows import row_name

Plain = dict[str, Any]


def moves(questionnaire: Questionnaire, page: Page, question: Question) -> bool:
    """Whether an answer on the same page can bring this question, or a part of it, in or out."""
    here = {other.code for other in page.questions}
    return any(not questions_in(tree).isdisjoint(here) for tree in _trees(questionnaire, question))


def conditions_of(
    questionnaire: Questionnaire, page: Page, path: Path, today: date
) -> Plain | None:
    """Return the plain value of a page; None when nothing on it moves."""
    if not any(moves(questionnaire, page, question) for question in page.questions):
        return None
    here = {question.code for question in page.questions}
    wanted = {
        code
        for question in page.questions
        for tree in _trees(questionnaire, question)
        for code in questions_in(tree)
    } - here
    before: dict[str, Value] = {
        name: value for name, value in path.values.items() if name.split(".")[0] in wanted
    }
    return {
        "today": today.isoformat(),
        "values": before,
        "questions": [_question(questionnaire, question) for question in page.questions],
    }


def _trees(questionnaire: Questionnaire, question: Question) -> Iterator[Expression]:
    if question.show_if:
        yield parse(question.show_if)
    if question.formula:
        yield parse(question.formula)
    for option in question.options:
        yield from option_condition(questionnaire, question, option.code)
    for row in question.rows:
        yield from option_condition(questionnaire, question, row.code, rows=True)


def _question(questionnaire: Questionnaire, question: Question) -> Plain:
    found: Plain = {"code": question.code, "reads": list(_reads(question))}
    if question.show_if:
        found["show_if"] = to_plain(parse(question.show_if))
    for name, rows in (("options", False), ("rows", True)):
        conditions = _of_parts(questionnaire, question, rows=rows)
        if any(tree is not None for tree in conditions.values()):
            found[name] = conditions
    if question.type == "computed" and question.formula:
        found["compute"] = to_plain(parse(question.formula))
        found["unseen"] = question.hidden
        if question.decimals is not None:
            found["decimals"] = question.decimals
    return found


def _of_parts(questionnaire: Questionnaire, question: Question, *, rows: bool) -> Plain:
    conditions: Plain = {}
    for part in question.rows if rows else question.options:
        trees = option_condition(questionnaire, question, part.code, rows=rows)
        tree = Op("and", tuple(trees)) if len(trees) > 1 else trees[0] if trees else None
        conditions[part.code] = to_plain(tree) if tree else None
    return conditions


_KINDS = {
    "scale": "point",
    "consent": "tick",
    "date": "date",
    "ranking": "ranks",
    "file": "files",
    "number": "number",
    "short_text": "text",
    "long_text": "text",
    "multiple": "codes",
}
_KINDS_OF_ROWS = {
    "matrix": "code",
    "matrix_multiple": "codes",
    "matrix_dual": "code",
    "matrix_number": "number",
    "numbers": "number",
}


def _reads(question: Question) -> Iterator[Plain]:
    code = question.code
    if not question.is_asked:
        return
    if question.rows:
        yield from _reads_of_rows(question)
    else:
        kind = _KINDS.get(question.type, "code")
        yield {"of": code, "as": kind, "name": code, **_more(question)}
    for option in question.other_codes:
        name = other_name(question, option)
        yield {"of": f"{code}.other", "as": "text", "name": name, "option": option}
    if question.comment:
        yield {"of": f"{code}.comment", "as": "text", "name": comment_name(question)}


def _more(question: Question) -> Plain:
    """Return what a kind needs besides the name of its control."""
    if question.type == "scale":
        return {"points": [str(point) for point in question.points]}
    if question.type == "date":
        parts = ("era", *parts_of(question))
        return {"names": {part: part_name(question, part) for part in parts}}
    if question.type == "ranking":
        return {"names": {o.code: row_name(question, o.code) for o in question.options}}
    if question.type == "file":
        return {"kept": kept_name(question)}
    return _limits(question) if question.type == "number" else {}


def _reads_of_rows(question: Question) -> Iterator[Plain]:
    kind = _KINDS_OF_ROWS.get(question.type, "text")
    for row in question.rows:
        parts = [column.code for column in question.columns]
        if question.type == "matrix_dual":
            parts = [FIRST, SECOND]
        for part in parts or [""]:
            yield {
                "of": ".".join(filter(None, (question.code, row.code, part))),
                "as": kind,
                "name": row_name(question, row.code, part),
                "row": row.code,
                **(_limits(question) if kind == "number" else {}),
            }


def _limits(question: Question) -> Plain:
    return {"min": question.min, "max": question.max, "decimals": question.decimals or 0}
