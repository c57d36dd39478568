"""A SurveyJS file read: its elements become our document, every expression accounted for."""

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

from surveys.interchange.climbing import Unsaid, function, joined, negated
from surveys.interchange.codes import Codes
from surveys.interchange.drafting import Draft, Source
from surveys.interchange.limits import taken
from surveys.interchange.naming import Meant, Names, reference
from surveys.interchange.report import Imported, Report, Unreadable
from surveys.interchange.surveyjs.elements import Languages, Plain, children, dicts, pages, said
from surveys.interchange.surveyjs.making import Made
from surveys.interchange.surveyjs.tables import TableMaker
from surveys.interchange.surveyjs.translating import Translator
from surveys.interchange.wording import Wording
from surveys.interchange.xlsform.formats import said as pattern_said
from surveys.logic import Expression, Lit, Op, Ref, parse, questions_in

LARGEST = 10 * 1024 * 1024
MEND = {"ja": "入力した内容を確かめてください。", "en": "Please check what you have entered."}
_PIPE = re.compile(r"\{([^{}]+)\}")
_CODE = re.compile(r"[^a-z0-9]+")
_GROUPS = frozenset({"panel", "flowpanel"})
_CONDITIONS = ("visibleIf", "enableIf")
_THIS = Ref(("this",))


def read(data: bytes, name: str = "") -> Imported:
    """Read a questionnaire of SurveyJS (JSON)."""
    return Reader(loaded(data), name).imported()


def loaded(data: bytes) -> Plain:
    """Return the file as plain values; raise Unreadable for what is none."""
    if len(data) > LARGEST:
        raise Unreadable("file-too-large", mb=LARGEST // (1024 * 1024))
    try:
        found = json.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise Unreadable("file-not-utf8") from error
    except json.JSONDecodeError as error:
        raise Unreadable("definition-not-json", line=error.lineno) from error
    except (RecursionError, ValueError) as error:
        raise Unreadable("definition-not-json", line=1) from error
    if not isinstance(found, dict) or not {"pages", "elements", "questions"} & found.keys():
        raise Unreadable("file-no-questionnaire")
    return found


class Reader:
    """One file on its way into a document; what it knows of names serves the answers too."""

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

    def imported(self) -> Imported:
        """Return the document with its report."""
        self._head()
        codes = Codes("question")
        for number, page in enumerate(pages(self.source), start=1):
            self._page(codes, number, page)
        self._calculated()
        for say in self._waiting:
            say()
        self._triggers()
        if not self.draft.pages:
            raise Unreadable("import-no-questions", line=None)
        self._pipe()
        return self.draft.finished()

    def _changed(self, code: str, **values: Any) -> None:
        self._is_changed = True
        self.report.changed("question", self._place, code, **values)

    def _texts(self, value: Any, place: str, fallback: str = "") -> dict[str, str]:
        return self.wording.texts(self.languages.texts(value), place, fallback=fallback)

    def _head(self) -> None:
        own = self.source.get("engage")
        own = own if isinstance(own, dict) else {}
        stem = self.name.rsplit("/", 1)[-1].split(".", 1)[0]
        code = _CODE.sub("-", str(own.get("code") or stem).lower()).strip("-")[:60].strip("-")
        title = self._texts(self.source.get("title"), "title", stem or "SurveyJS")
        self.draft.head = {
            "code": code or "survey",
            "language": self.languages.main,
            "title": title,
        }
        for key, written in (("intro", "description"), ("thanks", "completedHtml")):
            text = self._texts(self.source.get(written), key)
            if text:
                self.draft.head[key] = text
        self.report.kept("questionnaire", self.draft.head["code"])
        for condition in dicts(self.source.get("completedHtmlOnCondition")):
            place = f"completedHtmlOnCondition {condition.get('expression', '')}"[:60]
            self.report.dropped("expression", place, "import-thanks-when")

    # -- pages and elements ---------------------------------------------------------------------

    def _page(self, codes: Codes, number: int, page: Plain) -> None:
        name = str(page.get("name") or f"p{number}")
        made: Plain = {"code": codes.allot(name, f"p{number}")}
        for key, written in (("title", "title"), ("intro", "description")):
            text = self._texts(page.get(written), made["code"])
            if text:
                made[key] = text
        questions = list(self._elements(children(page), [], depth=0))
        self.report.kept("page", made["code"])
        if not questions:
            return
        made["questions"] = questions
        order = page.get("questionsOrder", page.get("questionOrder", ""))
        if order == "random" or self.source.get("questionsOrder") == "random":
            made["shuffle"] = True
        self.draft.pages.append(made)
        self._conditions(made, page, made["code"])

    def _elements(
        self, elements: list[Plain], around: list[Plain], depth: int, *, repeated: bool = False
    ) -> Iterator[Plain]:
        if depth > 20:
            raise Unreadable("file-too-deep", most=20)
        for element in elements:
            type_ = str(element.get("type") or "")
            name = str(element.get("name") or type_)[:40]
            if type_ in _GROUPS or type_ == "paneldynamic":
                within = [*around, element]
                if element.get("title") or type_ == "paneldynamic":
                    yield from self._heading(element, name, around)
                once = repeated or type_ == "paneldynamic"
                yield from self._elements(children(element), within, depth + 1, repeated=once)
                continue
            yield from self._element(element, name, around, repeated)

    def _heading(self, element: Plain, name: str, around: list[Plain]) -> Iterator[Plain]:
        once = element.get("type") == "paneldynamic"
        code = "import-repeat-once" if once else "import-group-flattened"
        self.report.changed("question" if once else "page", name, code)
        note = {k: v for k, v in element.items() if k in {"title", "description"}}
        made = self.maker.made(note | {"type": "html", "html": element.get("title") or name,
                                       "name": name})[0]  # fmt: skip
        for group in (*around, element):
            self._conditions(made.question, group, name, said=group is element)
        yield made.question

    def _element(
        self, element: Plain, name: str, around: list[Plain], repeated: bool
    ) -> Iterator[Plain]:
        self._place, self._is_changed = name, False
        found = self.maker.made(element, repeated=repeated)
        if not found:
            self.names.gone.add(str(element.get("name") or ""))
            self.report.dropped("question", name, "import-no-rows")
            return
        if not self._is_changed:
            self.report.kept("question", name)
        for number, made in enumerate(found):
            for group in around:
                self._conditions(made.question, group, name, said=False)
            self._conditions(made.question, element, name, said=number == 0)
            self._required(made.question, element)
            self._of_question(made, element, name, said=number == 0)
            yield made.question

    def _required(self, question: Plain, element: Plain) -> None:
        if question["type"] in {"note", "computed"}:
            return
        needed = [element.get(key) for key in ("isRequired", "isAllRowRequired", "eachRowRequired")]
        if True in needed:
            question["required"] = True
        elif element.get("engage") and element["engage"].get("required") == "soft":
            question["required"] = "soft"
        if element.get("requiredIf") and not question.get("required"):
            question["required"] = "soft"
            self.report.changed(
                "expression", f"{question['code']} · requiredIf", "import-required-soft"
            )

    # -- expressions ----------------------------------------------------------------------------

    def _conditions(self, owner: Plain, part: Plain, place: str, *, said: bool = True) -> None:
        """Show something under the conditions of an element; `said`: count them in the report."""
        for key in _CONDITIONS:
            text = part.get(key)
            if isinstance(text, str) and text.strip():
                changed = "import-shown-when-enabled" if key == "enableIf" else ""
                here = f"{place} · {key}" if said else ""
                self._later(owner, "show_if", text, here, changed)
        hidden = part.get("visible") is False and not part.get("visibleIf")
        if hidden and not owner.get("hidden"):
            source = Source(Lit(False), f"{place} · visible" if said else "", None, "import-hidden")
            self._waiting.append(lambda: self.draft.say(owner, "show_if", source))

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

    def _of_question(self, made: Made, element: Plain, name: str, *, said: bool) -> None:
        question = made.question
        self._parts(made, element, name)
        if question["type"] == "computed":
            text = element.get("expression")
            if isinstance(text, str) and text.strip():
                self._later(question, "formula", text, f"{name} · expression")
            return
        if question["type"] == "note" or not said:
            return
        for key in ("defaultValueExpression", "setValueExpression"):
            text = element.get(key)
            if isinstance(text, str) and text.strip():
                changed = "import-calculated-once" if key == "setValueExpression" else ""
                self._later(question, "default", text, f"{name} · {key}", changed)
        if element.get("defaultValue") is not None:
            self._default(question, element["defaultValue"], name)
        for number, validator in enumerate(dicts(element.get("validators")), start=1):
            self._validator(made, validator, f"{name} · validators {number}")
        for key, sign in (("minValueExpression", ">="), ("maxValueExpression", "<=")):
            if isinstance(element.get(key), str):
                self._bound(made, element[key], sign, f"{name} · {key}")

    def _parts(self, made: Made, element: Plain, name: str) -> None:
        """Show choices and rows under their own conditions and under those for all of them."""
        for parts, key in ((made.options, "choicesVisibleIf"), (made.rows, "rowsVisibleIf")):
            place = f"{name} · {key}"
            for mine, theirs in parts:
                text = element.get(key)
                if isinstance(text, str) and text.strip():
                    self._later(mine, "show_if", text, place, item=theirs)
                    place = ""
                own = theirs.get("visibleIf")
                if isinstance(own, str) and own.strip():
                    here = f"{name}.{theirs['value']} · visibleIf"
                    self._later(mine, "show_if", own, here, item=theirs)
        for key in ("choicesEnableIf", "columnsVisibleIf", "resetValueIf", "setValueIf"):
            if element.get(key):
                self.report.dropped("expression", f"{name} · {key}", "import-no-such-condition")

    def _default(self, question: Plain, value: Any, name: str) -> None:
        place = f"{name} · defaultValue"
        own = self.maker.options_of.get(question["code"], {})
        if isinstance(value, list) and len(value) == 1:
            value = value[0]
        tree: Expression
        if isinstance(value, str) and value.startswith("="):
            self._later(question, "default", value[1:], place)
            return
        if isinstance(value, dict | list):
            self.report.dropped("expression", place, "import-default")
            return
        if own:
            tree = Lit(own.get(said(value), said(value)))
        elif isinstance(value, bool) or not isinstance(value, int | float):
            tree = Lit(said(value))
        else:
            tree = parse(f"{value:f}".rstrip("0").rstrip(".") if value % 1 else str(int(value)))
        source = Source(tree, place)
        self._waiting.append(lambda: self.draft.say(question, "default", source))

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
            if validator.get("notificationType") in {"warning", "info"}:
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

    # -- values worked out, triggers ------------------------------------------------------------

    def _calculated(self) -> None:
        values = [v for v in dicts(self.source.get("calculatedValues")) if v.get("name")]
        for value in values:
            self._place = str(value["name"])[:40]
            made = self.maker.made({"type": "expression", "name": value["name"]})[0]
            made.question["hidden"] = True
            self._first_page(made.question)
            text = value.get("expression")
            if isinstance(text, str) and text.strip():
                place = f"{self._place} · calculatedValues"
                self._later(made.question, "formula", text, place)

    def _first_page(self, question: Plain) -> None:
        """Put something first of all; it moves behind what it looks at in the end."""
        taken_codes = {page["code"] for page in self.draft.pages}
        code = next(
            c for c in ("values", *(f"values_{n}" for n in range(400))) if c not in taken_codes
        )
        if self.draft.pages and self.draft.pages[0]["code"].startswith("values"):
            self.draft.pages[0]["questions"].append(question)
        else:
            self.draft.pages.insert(0, {"code": code, "questions": [question]})

    def _triggers(self) -> None:
        for number, trigger in enumerate(dicts(self.source.get("triggers")), start=1):
            place = f"triggers {number} · {str(trigger.get('type') or '')[:20]}"
            kind = str(trigger.get("type") or "").removesuffix("trigger")
            act = {"complete": self._complete, "skip": self._skip, "setvalue": self._set_value,
                   "copyvalue": self._set_value, "runexpression": self._set_value,
                   "visible": self._show}.get(kind)  # fmt: skip
            found = self._said(str(trigger.get("expression") or "false"), place)
            if found is None:
                continue
            if act is None or not act(trigger, found):
                self.report.dropped("expression", place, "import-trigger")

    def _complete(self, _trigger: Plain, when: Source) -> bool:
        """Show nothing more once the condition holds: the pages behind what it looks at."""
        asked = questions_in(when.tree)
        places = [n for n, page in enumerate(self.draft.pages)
                  if asked & {q["code"] for q in page["questions"]}]  # fmt: skip
        if not places:
            return False
        later = self.draft.pages[max(places) + 1 :]
        self._hide(later, when)
        return True

    def _hide(self, parts: list[Plain], when: Source) -> None:
        place = when.place
        for part in parts:
            source = Source(
                negated(when.tree), place, None, when.code or "import-skip-as-condition"
            )
            self.draft.say(part, "show_if", source)
            place = ""
        if place:
            self.report.changed("expression", place, "import-skip-as-condition")

    def _skip(self, trigger: Plain, when: Source) -> bool:
        """Show nothing between what the condition looks at and where it leads."""
        target = self.maker.made_of.get(str(trigger.get("gotoName") or ""))
        if not target:
            return False
        order = list(self.draft.questions())
        codes = [q["code"] for q in order]
        asked = [codes.index(code) for code in questions_in(when.tree) if code in codes]
        goal = codes.index(target[0].question["code"])
        if not asked or goal <= max(asked):
            return False
        self._hide(order[max(asked) + 1 : goal], when)
        return True

    def _set_value(self, trigger: Plain, when: Source) -> bool:
        """Turn a value that is set into the default of the question, under the same condition."""
        name = str(trigger.get("setToName") or "")
        value = self._set_to(trigger, name)
        if not name or value is None:
            return False
        made = self.maker.made_of.get(name)
        if not made:
            made = self.maker.made({"type": "expression", "name": name})
            made[0].question["hidden"] = True
            self._first_page(made[0].question)
        question = made[0].question
        key = "formula" if question["type"] == "computed" else "default"
        tree = function("if", when.tree, value, Lit(None))
        self.draft.either(question, key, Source(tree, when.place, None, "import-set-as-default"))
        return True

    def _set_to(self, trigger: Plain, name: str) -> Expression | None:
        try:
            if trigger.get("fromName"):
                return self.names.meant(str(trigger["fromName"])).is_
            if isinstance(trigger.get("runExpression"), str):
                return Translator(self.names).value(trigger["runExpression"])
        except Unsaid:
            return None
        value = trigger.get("setValue")
        if isinstance(value, dict | list) or value is None:
            return None
        meant = self.names.get(name)
        options = meant.options if meant else {}
        return Lit(options.get(said(value), said(value)))

    def _show(self, trigger: Plain, when: Source) -> bool:
        names = [*(trigger.get("questions") or []), *(trigger.get("pages") or [])]
        made = [m for name in names for m in self.maker.made_of.get(str(name), [])]
        place = when.place
        for each in made:
            self.draft.say(each.question, "show_if", Source(when.tree, place, None, when.code))
            place = ""
        return bool(made)

    # -- earlier answers in texts -----------------------------------------------------------------

    def _pipe(self) -> None:
        languages = set(self.languages.tags.values()) | {self.languages.main}

        def go(part: Any) -> None:
            for value in part.values() if isinstance(part, dict) else part:
                if isinstance(value, dict) and value.keys() <= languages:
                    for language, text in value.items():
                        value[language] = _PIPE.sub(self._piped, text)
                elif isinstance(value, dict | list):
                    go(value)

        go([self.draft.head, self.draft.pages])

    def _piped(self, found: re.Match[str]) -> str:
        meant: Meant | None = self.names.get(found[1].strip())
        if meant is None or not isinstance(meant.is_, Ref):
            return found[0]
        return f"{{{{{meant.is_.path}}}}}"


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
