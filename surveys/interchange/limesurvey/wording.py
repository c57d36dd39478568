"""LimeSurvey's texts: HTML taken out, {expressions} made into places for answers."""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from surveys.interchange.codes import Codes
from surveys.interchange.html_text import PlainText, plain_text
from surveys.interchange.limesurvey.constants import Constants
from surveys.interchange.limesurvey.naming import Made, Naming
from surveys.interchange.limesurvey.script import (
    Name,
    Node,
    NotScript,
    TooBig,
    Use,
    nodes_of,
    read_script,
)
from surveys.interchange.limesurvey.source import Source, Words
from surveys.interchange.limesurvey.translating import (
    VALUES,
    Surroundings,
    Translator,
    Untranslatable,
)
from surveys.interchange.report import Report
from surveys.logic import Call, Expression, ExpressionError, Lit, Op, parse, questions_in, to_text

LONGEST = 4000
_MARK = re.compile("\ue000(\\d+)\ue001")
_PRIVATE = re.compile("[\ue000\ue001]")
_CODE = re.compile(r"<(script|style)\b", re.IGNORECASE)
_END_OF_CODE = re.compile(r"</(?:script|style)[^>]{0,40}>?", re.IGNORECASE)
LONGEST_SOURCE = 100_000
MOST_TRIES = 300
LONGEST_SCRIPT = 4000
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
_OURS = re.compile(r"\{\{+")
_YES = frozenset({"and", "or", "not", "has", "in", "=", "!=", "<", "<=", ">", ">="})
_ASKING = frozenset({"answered", "contains", "starts", "ends", "matches"})


@dataclass
class Working:
    """A value that is worked out only to stand in a text."""

    code: str
    formula: str
    looks_at: frozenset[str]


@dataclass
class Workings:
    """All values that are worked out for texts, each formula once."""

    codes: Codes
    found: dict[str, Working] = field(default_factory=dict)

    def code_of(self, formula: Expression) -> str:
        """Return the code of the question that works a formula out."""
        text = to_text(formula)
        parse(text)
        if text not in self.found:
            code = self.codes.allot(f"calc{len(self.found) + 1}", "calc")
            self.found[text] = Working(code, text, questions_in(formula))
        return self.found[text].code


@dataclass
class Outcome:
    """What became of one expression in a text."""

    said: str
    reason: str = ""
    values: dict[str, Any] = field(default_factory=dict)
    is_dropped: bool = False


class Wording:
    """Turns texts of one questionnaire into ours, and reports what became of them."""

    def __init__(
        self, source: Source, naming: Naming, constants: Constants, report: Report
    ) -> None:
        """Begin with one questionnaire."""
        self.source = source
        self.naming = naming
        self.constants = constants
        self.report = report
        self.workings = Workings(naming.codes)

    def say(self, words: Words, place: str, own: Made | None = None) -> Words:
        """Return the text in every language that has one; expressions are reported once each."""
        found: Words = {}
        outcomes: dict[str, Outcome] = {}
        lost: set[str] = set()
        for language in self.source.languages:
            if words.get(language, "").strip():
                plain = self._plain(words[language], language, own, outcomes)
                lost.update(plain.lost)
                if plain.text:
                    found[language] = plain.text
        for source, outcome in outcomes.items():
            self._note(f"{place} {{{source[:80]}}}", outcome)
        if lost:
            code = "import-formatting-lost"
            self.report.changed("text", place, code, tags="、".join(sorted(lost))[:100])
        return found

    def _note(self, place: str, outcome: Outcome) -> None:
        if outcome.is_dropped:
            self.report.dropped("expression", place, outcome.reason, **outcome.values)
        elif outcome.reason:
            self.report.changed("expression", place, outcome.reason, **outcome.values)
        else:
            self.report.kept("expression", place)

    def _plain(
        self, text: str, language: str, own: Made | None, outcomes: dict[str, Outcome]
    ) -> PlainText:
        text = _PRIVATE.sub("", text[:LONGEST_SOURCE])
        bare = _without_code(text)
        marked: list[str] = []
        pieces: list[str] = []
        for piece, source in pieces_of(bare):
            pieces.append(piece)
            if source is not None:
                said = self._said(source, language, own, outcomes)
                pieces.append(f"\ue000{len(marked)}\ue001")
                marked.append(_OURS.sub("{", f"{{{source}}}") if said is None else said)
        plain = plain_text("".join(pieces))
        without_ours = _OURS.sub("{", plain.text)
        filled = _MARK.sub(lambda found: marked[int(found[1])], without_ours)
        scripts = (*plain.scripts, *(("script",) if len(bare) < len(text) else ()))
        return PlainText(filled.strip(), plain.formatting, plain.media, scripts)

    def _said(
        self, source: str, language: str, own: Made | None, outcomes: dict[str, Outcome]
    ) -> str | None:
        """Return what stands for an expression; None where the braces were only braces."""
        try:
            node = read_script(source)
        except TooBig as error:
            outcomes[source] = Outcome("", error.code, is_dropped=True)
            return ""
        except NotScript:
            return None
        if not any(isinstance(part, Name | Use) for part in nodes_of(node)):
            return None
        around = Surroundings(self.naming, language, self.source.main, own)
        outcome = self._outcome(node, around)
        kept = outcomes.setdefault(source, outcome)
        if outcome.is_dropped and not kept.is_dropped:
            outcomes[source] = outcome
        return outcome.said

    def _outcome(self, node: Node, around: Surroundings) -> Outcome:
        try:
            constant = self.constants.said(node, around)
            if constant is not None:
                return Outcome(_OURS.sub("{", constant), "import-written-out")
            direct = self._direct(node, around)
            if direct is not None:
                return direct
            return self._worked_out(node, around)
        except Untranslatable as error:
            return Outcome("", error.code, error.values, is_dropped=True)
        except ExpressionError as error:
            return Outcome("", "import-expression-too-big", {"why": error.code}, is_dropped=True)

    def _direct(self, node: Node, around: Surroundings) -> Outcome | None:
        """Return the place for one answer as it is."""
        if not isinstance(node, Name) or set(node.suffixes) - VALUES - {"shown"}:
            return None
        variable = Translator(around).variable(node)
        if variable.kind not in {"value", "other", "comment"} or variable.made.type == "ranking":
            return None
        said = "{{" + ".".join((variable.made.code, *variable.parts)) + "}}"
        in_words = variable.codes is not None and "shown" not in node.suffixes
        return Outcome(said, "import-words-for-code" if in_words else "")

    def _worked_out(self, node: Node, around: Surroundings) -> Outcome:
        formula = self._status(node, around) or Translator(around).value(node)
        if isinstance(formula, Lit):
            return Outcome(str(formula.value), "import-written-out")
        is_question = isinstance(formula, Op) and formula.name in _YES
        if is_question or (isinstance(formula, Call) and formula.name in _ASKING):
            formula = Call("if", (formula, Lit("1"), Lit("")))
        code = self.workings.code_of(formula)
        notes = sorted(around.notes)
        return Outcome(f"{{{{{code}}}}}", notes[0] if notes else "import-worked-out")

    def _status(self, node: Node, around: Surroundings) -> Expression | None:
        """Return whether a question is shown, for {Q1.relevanceStatus}."""
        if not isinstance(node, Name) or node.suffixes[-1:] != ("relevanceStatus",):
            return None
        question = Translator(around).variables(Name(node.name))[0].made.source
        try:
            shown = Translator(around).truth(read_script(question.relevance))
        except NotScript as error:
            raise Untranslatable(error.code, text=question.relevance[:80]) from error
        return Call("if", (shown, Lit(1.0), Lit(0.0)))


def _without_code(text: str) -> str:
    """Return a text without scripts and styles, whose braces mean something else."""
    found, at = [], 0
    while opened := _CODE.search(text, at):
        found.append(text[at : opened.start()])
        closed = _END_OF_CODE.search(text, opened.end())
        at = closed.end() if closed else len(text)
    return "".join([*found, text[at:]])


def pieces_of(text: str) -> Iterator[tuple[str, str | None]]:
    """Yield a text piece by piece, each with the expression in braces that follows it.

    As in LimeSurvey, braces with a space inside right away are only braces.
    """
    begun = at = tries = 0
    while (opening := text.find("{", at)) >= 0 and tries < MOST_TRIES:
        closing = _closing(text, opening)
        inside = text[opening + 1 : closing] if closing > 0 else ""
        if not inside or inside[0].isspace() or inside[-1].isspace():
            at = opening + 1
            tries += 1
            continue
        yield text[begun:opening], html.unescape(_TAG.sub("", inside)).replace("\xa0", " ").strip()
        begun = at = closing + 1
    yield text[begun:], None


def _closing(text: str, opening: int) -> int:
    """Return where the brace is closed, quoted texts left out; -1 when it is not."""
    quote = ""
    for at in range(opening + 1, min(len(text), opening + LONGEST_SCRIPT)):
        sign = text[at]
        if quote:
            if sign == quote and text[at - 1] != "\\":
                quote = ""
        elif sign in "'\"":
            quote = sign
        elif sign == "{":
            return -1
        elif sign == "}":
            return at
    return -1
