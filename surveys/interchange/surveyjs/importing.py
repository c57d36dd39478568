"""One SurveyJS file being read: its names, its draft, and expressions that wait for all names."""

from collections.abc import Callable
from typing import Any

from surveys.interchange.climbing import Unsaid
from surveys.interchange.drafting import Draft, Source
from surveys.interchange.naming import Names
from surveys.interchange.report import Report
from surveys.interchange.surveyjs.elements import Languages, Plain
from surveys.interchange.surveyjs.tables import TableMaker
from surveys.interchange.surveyjs.translating import Translator
from surveys.interchange.wording import Wording
from surveys.logic import Expression, Lit


class Importing:
    """What every part of the reading shares."""

    def __init__(self, document: Plain, name: str) -> None:
        """Take the file and its name."""
        self.source = document
        self.name = name
        self.report = Report()
        self.names = Names()
        self.languages = Languages(document)
        self.wording = Wording(self.languages.main, self.report, lambda text: text)
        self.draft = Draft(self.report)
        self.maker = TableMaker(self.languages, self.wording, self.names, self._changed)
        self._place = ""
        self._is_changed = False
        self._waiting: list[Callable[[], None]] = []
        """Expressions, said when every name is known."""

    def _changed(self, code: str, **values: Any) -> None:
        self._is_changed = True
        self.report.changed("question", self._place, code, **values)

    def _texts(self, value: Any, place: str, fallback: str = "") -> dict[str, str]:
        return self.wording.texts(self.languages.texts(value), place, fallback=fallback)

    def _later(
        self,
        owner: Plain,
        key: str,
        text: str,
        place: str,
        changed: str = "",
        item: Plain | None = None,
    ) -> None:
        def say() -> None:
            found = self._said(text, place, changed, item, condition=key == "show_if")
            if found and not (key == "show_if" and found.tree == Lit(True)):
                self.draft.say(owner, key, found)
            elif found and place:
                self.report.kept("expression", place)

        self._waiting.append(say)

    def _said(
        self,
        text: str,
        place: str,
        changed: str = "",
        item: Plain | None = None,
        own: Expression | None = None,
        *,
        condition: bool = True,
    ) -> Source | None:
        translator = Translator(self.names, item, own)
        try:
            tree = translator.condition(text) if condition else translator.value(text)
        except (Unsaid, RecursionError) as error:
            if place:
                code = getattr(error, "code", "expression-too-deep")
                values = dict(getattr(error, "values", {}))
                self.report.dropped("expression", place, code, **values)
            return None
        return Source(tree, place, None, translator.changed or changed)
