"""What every step of an import works on: the file, the names, the report, and expressions."""

from typing import Any

from surveys.interchange.limesurvey.constants import Constants
from surveys.interchange.limesurvey.kinds import CHECK, in_languages
from surveys.interchange.limesurvey.naming import Made, Naming, Variable
from surveys.interchange.limesurvey.script import NotScript, read_script
from surveys.interchange.limesurvey.source import Source, Words
from surveys.interchange.limesurvey.translating import (
    MISSING,
    Surroundings,
    Translator,
    Untranslatable,
)
from surveys.interchange.limesurvey.wording import Wording
from surveys.interchange.report import Report
from surveys.logic import (
    Call,
    Expression,
    ExpressionError,
    Lit,
    Op,
    Ref,
    parse,
    questions_in,
    to_text,
)
from surveys.logic.ast import THIS, walk

ALWAYS = frozenset({"", "1"})
MOST_CHECKS = 20


class Work:
    """One import: everything that the steps share."""

    def __init__(self, source: Source, naming: Naming, report: Report) -> None:
        """Begin with a file whose parts have their codes."""
        self.source = source
        self.naming = naming
        self.report = report
        self.constants = Constants(source)
        self.wording = Wording(source, naming, self.constants, report)
        self.orders = {made.code: made.order for made in naming.made.values()}
        self._pages = {q.id: n for n, group in enumerate(source.groups) for q in group.questions}
        self._last = {
            n: max((q for q in (self._order_of(q.id) for q in group.questions)), default=0)
            for n, group in enumerate(source.groups)
        }

    def _order_of(self, id_: str) -> int:
        made = self.naming.made.get(id_)
        return made.order if made else 0

    @property
    def languages(self) -> list[str]:
        """The languages of the questionnaire, the main one first."""
        return self.source.languages

    def around(self, own: Made | None, *, in_check: bool = False) -> Surroundings:
        """Return the surroundings of an expression."""
        main = self.source.main
        return Surroundings(self.naming, main, main, own, None, in_check)

    def condition(self, script: str, place: str, *, own: Made | None, before: int) -> str | None:
        """Return a condition, or None when it always holds or cannot be said."""
        script = bare(script)
        if script in ALWAYS:
            return None
        around = self.around(own)
        found = self._translated(script, place, around, truth=True)
        if found is None:
            return None
        return self.fitting(found, place, before=before, notes=around.notes)

    def fitting(
        self, found: Expression, place: str, *, before: int, notes: set[str] | None = None
    ) -> str | None:
        """Return an expression's text, and report it; None when it looks at what comes later."""
        later = [q for q in questions_in(found) if self.orders.get(q, 0) >= before]
        if later:
            self.report.dropped("expression", place, "import-looks-ahead", name=sorted(later)[0])
            return None
        text = to_text(found)
        try:
            parse(text)
        except ExpressionError as error:
            code = "import-expression-too-big"
            self.report.dropped("expression", place, code, why=error.code)
            return None
        if notes:
            self.report.changed("expression", place, min(notes))
        else:
            self.report.kept("expression", place)
        return text

    def _translated(
        self, script: str, place: str, around: Surroundings, *, truth: bool
    ) -> Expression | None:
        try:
            node = read_script(script)
            translator = Translator(around)
            return translator.truth(node) if truth else translator.value(node)
        except NotScript as error:
            self.report.dropped("expression", place, error.code, text=script[:80])
        except Untranslatable as error:
            self.report.dropped("expression", place, error.code, **error.values)
        return None

    def value(self, script: str, place: str, around: Surroundings) -> Expression | None:
        """Return a value; None, and reported, when it cannot be said."""
        return self._translated(bare(script), place, around, truth=False)

    def check(
        self, script: str, place: str, made: Made, message: Words, *, cells: list[Variable]
    ) -> list[dict[str, Any]]:
        """Return a rule between answers; with cells, one that each of them must keep."""
        parts: list[Expression] = []
        around = self.around(made, in_check=True)
        those: list[Variable | None] = [*cells] if cells else [None]
        for cell in those:
            around.this = cell
            found = self._quietly(script, around)
            if isinstance(found, Untranslatable):
                self.report.dropped("expression", place, found.code, **found.values)
                return []
            parts.append(_when_answered(found) if cell is None else _if_answered(cell, found))
        return self.checks(parts, place, made, message, around.notes)

    def _quietly(self, script: str, around: Surroundings) -> Expression | Untranslatable:
        try:
            return Translator(around).truth(read_script(bare(script)))
        except NotScript as error:
            return Untranslatable(error.code, text=script[:80])
        except Untranslatable as error:
            return error

    def checks(
        self,
        parts: list[Expression],
        place: str,
        made: Made,
        message: Words,
        notes: set[str] | None = None,
    ) -> list[dict[str, Any]]:
        """Return rules as checks, as many together as a check can hold, and report them as one."""
        page = self._pages.get(made.source.id, 0)
        last = self._last.get(page, made.order)
        if any(self.orders.get(q, 0) > last for part in parts for q in questions_in(part)):
            self.report.dropped("expression", place, "import-looks-ahead", name=made.source.code)
            return []
        try:
            texts = _together(parts)
        except ExpressionError as error:
            self.report.dropped("expression", place, "import-expression-too-big", why=error.code)
            return []
        if not texts:
            return []
        if notes:
            self.report.changed("expression", place, min(notes))
        else:
            self.report.kept("expression", place)
        return [{"holds": text, "message": self.message(message)} for text in texts]

    def message(self, message: Words) -> Words:
        """Return what to say when a check fails, in the main language at least."""
        said = {tag: text[:4000] for tag, text in message.items() if text}
        main = self.source.main
        return said if main in said else {**in_languages(CHECK, [main]), **said}


def _together(parts: list[Expression]) -> list[str]:
    """Return rules as few expressions, each of a size that our language allows."""
    for size in (8, 4, 2, 1):
        groups = [parts[n : n + size] for n in range(0, len(parts), size)]
        texts = [to_text(some[0] if len(some) == 1 else Op("and", tuple(some))) for some in groups]
        try:
            for text in texts:
                parse(text)
        except ExpressionError:
            if size == 1:
                raise
            continue
        return texts
    return []


def bare(script: str) -> str:
    """Return an expression without the braces around it."""
    script = script.strip()
    inside = script[1:-1].strip()
    wrapped = script.startswith("{") and script.endswith("}") and "{" not in inside
    return inside if wrapped else script


def _if_answered(cell: Variable, condition: Expression) -> Expression:
    reference = Ref(("this", *cell.parts))
    return Op("or", (Op("=", (reference, MISSING)), condition))


def _when_answered(condition: Expression) -> Expression:
    """Return a rule without "or nothing is answered": ours hold only for answers anyway."""
    if not isinstance(condition, Op) or condition.name != "or":
        return condition
    first, *others = condition.operands
    if not (isinstance(first, Op) and first.name == "not" and len(others) == 1):
        return condition
    (asked,) = first.operands
    refs = [part for part in walk(asked) if isinstance(part, Ref)]
    calls = [part.name for part in walk(asked) if isinstance(part, Call) and part.name != "if"]
    is_count = isinstance(asked, Op) and asked.name == ">" and asked.operands[1] == Lit(0.0)
    own = bool(refs) and all(ref.parts[0] == THIS for ref in refs)
    return others[0] if is_count and calls == ["count"] and own else condition


def not_chosen(made: Made, code: str) -> Expression:
    """Return that a row, an option or a column ("*.c1") of the question itself is left open."""
    if code.startswith("*."):
        rows = tuple(Ref(("this", row, code[2:])) for row in made.rows.values())
        return Op("not", (Call("answered", rows),))
    if made.type == "ranking":
        return Op("=", (Call("rank", (Ref(("this",)), Lit(code))), MISSING))
    if made.type in {"single", "multiple"}:
        return Op("not", (Op("has", (Ref(("this",)), Lit(code))),))
    if made.type == "matrix_dual":
        both = (Ref(("this", code, "1")), Ref(("this", code, "2")))
        return Op("not", (Call("answered", both),))
    if made.columns:
        cells = tuple(Ref(("this", code, column)) for column in made.columns.values())
        return Op("not", (Call("answered", cells),))
    return Op("=", (Ref(("this", code)), MISSING))
