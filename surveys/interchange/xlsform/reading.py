"""A form read: its sheets become our document, every row and every expression accounted for."""

import re
from typing import Any

from surveys.interchange.climbing import Unsaid, joined
from surveys.interchange.codes import Codes
from surveys.interchange.drafting import Draft, Source
from surveys.interchange.limits import taken
from surveys.interchange.report import Imported, Report
from surveys.interchange.wording import Wording, guessed_language, language_tag
from surveys.interchange.xlsform.book import Row, Sheets, sheets
from surveys.interchange.xlsform.choices import Choices
from surveys.interchange.xlsform.filters import say_filter
from surveys.interchange.xlsform.making import Maker
from surveys.interchange.xlsform.outline import Group, Item, outline
from surveys.interchange.xlsform.planning import Plan, Planned
from surveys.interchange.xlsform.translating import Translated, Translator
from surveys.logic import Expression, Lit, Op, Ref

Plain = dict[str, Any]
_REFERENCE = re.compile(r"\$\{\s*([^{}\s]+)\s*\}")
_DYNAMIC = re.compile(r"\$\{|[\w-]\s*\(|^'.*'$", re.DOTALL)
_YES = frozenset({"yes", "true", "true()", "1"})
_NO = frozenset({"", "no", "false", "false()", "0"})
_MEDIA = ("image", "audio", "video")
_CODE = re.compile(r"[^a-z0-9]+")
_WITHOUT_DEFAULT = frozenset({"file", "consent", "ranking", "matrix", "matrix_multiple"})
MEND = {"ja": "入力した内容を確かめてください。", "en": "Please check what you have entered."}


def read(data: bytes, name: str) -> Imported:
    """Read an XLSForm (xlsx, xls, csv, md, or JSON of KoboToolbox)."""
    report = Report()
    return _Form(sheets(data, name, report), name, report).imported()


class _Form:
    """One form on its way into a document."""

    def __init__(self, found: Sheets, name: str, report: Report) -> None:
        self.report = report
        self.rows = found["survey"]
        self.settings = next(iter(found.get("settings", [])), Row(1))
        self.choices = Choices(found, report)
        tree = outline(self.rows, report)
        self.opening = _spoken(tree, 0, "intro")
        self.closing = _spoken(tree, -1, "thanks")
        self.plan = Plan(tree, self.choices, report)
        self.languages = self._languages(found)
        self.main = self.languages[""]
        self.wording = Wording(self.main, report, self._piped)
        self.draft = Draft(report)
        self.name = name
        self._place = ""
        self._line: int | None = None
        self._is_changed = False
        options = lambda list_: self.choices.options(list_, self.wording, self.languages)  # noqa: E731
        self.maker = Maker(self.choices, options, self._changed, self.main)

    def imported(self) -> Imported:
        """Return the document with its report."""
        title = self.settings.texts("form_title") or self.settings.texts("title")
        said = {self.languages.get(language, self.main): text for language, text in title.items()}
        stem = self.name.rsplit("/", 1)[-1].rsplit(".", 1)[0]
        code = _CODE.sub("-", (self.settings.get("form_id") or stem).lower()).strip("-")[:60]
        self.draft.head = {
            "code": code.strip("-") or "survey",
            "language": self.main,
            "title": self.wording.texts(said, "form_title", fallback=stem or "XLSForm"),
        }
        for key, item in (("intro", self.opening), ("thanks", self.closing)):
            if item is not None:
                self.draft.head[key] = self._texts(item.row, "label", key, key)
                self.report.kept("question", item.name, line=item.row.line)
        self.report.kept("questionnaire", self.draft.head["code"])
        codes = Codes("question")
        for number, (group, planned) in enumerate(self.plan.pages(), start=1):
            self._page(codes, number, group, planned)
        return self.draft.finished()

    def _languages(self, found: Sheets) -> dict[str, str]:
        """Return what every language of the columns is called with us; "" is the main one."""
        rows = [*found["survey"], *found.get("choices", []), *found.get("external_choices", [])]
        columns = [c for row in rows for c in row.cells if c[0] in {"label", "hint"}]
        written = list(dict.fromkeys(language for _base, language in columns if language))
        tags: dict[str, str] = {}
        for language in written:
            tags[language] = language_tag(language, tags)
        named = self.settings.get("default_language")
        texts = " ".join(t for row in rows[:50] for t in row.texts("label").values())
        if named:
            main = tags.get(named) or language_tag(named, tags)
        elif ("label", "") in columns or not tags:
            main = guessed_language(texts)
        else:
            main = next(iter(tags.values()))
        others = {
            language
            for row in rows
            for _base, language in row.cells
            if language and language not in tags
        }
        return {**{name: language_tag(name, tags) for name in sorted(others)}, **tags, "": main}

    def _piped(self, text: str) -> str:
        """Return a text with ${x} as our {{x}}; what we do not store is left out."""

        def replaced(found: re.Match[str]) -> str:
            meant = self.plan.names.get(found[1])
            if meant is None:
                return "" if found[1] in self.plan.names.gone else found[0]
            return f"{{{{{meant.is_.path}}}}}" if isinstance(meant.is_, Ref) else ""

        return _REFERENCE.sub(replaced, text)

    def _texts(self, row: Row, column: str, place: str, fallback: str = "") -> dict[str, str]:
        said: dict[str, str] = {}
        for language, text in row.texts(column).items():
            tag = self.languages.get(language, self.main)
            if language or tag not in said:
                said[tag] = text
        return self.wording.texts(said, place, line=row.line, fallback=fallback)

    def _changed(self, code: str, **values: Any) -> None:
        self._is_changed = True
        self.report.changed("question", self._place, code, line=self._line, **values)

    # -- pages ------------------------------------------------------------------------------

    def _page(self, codes: Codes, number: int, group: Group | None, planned: list[Planned]) -> None:
        questions = [p for p in planned if not p.is_intro]
        wanted = group.name if group and group.name else f"p{number}"
        page: Plain = {"code": codes.allot(wanted, f"p{number}")}
        if group:
            title = self._texts(group.row, "label", page["code"])
            if title:
                page["title"] = title
            self.report.kept("page", page["code"], line=group.row.line)
            for outer in planned[0].groups[: planned[0].groups.index(group) + 1]:
                self._group(page, outer)
        for intro in (p for p in planned if p.is_intro):
            page["intro"] = self._texts(intro.item.row, "label", page["code"], intro.item.name)
            self.report.kept("question", intro.item.name[:40], line=intro.item.row.line)
        page["questions"] = [self._question(p) for p in questions]
        if questions:
            self.draft.pages.append(page)

    def _question(self, planned: Planned) -> Plain:
        row = planned.table.row if planned.table else planned.item.row
        self._place, self._line, self._is_changed = planned.code, row.line, False
        fields = self.maker.fields(planned)
        text = self._texts(row, "label", planned.code, planned.item.name or planned.code)
        question: Plain = {"code": planned.code, **fields, "text": text}
        hint = self._texts(row, "hint", planned.code)
        if hint:
            question["hint"] = hint
        if planned.comment:
            comment = planned.comment.row
            question["comment"] = self._texts(comment, "label", planned.code, planned.comment.name)
            self.report.kept("question", planned.comment.name[:40], line=comment.line)
        self._media(row)
        for group in planned.inner:
            self._group(question, group)
        if planned.is_heading:
            self.report.changed("page", planned.code, "import-group-flattened", line=row.line)
            return question
        self._relevant(question, row, planned.code)
        self._required(question, planned)
        self._rows(question, planned)
        if not planned.rows:
            self._constraint(question, planned.item.row)
            self._values(question, planned.item.row)
            self._filter(question, planned)
        if not self._is_changed:
            self.report.kept("question", planned.code, line=row.line)
        return question

    def _media(self, row: Row) -> None:
        for medium in _MEDIA:
            if row.texts(medium):
                self.report.dropped(
                    "text", self._place, "import-media", line=row.line, medium=medium
                )

    def _rows(self, question: Plain, planned: Planned) -> None:
        if not planned.rows:
            return
        question["rows"] = []
        for item, code in planned.rows:
            row: Plain = {"code": code, "text": self._texts(item.row, "label", code, item.name)}
            question["rows"].append(row)
            self._relevant(row, item.row, f"{planned.code}.{code}")
            if item is not planned.rows[0][0]:
                self.report.kept("question", f"{planned.code}.{code}", line=item.row.line)

    # -- expressions ------------------------------------------------------------------------

    def _translated(self, text: str, place: str, row: Row, own: str = "") -> Translated | None:
        """Return an expression in our language; None, and a line in the report, without one."""
        try:
            return Translator.say(text, self.plan.names, Ref((own,)) if own else None)
        except (Unsaid, RecursionError) as error:
            code = getattr(error, "code", "expression-too-deep")
            values = dict(getattr(error, "values", {}))
            self.report.dropped("expression", place, code, line=row.line, **values)
            return None

    def _relevant(self, owner: Plain, row: Row, place: str) -> None:
        text = row.get("relevant")
        if not text:
            return
        place = f"{place} · relevant"
        if text.lower() in {"true", "true()", "yes", "1"}:
            self.report.kept("expression", place, line=row.line)
            return
        if text.lower() in {"false", "no"}:
            text = "false()"
        found = self._translated(text, place, row)
        if found:
            self.draft.say(
                owner, "show_if", Source(found.tree, place, row.line, found.code, found.values)
            )

    def _group(self, owner: Plain, group: Group) -> None:
        """Show a part under the condition of a group; a repeat when there is one to be taken."""
        self._relevant(owner, group.row, group.name)
        times = group.row.get("repeat_count")
        if "${" in times and group.kind == "repeat":
            place = f"{group.name} · repeat_count"
            found = self._translated(times, place, group.row)
            if found:
                tree = Op(">=", (found.tree, Lit(1.0)))
                source = Source(tree, place, group.row.line, "import-repeat-once")
                self.draft.say(owner, "show_if", source)

    def _required(self, question: Plain, planned: Planned) -> None:
        rows = [item.row for item, _code in planned.rows] or [planned.item.row]
        if question["type"] in {"note", "computed"}:
            return
        said = [row.get("required").strip().lower() for row in rows]
        for row, text in zip(rows, said, strict=True):
            if text not in _YES | _NO:
                place = f"{planned.code} · required"
                self.report.changed("expression", place, "import-required-soft", line=row.line)
                question["required"] = "soft"
        if said and all(text in _YES for text in said):
            question["required"] = True

    def _constraint(self, question: Plain, row: Row) -> None:
        text = row.get("constraint")
        if not text or question["type"] in {"note", "computed"}:
            return
        place = f"{question['code']} · constraint"
        found = self._translated(text, place, row, question["code"])
        if found is None:
            return
        left = taken(question, found.tree)
        message = self._texts(row, "constraint_message", question["code"])
        if left:
            said = message or {self.main: MEND.get(self.main, MEND["en"])}
            tree = joined("and", *left)
            source = Source(tree, place, row.line, found.code, found.values)
            self.draft.check(question, source, said)
        elif message or found.code:
            code = found.code or "import-limit-in-our-words"
            self.report.changed("expression", place, code, line=row.line, **found.values)
        else:
            self.report.kept("expression", place, line=row.line)

    def _values(self, question: Plain, row: Row) -> None:
        calculation, default = row.get("calculation"), row.get("default")
        if question["type"] == "computed":
            self._say(question, "formula", calculation or _literal(default), row, "calculation")
        elif question["type"] == "note":
            return
        elif calculation:
            self._say(
                question, "default", calculation, row, "calculation", "import-calculated-once"
            )
        elif default:
            text = default if _DYNAMIC.search(default) else ""
            if text:
                self._say(question, "default", text, row, "default")
            else:
                self._literal_default(question, default, row)

    def _say(
        self, question: Plain, key: str, text: str, row: Row, column: str, changed: str = ""
    ) -> None:
        place = f"{question['code']} · {column}"
        found = self._translated(text, place, row, question["code"]) if text else None
        if found:
            source = Source(found.tree, place, row.line, found.code or changed, found.values)
            self.draft.say(question, key, source)

    def _literal_default(self, question: Plain, default: str, row: Row) -> None:
        place = f"{question['code']} · default"
        options = self.plan.names.options(Ref((question["code"],)))
        tree: Expression | None = Lit(options.get(default, default))
        type_ = question["type"]
        if type_ in {"number", "scale"}:
            found = self._translated(default, place, row)
            tree = found.tree if found else None
        elif (options and default not in options) or type_ in _WITHOUT_DEFAULT:
            self.report.dropped("expression", place, "import-default", line=row.line)
            return
        if tree is not None:
            self.draft.say(question, "default", Source(tree, place, row.line))

    def _filter(self, question: Plain, planned: Planned) -> None:
        text = planned.item.row.get("choice_filter")
        if text and question.get("options"):
            say_filter(text, question, planned, self.plan.names, self.choices, self.draft)
        elif text:
            place = f"{question['code']} · choice_filter"
            line = planned.item.row.line
            self.report.dropped("expression", place, "import-list-in-file", line=line, name="")


def _spoken(tree: list[Item | Group], place: int, name: str) -> Item | None:
    """Take a note out of the form that opens or closes the whole: `intro`, `thanks`."""
    item = tree[place] if tree else None
    if not isinstance(item, Item) or item.type != "note" or item.name != name:
        return None
    if item.row.get("relevant") or len(tree) == 1:
        return None
    tree.pop(place)
    return item


def _literal(text: str) -> str:
    """Return a fixed text as XPath writes it."""
    if not text:
        return ""
    if re.fullmatch(r"-?\d+(\.\d+)?", text) or _DYNAMIC.search(text):
        return text
    return f'"{text}"' if "'" in text else f"'{text}'"
