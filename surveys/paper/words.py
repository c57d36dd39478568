"""The words that a paper questionnaire needs around the texts of the questions."""

import re
from collections.abc import Sequence

from surveys.definition import Option, Question, Questionnaire, text_in
from surveys.definition.ruby import pieces
from surveys.logic import parse
from surveys.logic.words import ENGLISH, JAPANESE, said

Text = list[list[str]]
"""A text in pieces: characters, and their reading or ""."""

_PIPE = re.compile(r"\{\{\s*([a-z][a-z0-9_]*)((?:\.[A-Za-z0-9_]+)*)\s*\}\}")


class Words:
    """The texts of one questionnaire in one language, as paper says them."""

    def __init__(
        self,
        questionnaire: Questionnaire,
        language: str,
        pictures: frozenset[str] = frozenset(),
    ) -> None:
        """Take the questionnaire, numbered as on the web, and the pictures that can be drawn."""
        self.questionnaire = questionnaire
        self.pictures = pictures
        self.language = language
        self.is_japanese = language.startswith("ja")
        self.numbers = {code: n for n, code in enumerate(questionnaire.asked, start=1)}

    def plain(self, texts: dict[str, str] | None) -> str:
        """Return a text, earlier answers in it named by their question."""
        text = text_in(texts, self.language, self.questionnaire.language)
        return _PIPE.sub(lambda found: self._answer(found[1]), text)

    def of(self, texts: dict[str, str] | None) -> Text:
        """Return a text in pieces with their readings."""
        return [list(piece) for piece in pieces(self.plain(texts))]

    def number(self, code: str) -> str:
        """Return 問3, or Q3."""
        number = self.numbers.get(code)
        if number is None:
            return ""
        return f"問{number}" if self.is_japanese else f"Q{number}"

    def box(self, options: Sequence[Option], code: str) -> str:
        """Return the number in the box of an option: its code, or its place when that is none."""
        if all(option.code.isdigit() for option in options):
            return code
        return str([option.code for option in options].index(code) + 1)

    def picture(self, option: Option) -> str:
        """Return the name of an option's picture, where there is one to draw."""
        name = option.picture.name if option.picture else ""
        return name if name in self.pictures else ""

    def condition(self, expression: str | None) -> str:
        """Return for whom a question is: 問3で「はい」を選んだ方だけ、お答えください."""
        if not expression:
            return ""
        words = said(parse(expression), self, JAPANESE if self.is_japanese else ENGLISH)
        if self.is_japanese:
            return f"{words}だけ、お答えください。"
        return f"Only {words}."

    def _answer(self, code: str) -> str:
        if code not in self.numbers:
            return "（　　）"
        answer = "の答え" if self.is_japanese else " (your answer)"
        return f"［{self.number(code)}{answer}］"

    def question(self, parts: tuple[str, ...]) -> str:
        """Return what a condition calls a question, or a row of it."""
        question = self.questionnaire.questions.get(parts[0])
        if question is None:
            return parts[0]
        name = self.number(parts[0]) or self.plain(question.text)
        row = next((r for r in question.rows if len(parts) > 1 and r.code == parts[1]), None)
        return f"{name}の「{self.plain(row.text)}」" if row else name

    def option(self, parts: tuple[str, ...], code: str) -> str | None:
        """Return what a condition calls an option: its number in the box and its words."""
        question = self.questionnaire.questions.get(parts[0])
        options = _options_at(question, parts) if question else ()
        found = next((option for option in options if option.code == code), None)
        return f"{self.box(options, code)}　{self.plain(found.text)}" if found else None


def _options_at(question: Question, parts: tuple[str, ...]) -> tuple[Option, ...]:
    if question.type == "matrix_dual" and parts[-1] == "2":
        return tuple(question.second_options)
    return tuple(question.choices)
