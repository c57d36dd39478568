"""A questionnaire written as an XLSForm; what a form cannot say is reported."""

from collections.abc import Iterable
from typing import Any

from surveys.definition import Option, Page, Question, Questionnaire
from surveys.definition.given import NO, YES
from surveys.interchange.climbing import Unsaid, joined
from surveys.interchange.codes import Codes
from surveys.interchange.limits import conditions
from surveys.interchange.report import Report
from surveys.interchange.wording import as_source, language_name
from surveys.interchange.written import Written
from surveys.interchange.xlsform.parts import (
    as_part,
    end_texts,
    given_option,
    names_of,
    randomized,
)
from surveys.interchange.xlsform.saying import Speaker
from surveys.interchange.xlsform.sheeting import Book, Cells, Piped
from surveys.logic import Call, Expression, Lit, parse
from surveys.path import option_condition

_TABLES = frozenset({"matrix", "matrix_multiple"})
_TAKEN_APART = frozenset({"matrix_dual", "matrix_number", "matrix_text", "numbers", "short_texts"})
_DISPLAY = {"dropdown": "minimal", "buttons": "columns-pack"}
_LEFT_BEHIND = ("unit", "shuffle_rows", "first_heading", "second_heading", "sum", "max_files")
_TYPES = {
    "short_text": "text", "long_text": "text", "date": "date", "consent": "acknowledge",
    "note": "note", "number": "integer",
}  # fmt: skip


def write(questionnaire: Questionnaire) -> bytes:
    """Return a questionnaire as an XLSForm (.xlsx)."""
    return written(questionnaire).data


def written(questionnaire: Questionnaire) -> Written:
    """Return a questionnaire as an XLSForm with the report of what it could not hold."""
    return _Writer(questionnaire).written()


class _Writer:
    def __init__(self, questionnaire: Questionnaire) -> None:
        self.whole = questionnaire
        self.report = Report()
        self.book = Book(questionnaire.languages)
        self.names = names_of(questionnaire)
        self.piped = Piped(self.names)
        self.speaker = Speaker(questionnaire, lambda ref: self.names.get(ref.path))
        self.lists: dict[str, str] = {}
        self._list_names = Codes("option")
        self._when: dict[str, dict[str, list[str]]] = {}

    def written(self) -> Written:
        whole = self.whole
        self._note("intro", whole.intro)
        for page in whole.pages:
            self._page(page)
        self._note("thanks", whole.thanks)
        main = language_name(whole.language)
        title = as_source(whole.title[whole.language])
        self.book.add("settings", form_title=title, form_id=whole.code, default_language=main)
        for quota in whole.quotas:
            self.report.dropped("expression", quota.code, "export-no-quotas")
        if whole.shuffled_pages or any(page.shuffle for page in whole.pages):
            self.report.dropped("page", whole.code, "export-no-shuffled-pages")
        return Written(self.book.bytes(), self.report)

    def _note(self, name: str, texts: dict[str, str] | None) -> None:
        if texts and name not in self.whole.questions:
            self.book.add("survey", type="note", name=name, **self._texts("label", texts))
        elif texts:
            self.report.dropped("text", name, "export-name-taken", name=name)

    def _texts(self, column: str, texts: dict[str, str] | None) -> Cells:
        return self.book.texts(column, texts, self.piped)

    def _page(self, page: Page) -> None:
        name = page.code if page.code not in self.whole.questions else f"{page.code}_page"
        self.book.add(
            "survey", type="begin_group", name=name, appearance="field-list",
            relevant=self._said(page.code, page.show_if, "relevant"),
            **self._texts("label", page.title),
        )  # fmt: skip
        if page.intro:
            texts = self._texts("label", page.intro)
            self.book.add("survey", type="note", name=f"{name}_intro", **texts)
        for question in page.questions:
            self._question(question)
        self.book.add("survey", type="end_group")
        self.report.kept("page", page.code)

    # -- questions --------------------------------------------------------------------------

    def _question(self, question: Question) -> None:
        self._report_question(question)
        relevant = self._said(question.code, question.show_if, "relevant")
        if question.type in _TABLES:
            self._table(question, relevant)
        elif question.type in _TAKEN_APART:
            self._taken_apart(question, relevant)
        else:
            self._plain(question, relevant)

    def _report_question(self, question: Question) -> None:
        lost = [name for name in _LEFT_BEHIND if getattr(question, name) not in (None, False)]
        lost += ["required"] if question.required == "soft" else []
        lost += ["display"] if question.display == "pictures" else []
        if question.type == "matrix_multiple":
            limits = ("min_choices", "max_choices")
            lost += [name for name in limits if getattr(question, name) is not None]
        if question.type in _TAKEN_APART:
            self.report.changed("question", question.code, "export-taken-apart")
        elif question.type == "district":
            self.report.changed("question", question.code, "export-as-choice")
        elif lost:
            fields = "、".join(lost)
            self.report.changed("question", question.code, "export-left-behind", fields=fields)
        else:
            self.report.kept("question", question.code)

    def _plain(self, question: Question, relevant: str) -> None:
        cells = self._kind(question)
        calculated = question.type == "computed"
        self.book.add(
            "survey", **cells, name=question.code, relevant=relevant,
            required="yes" if question.required is True else "",
            calculation=self._formula(question) if calculated else "",
            default="" if calculated else self._default(question),
            choice_filter=self._filter(question), **self._constraint(question),
            **self._label(question), **self._texts("hint", question.hint),
        )  # fmt: skip
        self._beside(question)

    def _label(self, question: Question) -> Cells:
        if not question.unit:
            return self._texts("label", question.text)
        main = question.unit.get(self.whole.language, "")
        return self._texts(
            "label",
            {
                lang: f"{text}（{question.unit.get(lang, main)}）"
                for lang, text in question.text.items()
            },
        )

    def _kind(self, question: Question) -> Cells:
        type_ = question.type
        if type_ in {"single", "district", "yes_no"}:
            dropdown = type_ == "district" and not question.display
            looks = "minimal" if dropdown else _DISPLAY.get(question.display or "", "")
            return {"type": f"select_one {self._list(question)}", "appearance": looks,
                    "parameters": randomized(question)}  # fmt: skip
        if type_ in {"multiple", "ranking"}:
            kind = "rank" if type_ == "ranking" else "select_multiple"
            return {"type": f"{kind} {self._list(question)}", "parameters": randomized(question),
                    "appearance": _DISPLAY.get(question.display or "", "")}  # fmt: skip
        if type_ == "scale":
            return self._scale(question)
        if type_ == "number" and question.decimals:
            return {"type": "decimal"}
        if type_ == "file":
            pictures = question.kinds and set(question.kinds) <= {"jpeg", "png"}
            return {"type": "image" if pictures else "file"}
        if type_ == "computed":
            return (
                {"type": "calculate"} if question.hidden else {"type": "text", "read_only": "yes"}
            )
        looks = {"long_text": "multiline"}.get(type_, "")
        if type_ == "date" and question.precision in {"month", "year"}:
            looks = {"month": "month-year", "year": "year"}[question.precision]
        return {"type": _TYPES[type_], "appearance": looks}

    def _scale(self, question: Question) -> Cells:
        points = question.points
        if question.options:
            return {"type": f"select_one {self._list(question)}", "appearance": "likert"}
        said = f"start={points[0]} end={points[-1]} step=1"
        if question.ends:
            said += f" tick_labelset={self._ends(question)}"
        return {"type": "range", "parameters": said}

    def _ends(self, question: Question) -> str:
        name = self._list_names.allot(f"{question.code}_ends", "ends")
        for number, text in end_texts(question).items():
            self.book.add("choices", list_name=name, name=str(number), **self._texts("label", text))
        return name

    def _list(self, question: Question) -> str:
        """Return the name of the list of options, written once for equal lists."""
        options = list(question.choices)
        ends = end_texts(question)
        if question.type == "yes_no":
            languages = self.whole.languages
            options = [given_option(code, languages) for code in (YES, NO)]
        elif question.type in _TABLES:
            options = list(question.options)
        words = [
            {self.whole.language: option.code} | ends.get(option.code, {})
            if question.type == "scale" and option.code.isdigit()
            else option.text
            for option in options
        ]
        when = {code: str(number)
                for number, codes in enumerate(self._conditions_of(question).values(), start=1)
                for code in codes}  # fmt: skip
        key = repr([when] + [(option.model_dump(exclude={"show_if", "text"}), text)
                    for option, text in zip(options, words, strict=True)])  # fmt: skip
        if key not in self.lists:
            wanted = "yes_no" if question.type == "yes_no" else question.code
            self.lists[key] = self._list_names.allot(wanted, "list")
            for option, text in zip(options, words, strict=True):
                self._choice(self.lists[key], option, text, when.get(option.code, ""))
        return self.lists[key]

    def _choice(self, name: str, option: Option, text: dict[str, str], when: str) -> None:
        own: dict[str, Any] = {
            "exclusive": option.exclusive, "fixed": option.fixed, "other_text": option.other_text,
            "role": option.role, "value": option.value, "yomi": option.yomi,
        }  # fmt: skip
        said = {f"engage_{key}": "yes" if value is True else str(value)
                for key, value in own.items() if value not in (None, False)}  # fmt: skip
        cells = {**self._texts("label", text), **said, "engage_when": when}
        self.book.add("choices", list_name=name, name=option.code, **cells)

    def _beside(self, question: Question) -> None:
        """Add the rows for what can be written beside a choice."""
        first = True
        for code in sorted(question.other_codes) if question.type != "scale" else ():
            name = self.names[f"{question.code}.other"] if first else f"{question.code}_{code}_text"
            option = next(option for option in question.options if option.code == code)
            self.book.add(
                "survey", type="text", name=name,
                relevant=f"selected(${{{question.code}}}, '{code}')",
                **self._texts("label", option.text),
            )  # fmt: skip
            first = False
        if question.comment:
            name = self.names[f"{question.code}.comment"]
            self.book.add(
                "survey", type="text", name=name, **self._texts("label", question.comment)
            )

    def _table(self, question: Question, relevant: str) -> None:
        list_name = self._list(question)
        kind = "select_one" if question.type == "matrix" else "select_multiple"
        self.book.add(
            "survey", type="begin_group", name=question.code, appearance="table-list",
            relevant=relevant, **self._texts("label", question.text),
            **self._texts("hint", question.hint),
        )  # fmt: skip
        required = "yes" if question.required is True else ""
        for row in question.rows:
            self.book.add(
                "survey", type=f"{kind} {list_name}", required=required,
                name=self.names[f"{question.code}.{row.code}"],
                relevant=self._part_said(question, row.code, rows=True),
                parameters=randomized(question), **self._texts("label", row.text),
            )  # fmt: skip
        self.book.add("survey", type="end_group")
        for _check in question.checks:
            self.report.dropped("expression", question.code, "export-check-of-table")

    def _taken_apart(self, question: Question, relevant: str) -> None:
        self.book.add(
            "survey", type="begin_group", name=question.code, relevant=relevant,
            **self._texts("label", question.text), **self._texts("hint", question.hint),
        )  # fmt: skip
        for row in question.rows:
            for part, label, cells in self._cells(question):
                words = {lang: f"{text}{label.get(lang, '')}" for lang, text in row.text.items()}
                path = ".".join((question.code, row.code, *([part] if part else [])))
                own = question.model_copy(update=as_part(question))
                self.book.add(
                    "survey", **cells, name=self.names[path], **self._texts("label", words),
                    required="yes" if question.required is True else "",
                    relevant=self._part_said(question, row.code, rows=True),
                    **self._constraint(own),
                )  # fmt: skip
        self.book.add("survey", type="end_group")
        for _check in question.checks:
            self.report.dropped("expression", question.code, "export-check-of-table")

    def _cells(self, question: Question) -> Iterable[tuple[str, dict[str, str], Cells]]:
        """Yield what every row of a table asks: its part, its words, its type."""
        if question.type == "matrix_dual":
            for part, options, heading in (
                ("1", question.options, question.first_heading),
                ("2", question.second_options, question.second_heading),
            ):
                lists = question.model_copy(update={"type": "matrix", "options": options})
                words = {lang: f"：{text}" for lang, text in (heading or {}).items()}
                yield part, words, {"type": f"select_one {self._list(lists)}"}
            return
        numbers = question.type in {"matrix_number", "numbers"}
        type_ = ("decimal" if question.decimals else "integer") if numbers else "text"
        if not question.columns:
            yield "", {}, {"type": type_}
        for column in question.columns:
            words = {lang: f"：{text}" for lang, text in column.text.items()}
            yield column.code, words, {"type": type_}

    # -- expressions ------------------------------------------------------------------------

    def _said(self, place: str, text: str | None, column: str) -> str:
        return self._tree_said(place, parse(text), column) if text else ""

    def _tree_said(self, place: str, tree: Expression, column: str) -> str:
        try:
            said = self.speaker.say(tree)
        except Unsaid as error:
            self.report.dropped("expression", f"{place} · {column}", error.code, **error.values)
            return ""
        self.report.kept("expression", f"{place} · {column}")
        return said

    def _part_said(self, question: Question, code: str, *, rows: bool = False) -> str:
        found = option_condition(self.whole, question, code, rows=rows)
        place = f"{question.code}.{code}"
        return self._tree_said(place, joined("and", *found), "relevant") if found else ""

    def _constraint(self, question: Question) -> Cells:
        parts = conditions(question)
        message: dict[str, str] = {}
        for check in question.checks if question.type not in _TAKEN_APART else ():
            parts.append(parse(check.holds))
            for language, text in check.message.items():
                message[language] = f"{message.get(language, '')} {text}".strip()
        if not parts:
            return {}
        tree = joined("and", *parts)
        if not question.checks:
            return {"constraint": self.speaker.say(tree)}
        said = self._tree_said(question.code, tree, "constraint")
        return {"constraint": said, **self._texts("constraint_message", message)} if said else {}

    def _formula(self, question: Question) -> str:
        tree = parse(question.formula or "missing")
        if question.decimals is not None:
            tree = Call("round", (tree, Lit(float(question.decimals))))
        return self._tree_said(question.code, tree, "calculation") or "''"

    def _default(self, question: Question) -> str:
        if not question.default:
            return ""
        tree = parse(question.default)
        if isinstance(tree, Lit) and isinstance(tree.value, str) and tree.value.isalnum():
            self.report.kept("expression", f"{question.code} · default")
            return tree.value
        return self._tree_said(question.code, tree, "default")

    def _filter(self, question: Question) -> str:
        """Return the filter that lets each option through under its own condition."""
        parts = [f"engage_when != '{number}' or ({said})"
                 for number, said in enumerate(self._conditions_of(question), start=1)]  # fmt: skip
        return " and ".join(f"({part})" for part in parts) if len(parts) > 1 else "".join(parts)

    def _conditions_of(self, question: Question) -> dict[str, list[str]]:
        """Return the conditions of options with the codes of those that share them."""
        if question.code in self._when:
            return self._when[question.code]
        shown: dict[str, list[str]] = {}
        if question.options_from or any(option.show_if for option in question.options):
            for option in question.options:
                found = option_condition(self.whole, question, option.code)
                place = f"{question.code}.{option.code}"
                if found:
                    said = self._tree_said(place, joined("and", *found), "choice_filter")
                    shown.setdefault(said, []).append(option.code)
        shown.pop("", None)
        self._when[question.code] = shown
        return shown
