"""One question as a layout draws it: plain values, nothing left to decide."""

from collections.abc import Callable, Sequence
from typing import Any

from surveys.definition import Option, Question
from surveys.paper.words import Words
from surveys.questions.ranking import places_of

Block = dict[str, Any]

MANY_OPTIONS = 40
"""More than these are not listed: one writes the answer on a line."""
SHORT = 9
"""Options of no more characters stand side by side."""
LINE = 38
"""Characters that people write on one line."""
MOST_LINES = 14


def block_of(question: Question, words: Words) -> Block:
    """Return one question with everything that paper says about it."""
    kind, more = _drawn(question, words)
    return {
        "kind": kind,
        "number": words.number(question.code),
        "text": words.of(question.text),
        "hint": words.of(question.hint),
        "condition": words.condition(question.show_if),
        "instruction": _instruction(question, words),
        "comment": words.of(question.comment) if question.comment else [],
        **more,
    }


def _drawn(question: Question, words: Words) -> tuple[str, Block]:
    """Return how a question is drawn, and what that needs."""
    special = _SPECIAL.get(question.type)
    if special is not None:
        kind, more = special
        return kind, more(question, words)
    if len(question.choices) > MANY_OPTIONS:
        return "text", {"lines": 1}
    return "options", {
        "options": _options(question.choices, words),
        "columns": _columns(question, words),
    }


def _options(options: Sequence[Option], words: Words) -> list[Block]:
    return [_option(option, words, words.box(options, option.code)) for option in options]


def _option(option: Option, words: Words, box: str) -> Block:
    return {
        "code": box,
        "text": words.of(option.text),
        "write": option.other_text,
        "condition": words.condition(option.show_if),
        "picture": words.picture(option),
        "alt": words.plain(option.picture.alt) if option.picture else "",
    }


def _columns(question: Question, words: Words) -> int:
    if any(option.other_text or option.show_if for option in question.choices):
        return 1
    if any(words.picture(option) for option in question.choices):
        return min(3, len(question.choices))
    longest = max(len(words.plain(option.text)) for option in question.choices)
    if longest > SHORT * 2:
        return 1
    return min(4 if longest <= SHORT else 2, len(question.choices))


def _scale(question: Question, words: Words) -> Block:
    ends = question.ends
    return {
        "points": [str(point) for point in question.points],
        "low": words.of(ends.low) if ends else [],
        "middle": words.of(ends.middle) if ends and ends.middle else [],
        "high": words.of(ends.high) if ends else [],
        "options": _options(question.options, words),
    }


def _matrix(question: Question, words: Words) -> Block:
    scales = [question.options]
    headings = []
    if question.type == "matrix_dual":
        scales.append(question.second_options)
        headings = [words.of(question.first_heading), words.of(question.second_heading)]
    points = [_options(scale, words) for scale in scales]
    return {"scales": points, "headings": headings, "rows": _rows(question, words)}


def _rows(question: Question, words: Words) -> list[Block]:
    return [
        {"text": words.of(row.text), "condition": words.condition(row.show_if)}
        for row in question.rows
    ]


def _unit(question: Question, words: Words) -> Block:
    return {"unit": words.plain(question.unit)}


def _sum(question: Question) -> Block:
    rule = question.sum
    return {"sum": "" if rule is None or rule.equals is None else f"{rule.equals:,}"}


def _parts(question: Question, words: Words) -> list[str]:
    names = "年月日" if words.is_japanese else ("year", "month", "day")
    return list(names[: {"year": 1, "month": 2}.get(question.precision or "day", 3)])


def _lines(question: Question) -> int:
    if question.type == "short_text":
        return 1
    return min(MOST_LINES, max(3, -(-question.longest // (LINE * 3))))


def _table(question: Question, words: Words) -> Block:
    columns = [words.of(column.text) for column in question.columns]
    return {"columns": columns, "rows": _rows(question, words), **_unit(question, words)}


def _amounts(question: Question, words: Words) -> Block:
    return {"rows": _rows(question, words), **_unit(question, words), **_sum(question)}


def _ranked(question: Question, words: Words) -> Block:
    return {"options": _options(question.options, words)}


def _dated(question: Question, words: Words) -> Block:
    return {"parts": _parts(question, words)}


def _written(question: Question, _words: Words) -> Block:
    return {"lines": _lines(question)}


def _nothing(_question: Question, _words: Words) -> Block:
    return {}


_SPECIAL: dict[str, tuple[str, Callable[[Question, Words], Block]]] = {
    "note": ("note", _nothing),
    "scale": ("scale", _scale),
    "matrix": ("matrix", _matrix),
    "matrix_multiple": ("matrix", _matrix),
    "matrix_dual": ("matrix", _matrix),
    "matrix_number": ("table", _table),
    "matrix_text": ("table", _table),
    "numbers": ("lines", _amounts),
    "short_texts": ("lines", _amounts),
    "number": ("number", _unit),
    "date": ("date", _dated),
    "ranking": ("ranking", _ranked),
    "file": ("file", _nothing),
    "short_text": ("text", _written),
    "long_text": ("text", _written),
}


def _instruction(question: Question, words: Words) -> str:
    """Return how to answer: あてはまる番号を3つまで、○で囲んでください."""
    says = _JAPANESE if words.is_japanese else _ENGLISH
    kind = question.type
    if kind in _ONE:
        return says["write" if len(question.choices) > MANY_OPTIONS else "one"]
    if kind == "multiple" and question.max_choices:
        return says["most"].format(n=question.max_choices)
    if kind == "ranking":
        return says["ranking"].format(n=places_of(question))
    return says.get(kind, "")


_ONE = {"single", "yes_no", "scale", "district"}
_JAPANESE = {
    "one": "あてはまる番号を1つ、○で囲んでください。",
    "write": "書いてください。",
    "most": "あてはまる番号を{n}つまで、○で囲んでください。",
    "multiple": "あてはまる番号をすべて、○で囲んでください。",
    "matrix": "行ごとに、あてはまる番号を1つ、○で囲んでください。",
    "matrix_dual": "行ごとに、左と右から1つずつ、○で囲んでください。",
    "matrix_multiple": "行ごとに、あてはまる番号をすべて、○で囲んでください。",
    "ranking": "□に、1から{n}までの順番を書いてください。",
    "file": "写しをこの調査票に添えるか、ウェブの回答で送ってください。",
    "consent": "同意するときは、番号を○で囲んでください。",
}
_ENGLISH = {
    "one": "Circle one number.",
    "write": "Write your answer.",
    "most": "Circle up to {n} numbers.",
    "multiple": "Circle all that apply.",
    "matrix": "Circle one number in each row.",
    "matrix_dual": "Circle one number on the left and one on the right in each row.",
    "matrix_multiple": "Circle all that apply in each row.",
    "ranking": "Write 1 to {n} in the boxes.",
    "file": "Enclose a copy, or send it with your answer on the web.",
    "consent": "Circle the number if you agree.",
}
