"""Whom a question was put to, in words, with the condition as it stands in the questionnaire."""

from dataclasses import dataclass

from surveys.definition import Page, Question, Questionnaire, text_in
from surveys.definition.ruby import without_readings
from surveys.logic import Expression, parse
from surveys.logic.words import said


def universes(questionnaire: Questionnaire, question: Question) -> list[str]:
    """Return one text for each condition on the way to a question: of its page, of itself."""
    page = next(p for p in questionnaire.pages if question in p.questions)
    return [_told(questionnaire, condition) for condition in _conditions(page, question)]


def _conditions(page: Page, question: Question) -> list[str]:
    return [condition for condition in (page.show_if, question.show_if) if condition]


def _told(questionnaire: Questionnaire, condition: str) -> str:
    expression: Expression = parse(condition)
    return f"{said(expression, _Names(questionnaire))}（{condition}）"


@dataclass(frozen=True)
class _Names:
    """What the questions of a questionnaire are called: by number and by row."""

    questionnaire: Questionnaire

    def question(self, parts: tuple[str, ...]) -> str:
        """Return 問3, or 問4の「窓口」."""
        asked = list(self.questionnaire.asked)
        code = parts[0]
        name = f"問{asked.index(code) + 1}" if code in asked else code
        question = self.questionnaire.questions.get(code)
        rows = {row.code: row.text for row in question.rows} if question else {}
        named = [f"「{self._say(rows[part])}」" for part in parts[1:] if part in rows]
        return f"{name}の{'の'.join(named)}" if named else name

    def option(self, parts: tuple[str, ...], code: str) -> str | None:
        """Return the text of an option."""
        question = self.questionnaire.questions.get(parts[0])
        if question is None:
            return None
        second = parts[-1] == "2" and question.type == "matrix_dual"
        options = question.second_options if second else question.choices
        found = next((option for option in options if option.code == code), None)
        return self._say(found.text) if found else None

    def _say(self, texts: dict[str, str]) -> str:
        main = self.questionnaire.language
        return without_readings(text_in(texts, main, main))
