"""Validators of SurveyJS as limits and checks of ours."""

from collections.abc import Iterator

from surveys.interchange.climbing import Unsaid, function, joined
from surveys.interchange.drafting import Source
from surveys.interchange.limits import taken
from surveys.interchange.naming import reference
from surveys.interchange.surveyjs.elements import Plain
from surveys.interchange.surveyjs.importing import Importing
from surveys.interchange.surveyjs.making import Made
from surveys.interchange.xlsform.formats import said as pattern_said
from surveys.logic import Expression, Lit, Op, Ref

MEND = {"ja": "入力した内容を確かめてください。", "en": "Please check what you have entered."}
_THIS = Ref(("this",))


class Validators(Importing):
    """Puts what must hold into the questions."""

    def _bound(self, made: Made, text: str, sign: str, place: str) -> None:
        def say() -> None:
            found = self._said(text, place, condition=False)
            if found:
                tree = Op(sign, (_THIS, found.tree))
                self._check(made, Source(tree, place, None, found.code), None)

        self._waiting.append(say)

    def _validator(self, made: Made, validator: Plain, place: str) -> None:
        def say() -> None:
            text = self._texts(validator.get("text"), place)
            if str(validator.get("notificationType")) in {"warning", "info"}:
                self._as_hint(made.question, text, place)
                return
            found = self._validation(made, validator, place)
            if found:
                self._check(made, found, text)

        self._waiting.append(say)

    def _as_hint(self, question: Plain, text: dict[str, str], place: str) -> None:
        """Say beforehand what another program would say without stopping anybody."""
        if not text:
            self.report.dropped("expression", place, "import-warning-only")
            return
        hint = question.setdefault("hint", {})
        for language, words in text.items():
            hint[language] = f"{hint[language]}\n{words}" if language in hint else words
        self.report.changed("expression", place, "import-warning-as-hint")

    def _validation(self, made: Made, validator: Plain, place: str) -> Source | None:
        type_ = str(validator.get("type") or "")
        own = reference(made.question["code"])
        if type_ in {"expression", "expressionvalidator"}:
            text = str(validator.get("expression") or "true")
            return self._said(text, place, own=own)
        if type_ in {"regex", "regexvalidator"}:
            try:
                tree, nearly = pattern_said(_THIS, str(validator.get("regex") or ""))
            except Unsaid as error:
                self.report.dropped("expression", place, error.code, **error.values)
                return None
            return Source(tree, place, None, "import-pattern-as-format" if nearly else "")
        parts = list(_limits(type_, validator))
        if not parts:
            self.report.dropped("expression", place, "import-no-such-condition")
            return None
        return Source(joined("and", *parts), place)

    def _check(self, made: Made, source: Source, message: dict[str, str] | None) -> None:
        left = taken(made.question, source.tree)
        if not left:
            if message or source.code:
                code = source.code or "import-limit-in-our-words"
                self.report.changed("expression", source.place, code)
            else:
                self.report.kept("expression", source.place)
            return
        main = self.languages.main
        words = message or {main: MEND.get(main, MEND["en"])}
        tree = joined("and", *left)
        kept = Source(tree, source.place, None, source.code, source.values)
        self.draft.check(made.question, kept, words)


def _limits(type_: str, validator: Plain) -> Iterator[Expression]:
    subject: Expression = _THIS
    low, high = validator.get("minValue"), validator.get("maxValue")
    if type_.startswith("text"):
        subject = function("length", _THIS)
        low, high = validator.get("minLength"), validator.get("maxLength")
        if validator.get("allowDigits") is False:
            return
    elif type_.startswith("answercount"):
        subject = function("count", _THIS)
        low, high = validator.get("minCount"), validator.get("maxCount")
    elif type_.startswith("email"):
        yield function("matches", _THIS, "mail")
        return
    elif not type_.startswith("numeric"):
        return
    for sign, value in ((">=", low), ("<=", high)):
        if isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 1e15:
            number = Lit(float(abs(value)))
            yield Op(sign, (subject, Op("neg", (number,)) if value < 0 else number))
