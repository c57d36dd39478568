"""A SurveyJS file read: its elements become our document, every expression accounted for."""

import json
import re
from collections.abc import Iterator
from typing import Any

from surveys.interchange.codes import Codes
from surveys.interchange.drafting import Source
from surveys.interchange.naming import Meant
from surveys.interchange.report import Imported, Unreadable
from surveys.interchange.surveyjs.elements import Plain, children, dicts, pages, said
from surveys.interchange.surveyjs.making import Made, ours
from surveys.interchange.surveyjs.triggers import Triggers
from surveys.logic import Expression, Lit, Ref, parse

LARGEST = 10 * 1024 * 1024
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


class Reader(Triggers):
    """One file on its way into a document; what it knows of names serves the answers too."""

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

    def _head(self) -> None:
        own = ours(self.source)
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
        elif ours(element).get("required") == "soft":
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
        if isinstance(value, dict | list) or (
            isinstance(value, int | float) and not abs(value) < 1e15
        ):
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
