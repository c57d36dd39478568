"""A document being made from another program's file; expressions are settled when all is there.

What a file's expressions look at may come later, be dropped or not exist: every expression is
checked where it stands, one by one, and the reason of each that cannot stay is reported.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from surveys.definition import Questionnaire
from surveys.definition.conditions import Placed, problems_of
from surveys.definition.schema import (
    LONGEST_EXPRESSION,
    MOST_OPTIONS,
    MOST_PAGES,
    MOST_QUESTIONS,
)
from surveys.interchange.climbing import joined
from surveys.interchange.report import Imported, Line, Report, Unreadable
from surveys.logic import Call, Expression, ExpressionError, parse, questions_in, to_text

MOST_CHECKS = 20
Plain = dict[str, Any]


@dataclass(frozen=True)
class Source:
    """One expression of the file in our language: where it stood, and how it changed, if it did."""

    tree: Expression
    place: str
    line: int | None = None
    code: str = ""
    values: Plain = field(default_factory=dict)


@dataclass
class _Slot:
    owner: Plain
    """The page, question, option or row that the expression belongs to."""
    key: str
    sources: list[Source]
    message: dict[str, str] | None = None
    alternatives: bool = False
    """Whether the first value that is there counts, instead of all having to hold."""


class Draft:
    """Pages and questions in the making, with the report of what became of the file."""

    def __init__(self, report: Report) -> None:
        """Begin empty."""
        self.report = report
        self.pages: list[Plain] = []
        self.head: Plain = {}
        self._slots: list[_Slot] = []

    def say(self, owner: Plain, key: str, *sources: Source) -> None:
        """Put expressions where they belong; several conditions of one thing must all hold."""
        found = next((s for s in self._slots if s.owner is owner and s.key == key), None)
        if found is None:
            self._slots.append(_Slot(owner, key, list(sources)))
        else:
            found.sources += sources

    def either(self, owner: Plain, key: str, source: Source) -> None:
        """Put a value where it belongs; of several the first that is there counts."""
        found = next((s for s in self._slots if s.owner is owner and s.key == key), None)
        if found is None:
            self.say(owner, key, source)
        else:
            found.sources.append(source)
            found.alternatives = True

    def check(self, question: Plain, source: Source, message: dict[str, str]) -> None:
        """Add something that must hold, and what is said when it does not."""
        self._slots.append(_Slot(question, "checks", [source], message))

    def finished(self) -> Imported:
        """Settle every expression and return the document with its report."""
        self._refuse_too_much()
        self._forget_the_dropped()
        self._move_computed_behind()
        self._without_empty_values()
        while self._settled_once():
            pass
        self._write_expressions()
        document = {"schema": "engage-questionnaire/2", **self.head, "pages": self.pages}
        return Imported(document, self.report)

    def questions(self) -> Iterator[Plain]:
        """Yield every question in its order."""
        for page in self.pages:
            yield from page["questions"]

    def _refuse_too_much(self) -> None:
        questions = list(self.questions())
        if not questions:
            raise Unreadable("import-no-questions", line=None)
        if len(questions) > MOST_QUESTIONS or len(self.pages) > MOST_PAGES:
            raise Unreadable("import-too-many-questions", most=MOST_QUESTIONS)
        for question in questions:
            if len(question.get("options", [])) > MOST_OPTIONS:
                raise Unreadable(
                    "import-too-many-options", most=MOST_OPTIONS, question=question["code"]
                )

    def _forget_the_dropped(self) -> None:
        """Take expressions out whose owner is in the document no more, and say so."""
        here = {id(part) for part in self._parts()}
        for slot in [slot for slot in self._slots if id(slot.owner) not in here]:
            self._slots.remove(slot)
            for source in slot.sources:
                self._dropped(source, "import-expression-of-dropped", {})

    def _parts(self) -> Iterator[Plain]:
        for page in self.pages:
            yield page
            for question in page["questions"]:
                yield question
                yield from question.get("options", [])
                yield from question.get("rows", [])

    def _move_computed_behind(self) -> None:
        """Put computed values behind the last question that they look at, as they need it."""
        for _round in range(3):
            moved = False
            order = {question["code"]: n for n, question in enumerate(self.questions())}
            for page in list(self.pages):
                for question in [q for q in page["questions"] if q["type"] == "computed"]:
                    needed = self._needed_by(question) & order.keys() - {question["code"]}
                    last = max((order[code] for code in needed), default=-1)
                    if last > order[question["code"]]:
                        self._move(page, question, list(order)[last])
                        moved = True
            if not moved:
                return

    def _needed_by(self, question: Plain) -> set[str]:
        slots = [slot for slot in self._slots if slot.owner is question]
        return {code for slot in slots for s in slot.sources for code in questions_in(s.tree)}

    def _move(self, page: Plain, question: Plain, behind: str) -> None:
        for target in self.pages:
            codes = [q["code"] for q in target["questions"]]
            if behind not in codes:
                continue
            page["questions"].remove(question)
            if any(slot.owner is target and slot.key == "show_if" for slot in self._slots):
                after = self.pages.index(target) + 1
                self.pages.insert(after, {"code": self._free(), "questions": [question]})
            else:
                codes = [q["code"] for q in target["questions"]]
                target["questions"].insert(codes.index(behind) + 1, question)
            break
        if not page["questions"]:
            self.pages.remove(page)

    def _free(self) -> str:
        taken = {page["code"] for page in self.pages}
        return next(f"p{n}" for n in range(1, len(taken) + 2) if f"p{n}" not in taken)

    def _settled_once(self) -> bool:
        """Drop what cannot stay; tell whether something else may fall with it."""
        questionnaire = self._questionnaire()
        known = self._known()
        again = False
        for slot in list(self._slots):
            for source in list(slot.sources):
                own = questionnaire.questions.get(slot.owner["code"])
                own = own if slot.key == "checks" else None
                placed = Placed(
                    "", to_text(source.tree), known.get((id(slot.owner), slot.key), _NO), own
                )
                found = next(iter(problems_of(questionnaire, placed)), None)
                if found is None:
                    continue
                slot.sources.remove(source)
                self._dropped(source, found.code, dict(found.values))
                again |= slot.key == "formula"
            if not slot.sources:
                self._slots.remove(slot)
        return again and self._without_empty_values()

    def _without_empty_values(self) -> bool:
        computed = {id(slot.owner) for slot in self._slots if slot.key == "formula"}
        for page in list(self.pages):
            for question in list(page["questions"]):
                if question["type"] == "computed" and id(question) not in computed:
                    page["questions"].remove(question)
                    self.report.dropped("question", question["code"], "definition-no-formula")
            if not page["questions"]:
                self.pages.remove(page)
        if not self.pages:
            lost = next((line for line in self.report.lines if line.outcome == "dropped"), None)
            raise Unreadable("import-no-questions", line=lost.line if lost else None)
        self._forget_the_dropped()
        return True

    def _questionnaire(self) -> Questionnaire:
        return Questionnaire.model_validate(
            {"schema": "engage-questionnaire/2", **self.head, "pages": self.pages}
        )

    def _known(self) -> dict[tuple[int, str], frozenset[str]]:
        """Return which questions each expression may look at: those that come before it."""
        found: dict[tuple[int, str], frozenset[str]] = {}
        before: frozenset[str] = _NO
        for page in self.pages:
            found[id(page), "show_if"] = before
            whole = before | {question["code"] for question in page["questions"]}
            known = before
            for question in page["questions"]:
                for key in ("show_if", "default", "formula"):
                    found[id(question), key] = known
                found[id(question), "checks"] = whole
                for part in (*question.get("options", []), *question.get("rows", [])):
                    found[id(part), "show_if"] = known
                if not page.get("shuffle"):
                    known |= {question["code"]}
            before = whole
        return found

    def _write_expressions(self) -> None:
        for slot in self._slots:
            if slot.key == "checks":
                checks = slot.owner.setdefault("checks", [])
                if len(checks) == MOST_CHECKS:
                    self._dropped(slot.sources[0], "import-too-many-checks", {"most": MOST_CHECKS})
                    continue
                checks.append({"holds": to_text(slot.sources[0].tree), "message": slot.message})
            else:
                slot.owner[slot.key] = self._conjoined(slot)
            for source in slot.sources:
                self._said(source)

    def _conjoined(self, slot: _Slot) -> str:
        while len(slot.sources) > 1:
            trees = tuple(dict.fromkeys(source.tree for source in slot.sources))
            both = Call("coalesce", trees) if slot.alternatives else joined("and", *trees)
            text = to_text(both)
            try:
                parse(text)
            except ExpressionError as error:
                self._dropped(slot.sources.pop(), error.code, dict(error.values))
                continue
            return text
        return to_text(slot.sources[0].tree)[:LONGEST_EXPRESSION]

    def _said(self, source: Source) -> None:
        if not source.place:
            return
        if source.code:
            self.report.changed(
                "expression", source.place, source.code, line=source.line, **source.values
            )
        else:
            self.report.kept("expression", source.place, line=source.line)

    def _dropped(self, source: Source, code: str, values: Plain) -> None:
        if not source.place:
            return
        line = Line("expression", "dropped", source.place, code, values, source.line)
        self.report.lines.append(line)


_NO: frozenset[str] = frozenset()
