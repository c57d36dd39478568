"""Conditions as rows that anybody can fill in, and as expressions.

A row says: of this earlier question, one of these options was chosen, or it was answered, or its
number is at least so much. All rows must hold, or one of them.
"""

import re
from dataclasses import dataclass
from typing import Any

from surveys.building.finding import Part, Refused, questions
from surveys.building.units import Document
from surveys.definition.schema import Question

CHOSEN, NOT_CHOSEN = "chosen", "not_chosen"
ANSWERED, NOT_ANSWERED = "answered", "not_answered"
AT_LEAST, AT_MOST, EQUALS = "at_least", "at_most", "equals"
RELATIONS = (CHOSEN, NOT_CHOSEN, ANSWERED, NOT_ANSWERED, AT_LEAST, AT_MOST, EQUALS)
MOST_ROWS = 10

_SIGNS = {AT_LEAST: ">=", AT_MOST: "<=", EQUALS: "="}
_NAME = r"[a-z][a-z0-9_]{0,29}(?:\.[A-Za-z0-9_]{1,20})?"
_HAS = re.compile(rf"({_NAME}) has '([A-Za-z0-9_]{{1,20}})'")
_ANSWERED = re.compile(rf"(not )?answered\(({_NAME})\)")
_COMPARED = re.compile(rf"({_NAME}) (>=|<=|=) (-?\d{{1,15}}(?:\.\d{{1,6}})?)")


@dataclass(frozen=True)
class Row:
    """One line of a condition; `about` is a question, or one row of a matrix as "q1.r1"."""

    about: str
    relation: str
    codes: tuple[str, ...] = ()
    number: str = ""


@dataclass(frozen=True)
class Rows:
    """A condition in rows: all must hold, or any."""

    rows: tuple[Row, ...] = ()
    all_of: bool = True


@dataclass(frozen=True)
class Source:
    """Something earlier that a condition may ask about: a question, or one row of a matrix."""

    about: str
    text: dict[str, str]
    row_text: dict[str, str] | None
    options: tuple[tuple[str, dict[str, str]], ...]
    is_number: bool


def earlier(document: Document, *, unit: str, code: str) -> list[Source]:
    """Return what comes before a page or a question and can be asked about."""
    found: list[Source] = []
    for page, question in questions(document):
        if code == (page["code"] if unit == "page" else question["code"]):
            break
        found += _sources(question)
    return found


def _sources(question: Part) -> list[Source]:
    type_, text = question["type"], question["text"]
    if type_ in {"note", "file"}:
        return []
    options = tuple((code, words) for code, words in options_of(question))
    if type_ in {"matrix", "matrix_multiple"}:
        return [
            Source(f"{question['code']}.{row['code']}", text, row["text"], options, is_number=False)
            for row in question.get("rows", [])
        ]
    is_number = type_ in {"number", "scale", "computed"}
    return [Source(question["code"], text, None, options, is_number)]


def options_of(question: Part) -> list[tuple[str, dict[str, str]]]:
    """Return code and words of everything that can be chosen, given ones included."""
    if question["type"] == "scale":
        lowest, highest = question.get("lowest", 1), question.get("highest", 5)
        points = [
            (str(n), {question_language(question): str(n)}) for n in range(lowest, highest + 1)
        ]
        return [*points, *[(o["code"], o["text"]) for o in question.get("options", [])]]
    if question["type"] in {"yes_no", "consent"}:
        whole = Question.model_validate(
            {"code": "q", "type": question["type"], "text": {"ja": "x"}}
        )
        return [(option.code, dict(option.text)) for option in whole.choices]
    return [(option["code"], option["text"]) for option in question.get("options", [])]


def question_language(question: Part) -> str:
    """Return some language that a question has."""
    return next(iter(question["text"]), "ja")


def expression(rows: Rows) -> str:
    """Return the expression that rows mean; nothing when there are none."""
    if len(rows.rows) > MOST_ROWS:
        raise Refused("building-too-many-rows", most=MOST_ROWS)
    parts = [_of_row(row) for row in rows.rows]
    if len(parts) == 1:
        return parts[0]
    wrapped = [f"({p})" if " or " in p and not p.startswith("not ") else p for p in parts]
    return (" and " if rows.all_of else " or ").join(wrapped)


def _of_row(row: Row) -> str:
    if row.relation in {ANSWERED, NOT_ANSWERED}:
        return f"{'not ' if row.relation == NOT_ANSWERED else ''}answered({row.about})"
    if row.relation in _SIGNS:
        if not re.fullmatch(r"-?\d{1,15}(\.\d{1,6})?", row.number):
            raise Refused("building-row-needs-number", row.about)
        return f"{row.about} {_SIGNS[row.relation]} {row.number}"
    if not row.codes:
        raise Refused("building-row-needs-option", row.about)
    one = [f"{row.about} has '{code}'" for code in row.codes]
    if row.relation == CHOSEN:
        return " or ".join(one)
    return f"not ({' or '.join(one)})" if len(one) > 1 else f"not {one[0]}"


def rows_of(text: str | None) -> Rows | None:
    """Return an expression as rows; None when it says more than rows can."""
    if not text:
        return Rows()
    parts = _split(text.strip())
    if parts is None:
        return None
    pieces, all_of = parts
    found = [_row_of(piece) for piece in pieces]
    if any(row is None for row in found):
        whole = _row_of(text.strip())
        return Rows((whole,)) if whole else None
    rows: list[Row] = [row for row in found if row]
    same = {(row.about, row.relation) for row in rows}
    if len(rows) > 1 and not all_of and same == {(rows[0].about, CHOSEN)}:
        codes = tuple(code for row in rows for code in row.codes)
        return Rows((Row(rows[0].about, CHOSEN, codes),))
    return Rows(tuple(rows), all_of)


def _split(text: str) -> tuple[list[str], bool] | None:
    """Split at the and/or of the outermost level; None when both stand there."""
    pieces, joins, depth, begin, quoted = [], [], 0, 0, False
    for match in re.finditer(r"'|\(|\)| and | or ", text):
        sign = match[0]
        if sign == "'":
            quoted = not quoted
        elif quoted:
            continue
        elif sign in "()":
            depth += 1 if sign == "(" else -1
        elif depth == 0:
            pieces.append(text[begin : match.start()])
            joins.append(sign)
            begin = match.end()
    pieces.append(text[begin:])
    if len(set(joins)) > 1 or depth or quoted:
        return None
    return [piece.strip() for piece in pieces], " or " not in joins


def _row_of(piece: str) -> Row | None:
    inner = _without_brackets(piece)
    if match := _ANSWERED.fullmatch(inner):
        return Row(match[2], NOT_ANSWERED if match[1] else ANSWERED)
    if match := _COMPARED.fullmatch(inner):
        relation = next(name for name, sign in _SIGNS.items() if sign == match[2])
        return Row(match[1], relation, number=match[3])
    relation = CHOSEN
    if inner.startswith("not "):
        inner, relation = _without_brackets(inner[4:]), NOT_CHOSEN
    chosen = [_HAS.fullmatch(part.strip()) for part in inner.split(" or ")]
    if any(match is None for match in chosen):
        return None
    matches: list[Any] = list(chosen)
    if len({match[1] for match in matches}) > 1:
        return None
    return Row(matches[0][1], relation, tuple(match[2] for match in matches))


def _without_brackets(text: str) -> str:
    text = text.strip()
    if text.startswith("(") and text.endswith(")") and "(" not in text[1:] and ")" not in text[:-1]:
        return text[1:-1].strip()
    return text
