"""The draft as the builder's templates show it: plain values, every text chosen."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from surveys.building import Document
from surveys.building.conditions import Row, options_of, rows_of
from surveys.building.finding import questions
from surveys.definition import text_in


@dataclass(frozen=True)
class RowWords:
    """One line of a condition: the question's number and text, the words of the options."""

    code: str
    number: int | None
    text: str
    relation: str
    options: tuple[str, ...]
    amount: str


@dataclass(frozen=True)
class ConditionWords:
    """A condition as words; only the expression where it says more than rows can."""

    expression: str
    rows: tuple[RowWords, ...] = ()
    all_of: bool = True


@dataclass(frozen=True)
class QuestionLine:
    """One question of the outline, with where the buttons up and down would put it."""

    code: str
    number: int | None
    type: str
    text: str
    required: Any
    condition: ConditionWords | None
    parts: int
    is_first: bool
    up: str
    down: str


@dataclass(frozen=True)
class PageLine:
    """One page of the outline."""

    code: str
    number: int
    title: str
    condition: ConditionWords | None
    questions: tuple[QuestionLine, ...]
    shuffle: bool
    up: str | None
    down: str | None
    last: str


def outline(document: Document) -> list[PageLine]:
    """Return the pages with their questions, numbered as respondents see them."""
    numbers, pages = numbers_of(document), document["pages"]
    found = []
    for place, page in enumerate(pages):
        codes = [question["code"] for question in page["questions"]]
        found.append(
            PageLine(
                code=page["code"],
                number=place + 1,
                title=text_in(page.get("title"), document["language"], document["language"]),
                condition=words_of(page.get("show_if"), document),
                questions=tuple(
                    _question(document, place, number, numbers)
                    for number in range(len(page["questions"]))
                ),
                shuffle=bool(page.get("shuffle")),
                up=None if place == 0 else (pages[place - 2]["code"] if place > 1 else ""),
                down=pages[place + 1]["code"] if place + 1 < len(pages) else None,
                last=codes[-1] if codes else "",
            )
        )
    return found


def numbers_of(document: Document) -> dict[str, int]:
    """Return the number of every question that is asked."""
    asked = [q["code"] for _page, q in questions(document) if q["type"] not in {"note", "computed"}]
    return {code: number for number, code in enumerate(asked, start=1)}


def _question(document: Document, page: int, place: int, numbers: dict[str, int]) -> QuestionLine:
    pages = document["pages"]
    question = pages[page]["questions"][place]
    parts = len(question.get("rows") or question.get("options") or [])
    return QuestionLine(
        code=question["code"],
        number=numbers.get(question["code"]),
        type=question["type"],
        text=text_in(question["text"], document["language"], document["language"]),
        required=question.get("required", False),
        condition=words_of(question.get("show_if"), document),
        parts=parts,
        is_first=place == 0,
        up=_up(pages, page, place),
        down=_down(pages, page, place),
    )


def _up(pages: list[Any], page: int, place: int) -> str:
    """Return "page:question after which" for one step up; nothing at the very top."""
    codes = [q["code"] for q in pages[page]["questions"]]
    if place > 0:
        return f"{pages[page]['code']}:{codes[place - 2] if place > 1 else ''}"
    if page == 0:
        return ""
    above = [q["code"] for q in pages[page - 1]["questions"]]
    return f"{pages[page - 1]['code']}:{above[-1] if above else ''}"


def _down(pages: list[Any], page: int, place: int) -> str:
    codes = [q["code"] for q in pages[page]["questions"]]
    if place + 1 < len(codes):
        return f"{pages[page]['code']}:{codes[place + 1]}"
    return f"{pages[page + 1]['code']}:" if page + 1 < len(pages) else ""


def words_of(expression: str | None, document: Document) -> ConditionWords | None:
    """Return a condition in words."""
    if not expression:
        return None
    rows = rows_of(expression)
    if rows is None:
        return ConditionWords(expression)
    words = [_row(row, document) for row in rows.rows]
    if any(row is None for row in words):
        return ConditionWords(expression)
    return ConditionWords(expression, tuple(row for row in words if row), rows.all_of)


def _row(row: Row, document: Document) -> RowWords | None:
    code, _, part = row.about.partition(".")
    found = next((q for _page, q in questions(document) if q["code"] == code), None)
    if found is None:
        return None
    main = document["language"]
    text = text_in(found["text"], main, main)
    if part:
        named = {r["code"]: text_in(r["text"], main, main) for r in found.get("rows", [])}
        text = f"{text}（{named.get(part, part)}）"
    known = {option: text_in(words, main, main) for option, words in options_of(found)}
    options = tuple(known.get(option, option) for option in row.codes)
    number = numbers_of(document).get(code)
    return RowWords(code, number, text, row.relation, options, row.number)


FIELDS = ("title", "intro", "thanks", "text", "hint", "required", "options", "rows", "columns")
"""What is read first; everything else follows by name."""


def part_lines(part: dict[str, Any], document: Document) -> list[tuple[str, str, str]]:
    """Return a question, a page or the head as lines: field, language or code, text."""
    first = {name: number for number, name in enumerate(FIELDS)}
    names = sorted(part, key=lambda name: (first.get(name, len(first)), name))
    lines: list[tuple[str, str, str]] = []
    for name in names:
        if name not in {"schema", "code", "type", "language"}:
            lines += _lines(name, part[name], document["language"])
    return lines


def _lines(name: str, value: Any, main: str) -> Iterator[tuple[str, str, str]]:
    if isinstance(value, dict):
        inner = sorted(value, key=lambda key: (key != main, key))
        yield from ((name, str(key), str(value[key])) for key in inner)
    elif isinstance(value, list):
        yield from ((name, *_item(item, main)) for item in value)
    elif isinstance(value, bool):
        yield name, "", _("はい") if value else _("いいえ")
    else:
        yield name, "", str(value)


def _item(item: Any, main: str) -> tuple[str, str]:
    if not isinstance(item, dict):
        return "", str(item)
    texts = item.get("text") or item.get("message") or {}
    extras = [key for key, value in item.items() if value is True]
    ordered = sorted(texts, key=lambda language: (language != main, language))
    words = " ／ ".join(str(texts[language]) for language in ordered) or str(item.get(main, ""))
    more = ("holds", "show_if", "role", "value")
    extras += [f"{key}: {item[key]}" for key in more if item.get(key) is not None]
    return str(item.get("code", "")), words + (f"（{'、'.join(extras)}）" if extras else "")
