"""A condition said in words, for paper, the builder and check lists: 問3で「はい」を選んだ方.

The words come from outside: `Names` says what questions and options are called, `Phrases` how a
sentence is built. Both can be given in another language.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from surveys.logic.ast import Call, Expression, Lit, Op, Ref, to_text
from surveys.logic.values import text_of


class Names(Protocol):
    """What the questions of a questionnaire are called."""

    def question(self, parts: tuple[str, ...]) -> str:
        """Return 問3, or 問4の「窓口」 for a row."""

    def option(self, parts: tuple[str, ...], code: str) -> str | None:
        """Return the text of an option; None when the answer is no choice."""


@dataclass(frozen=True)
class Phrases:
    """How conditions are said. {of} is an answer, {to} what it is compared with."""

    chosen: str = "{of}で{to}を選んだ"
    not_chosen: str = "{of}で{to}を選ばなかった"
    answered: str = "{of}に答えた"
    not_answered: str = "{of}に答えなかった"
    compared: Mapping[str, str] = field(
        default_factory=lambda: {
            "=": "{of}が{to}の",
            "!=": "{of}が{to}ではない",
            ">=": "{of}が{to}以上の",
            "<=": "{of}が{to}以下の",
            ">": "{of}が{to}より大きい",
            "<": "{of}が{to}より小さい",
        }
    )
    written: Mapping[str, str] = field(
        default_factory=lambda: {
            "contains": "{of}に{to}を含む",
            "starts": "{of}が{to}で始まる",
            "ends": "{of}が{to}で終わる",
        }
    )
    calculated: Mapping[str, str] = field(
        default_factory=lambda: {
            "sum": "{of}の合計",
            "mean": "{of}の平均",
            "min": "{of}のうち最も小さい数",
            "max": "{of}のうち最も大きい数",
            "count": "{of}で答えた数",
            "count_if": "{of}で{to}を選んだ数",
            "length": "{of}の文字数",
            "year": "{of}の年",
            "month": "{of}の月",
            "day": "{of}の日",
            "today": "今日",
        }
    )
    quoted: str = "「{text}」"
    or_between: str = "または"
    listed: str = "と"
    group: str = "（{text}）"
    all_of: str = "、かつ、"
    any_of: str = "、または、"
    person: str = "{text}方"
    nobody_not: str = "「{text}」に当てはまらない"
    formula: str = "「{text}」に当てはまる"


JAPANESE = Phrases()
ENGLISH = Phrases(
    chosen="you chose {to} in {of}",
    not_chosen="you did not choose {to} in {of}",
    answered="you answered {of}",
    not_answered="you did not answer {of}",
    compared={
        "=": "{of} is {to}",
        "!=": "{of} is not {to}",
        ">=": "{of} is {to} or more",
        "<=": "{of} is {to} or less",
        ">": "{of} is more than {to}",
        "<": "{of} is less than {to}",
    },
    written={
        "contains": "{of} contains {to}",
        "starts": "{of} starts with {to}",
        "ends": "{of} ends with {to}",
    },
    calculated={
        "sum": "the sum of {of}",
        "mean": "the mean of {of}",
        "min": "the smallest of {of}",
        "max": "the largest of {of}",
        "count": "the number of answers in {of}",
        "count_if": "how often {to} was chosen in {of}",
        "length": "the length of {of}",
        "year": "the year of {of}",
        "month": "the month of {of}",
        "day": "the day of {of}",
        "today": "today",
    },
    quoted="“{text}”",
    or_between=" or ",
    listed=" and ",
    group="({text})",
    all_of=" and ",
    any_of=" or ",
    person="if {text}",
    nobody_not="it is not so that {text}",
    formula="“{text}” holds",
)


def said(expression: Expression, names: Names, phrases: Phrases = JAPANESE) -> str:
    """Return whom a condition concerns: 問3で「はい」を選んだ方."""
    return phrases.person.format(text=_Speaker(names, phrases).condition(expression))


@dataclass(frozen=True)
class _Speaker:
    names: Names
    phrases: Phrases

    def condition(self, expression: Expression) -> str:
        """Return a condition as it stands before a noun; a formula that has no words, as it is."""
        if isinstance(expression, Op) and expression.name in {"and", "or"}:
            return self._joined(expression)
        if isinstance(expression, Op) and expression.name == "not":
            return self._denied(expression.operands[0])
        found = self._plain(expression, denied=False)
        return found or self.phrases.formula.format(text=to_text(expression))

    def _joined(self, expression: Op) -> str:
        between = self.phrases.all_of if expression.name == "and" else self.phrases.any_of
        parts = []
        for part in expression.operands:
            text = self.condition(part)
            is_mixed = isinstance(part, Op) and part.name in {"and", "or"}
            parts.append(self.phrases.group.format(text=text) if is_mixed else text)
        return between.join(parts)

    def _denied(self, expression: Expression) -> str:
        if isinstance(expression, Op) and expression.name == "not":
            return self.condition(expression.operands[0])
        found = self._plain(expression, denied=True)
        return found or self.phrases.nobody_not.format(text=self.condition(expression))

    def _plain(self, expression: Expression, *, denied: bool) -> str | None:
        if isinstance(expression, Ref) or _calls(expression, "answered"):
            return self._answered(expression, denied=denied)
        if isinstance(expression, Op) and expression.name in {"=", "!=", "in", "has"}:
            return self._equal(expression, denied=denied)
        if denied:
            return None
        if isinstance(expression, Op) and expression.name in self.phrases.compared:
            return self._compared(expression.name, *expression.operands)
        if isinstance(expression, Call) and expression.name in self.phrases.written:
            of, to = (self._value(part) for part in expression.arguments)
            return self.phrases.written[expression.name].format(of=of, to=to)
        return None

    def _answered(self, expression: Expression, *, denied: bool) -> str:
        asked = expression.arguments if isinstance(expression, Call) else (expression,)
        phrase = self.phrases.not_answered if denied else self.phrases.answered
        joined = self.phrases.or_between.join(self._value(part) for part in asked)
        return phrase.format(of=joined)

    def _equal(self, expression: Op, *, denied: bool) -> str | None:
        """Say what was chosen; other values as they compare."""
        of, *others = expression.operands
        is_not = (expression.name == "!=") != denied
        if len(others) == 1 and isinstance(of, Lit):
            of, others = others[0], [of]
        if isinstance(of, Ref) and len(others) == 1 and others[0] in (Lit(None), Lit("")):
            return self._answered(of, denied=not is_not)
        texts = self._options(of, others)
        if texts is not None:
            phrase = self.phrases.not_chosen if is_not else self.phrases.chosen
            return phrase.format(of=self._value(of), to=self.phrases.or_between.join(texts))
        values = self.phrases.or_between.join(self._value(part) for part in others)
        return self.phrases.compared["!=" if is_not else "="].format(of=self._value(of), to=values)

    def _options(self, of: Expression, others: list[Expression]) -> list[str] | None:
        """Return the texts of the options that are meant; None when it is not about options."""
        if not isinstance(of, Ref):
            return None
        found = []
        for part in others:
            code = text_of(part.value) if isinstance(part, Lit) else None
            text = self.names.option(of.parts, code) if code else None
            if text is None:
                return None
            found.append(self.phrases.quoted.format(text=text))
        return found

    def _compared(self, sign: str, of: Expression, to: Expression) -> str:
        if isinstance(of, Lit):
            of, to = to, of
            sign = sign.translate(str.maketrans("<>", "><"))
        return self.phrases.compared[sign].format(of=self._value(of), to=self._value(to))

    def _value(self, expression: Expression) -> str:
        if isinstance(expression, Ref):
            return self.names.question(expression.parts)
        if isinstance(expression, Lit):
            text = text_of(expression.value) or ""
            is_text = isinstance(expression.value, str)
            return self.phrases.quoted.format(text=text) if is_text else text
        if isinstance(expression, Call) and expression.name in self.phrases.calculated:
            return self._calculated(expression)
        return self.phrases.quoted.format(text=to_text(expression))

    def _calculated(self, call: Call) -> str:
        phrase, given = self.phrases.calculated[call.name], list(call.arguments)
        to = ""
        if call.name == "count_if":
            to = "".join(self._options(given[1], given[:1]) or [self._value(given[0])])
            given = given[1:]
        of = self.phrases.listed.join(self._value(part) for part in given)
        return phrase.format(of=of, to=to)


def _calls(expression: Expression, name: str) -> bool:
    return isinstance(expression, Call) and expression.name == name
