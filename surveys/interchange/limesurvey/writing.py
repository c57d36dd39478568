"""A questionnaire of ours in LimeSurvey's tab-separated form."""

import csv
import html
import io
import re
from collections.abc import Iterable
from datetime import date

from surveys.definition import Page, Question, Questionnaire, Texts
from surveys.definition.ruby import pieces
from surveys.interchange.limesurvey.naming_out import is_commented, is_five, names_of, type_of
from surveys.interchange.limesurvey.script_out import Called, NotSayable, Script
from surveys.interchange.report import Report
from surveys.logic import Lit, Ref, evaluate, parse, questions_in
from surveys.logic.functions import FORMATS

BASE = (
    "id", "related_id", "class", "type/scale", "name", "relevance", "text", "help", "language",
    "validation", "mandatory", "encrypted", "other", "default", "same_default", "same_script",
)  # fmt: skip
Line = dict[str, str]
_PIPE = re.compile(r"\{\{\s*([a-z][a-z0-9_]{0,29})((?:\.[A-Za-z0-9_]{1,20}){0,2})\s*\}\}")
_BRACE = re.compile(r"\{(?=\S)")
_ANY_DAY = date(2000, 1, 1)


def write(questionnaire: Questionnaire) -> bytes:
    """Return the file."""
    return write_tsv(questionnaire)[0]


def write_tsv(questionnaire: Questionnaire) -> tuple[bytes, Report]:
    """Return the file, and a report of what LimeSurvey cannot hold."""
    report = Report()
    lines = _Writing(questionnaire, report).lines()
    attributes = sorted({name for line in lines for name in line} - set(BASE))
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, [*BASE, *attributes], restval="", delimiter="\t")
    writer.writeheader()
    writer.writerows(lines)
    return b"\xef\xbb\xbf" + out.getvalue().encode(), report


class _Writing:
    def __init__(self, questionnaire: Questionnaire, report: Report) -> None:
        self.questionnaire = questionnaire
        self.report = report
        self.called = names_of(questionnaire, report)
        self.script = Script(self.called)
        self._id = 0

    def lines(self) -> list[Line]:
        """Return every line: settings, then each language's groups and questions, then quotas."""
        document = self.questionnaire
        self.report.kept("questionnaire", document.code)
        settings = {
            "sid": "1",
            "language": document.language,
            "additional_languages": " ".join(document.languages[1:]),
            "format": "G",
        }
        found: list[Line] = [{"class": "S", "name": k, "text": v} for k, v in settings.items()]
        for language in document.languages:
            words = {"title": document.title, "welcometext": document.intro}
            for name, texts in (words | {"endtext": document.thanks}).items():
                text = self.text(texts, language)
                if text:
                    found.append(_of("SL", name=f"surveyls_{name}", text=text, language=language))
        for first, language in enumerate(document.languages):
            for number, page in enumerate(document.pages):
                found += self._page(page, number, language, first=first == 0)
        return [*found, *self._quotas()]

    # -- texts ------------------------------------------------------------------------------

    def text(self, texts: Texts | None, language: str) -> str:
        """Return a text as HTML, with places for answers."""
        if not texts or not texts.get(language):
            return ""
        found, at = [], 0
        source = texts[language]
        for pipe in _PIPE.finditer(source):
            found += [_as_html(source[at : pipe.start()]), self._pipe(pipe)]
            at = pipe.end()
        return "".join([*found, _as_html(source[at:])])

    def _pipe(self, pipe: re.Match[str]) -> str:
        reference = Ref((pipe[1], *pipe[2].split(".")[1:]))
        called = self.called.get(pipe[1])
        try:
            if called and called.question.type == "multiple" and not pipe[2]:
                names = [f"{called.code}_{code}.shown" for code in called.options.values()]
                return "{list(" + ", ".join(names) + ")}"
            name = self.script.name(reference)
        except (NotSayable, KeyError):
            self.report.dropped("expression", pipe[0], "export-expression", what=pipe[1])
            return ""
        self.report.kept("expression", pipe[0])
        return "{" + name + ("}" if called and called.question.type == "computed" else ".shown}")

    def _say(self, text: str | None, place: str, own: Called | None = None) -> str:
        """Return an expression; "" when LimeSurvey cannot say it."""
        if not text:
            return ""
        try:
            said = self.script.say(parse(text), own)
        except (NotSayable, KeyError, ValueError) as error:
            what = str(error)[:40]
            self.report.dropped("expression", place, "export-expression", what=what)
            return ""
        self.report.kept("expression", place)
        return said[1:-1] if said.startswith("(") and _closes_at_end(said) else said

    # -- pages and questions ----------------------------------------------------------------

    def _page(self, page: Page, number: int, language: str, *, first: bool) -> list[Line]:
        group = _of(
            "G",
            id=str(number + 1),
            **{"type/scale": str(number + 1)},
            name=self.text(page.title, language) or page.code,
            text=self.text(page.intro, language),
            language=language,
        )
        report = self.report
        self.report = report if first else Report()
        group["relevance"] = self._say(page.show_if, page.code) or "1"
        for n, codes in enumerate(self.questionnaire.shuffled_pages, 1):
            if page.code in codes:
                group["random_group"] = f"group{n}"
        found = [group]
        for question in page.questions:
            found += self._question(page, question, language)
            if first:
                found += self._members(question)
        self.report = report
        return found

    def _question(self, page: Page, question: Question, language: str) -> list[Line]:
        called = self.called[question.code]
        line = _of(
            "Q",
            **{"type/scale": type_of(question)},
            name=called.code,
            relevance=self._say(question.show_if, question.code) or "1",
            text=self.text(question.text, language),
            help=self.text(question.hint, language),
            language=language,
            mandatory={True: "Y", "soft": "S"}.get(question.required, "N"),
            other="Y" if called.other else "N",
        )
        if page.shuffle:
            line["random_group"] = page.code
        self._attributes(line, question, called, language)
        self._default(line, question, called)
        self._note_losses(question)
        return [line, *self._parts(question, called, language)]

    def _attributes(self, line: Line, question: Question, called: Called, language: str) -> None:
        from surveys.interchange.limesurvey.attributes_out import attributes_of

        line.update(attributes_of(question, called, self.called))
        for name, texts in (
            ("dualscale_headerA", question.first_heading),
            ("dualscale_headerB", question.second_heading),
            ("suffix", question.unit),
        ):
            if texts:
                line[name] = self.text(texts, language)
        if called.other:
            option = next(o for o in question.options if o.code == called.other)
            line["other_replace_text"] = self.text(option.text, language)
        if question.format:
            pattern = FORMATS[question.format].pattern
            line["validation"] = f"/^{pattern}$/u"
        if question.formula:
            formula = self._say(question.formula, question.code)
            line["equation"] = "{" + formula + "}" if formula else ""
        holds = [self._say(check.holds, question.code, called) for check in question.checks]
        said = [f"({one})" for one in holds if one]
        if said:
            empty = self._say(f"not answered({question.code})", "", None)
            self.report.lines.pop()
            rule = " and ".join(said)
            line["em_validation_q"] = f"({empty}) or ({rule})" if empty else rule
            line["em_validation_q_tip"] = self.text(question.checks[0].message, language)

    def _default(self, line: Line, question: Question, called: Called) -> None:
        if not question.default:
            return
        tree = parse(question.default)
        if questions_in(tree):
            said = self._say(question.default, question.code)
            line["default"] = "{" + said + "}" if said else ""
            return
        value = tree.value if isinstance(tree, Lit) else _constant(question.default)
        text = f"{value:g}" if isinstance(value, float) else str(value or "")
        if question.type != "multiple":
            line["default"] = called.options.get(text, text)
        self.report.kept("expression", question.code)

    def _note_losses(self, question: Question) -> None:
        report, changed = self.report, ""
        other = self.called[question.code].other
        if question.type in {"consent", "district"} or (
            question.type == "scale" and not is_five(question)
        ):
            changed = "export-type"
        elif question.type == "single" and question.other_codes[1:]:
            changed = "export-several-lines"
        if question.type == "multiple" and (is_commented(question) or question.comment):
            changed = "export-several-lines"
        if changed:
            report.changed("question", question.code, changed)
        else:
            report.kept("question", question.code)
        lost = [
            name
            for name, there in (
                ("role", any(option.role for option in question.options)),
                ("picture", any(option.picture for option in question.options)),
                ("ends", question.ends is not None),
                ("fixed", any(o.fixed and o.code != other for o in question.options)),
            )
            if there
        ]
        if lost:
            report.dropped("text", question.code, "export-lost", what="、".join(lost))

    def _parts(self, question: Question, called: Called, language: str) -> list[Line]:
        found: list[Line] = []
        for row in question.rows:
            relevance = self._say(row.show_if, f"{question.code}.{row.code}") or "1"
            found.append(
                self._part("SQ", "0", called.rows[row.code], row.text, language, relevance)
            )
        found += [
            self._part("SQ", "1", called.columns[column.code], column.text, language, "1")
            for column in question.columns
        ]
        if question.type != "yes_no" and not (question.type == "scale" and is_five(question)):
            found += self._options(question, called, language)
        for option in question.second_options:
            code = called.second[option.code]
            found.append(self._part("A", "1", code, option.text, language, ""))
        return found

    def _options(self, question: Question, called: Called, language: str) -> Iterable[Line]:
        kind = "SQ" if question.type in {"multiple", "matrix_multiple", "consent"} else "A"
        scale = "1" if question.type == "matrix_multiple" else "0"
        default = _constant(question.default) if question.default else None
        boxes = str(default or "").split(",") if question.type == "multiple" else []
        for option in question.choices:
            if option.code == called.other:
                continue
            line = self._part(kind, scale, called.options[option.code], option.text, language, "")
            place = f"{question.code}.{option.code}"
            if kind == "SQ":
                line["relevance"] = self._say(option.show_if, place) or "1"
            elif option.show_if:
                self.report.dropped("expression", place, "export-option-condition")
            if option.value is not None and kind == "A":
                line["assessment_value"] = f"{option.value:g}"
            if option.code in boxes:
                line["default"] = "Y"
            yield line

    def _part(
        self, kind: str, scale: str, code: str, text: Texts, language: str, relevance: str
    ) -> Line:
        words = self.text(text, language) or self.text(text, next(iter(text)))
        return _of(
            kind, **{"type/scale": scale}, name=code, relevance=relevance, text=words,
            language=language,
        )  # fmt: skip

    # -- quotas -----------------------------------------------------------------------------

    def _quotas(self) -> Iterable[Line]:
        for number, quota in enumerate(self.questionnaire.quotas, 1):
            if self._member(quota.when) is None:
                self.report.dropped("expression", quota.code, "export-quota")
                continue
            self.report.kept("expression", quota.code)
            yield _of(
                "QTA", id=str(number), name=quota.code, mandatory=str(quota.limit), other="1",
                default="1",
            )  # fmt: skip
            for language in self.questionnaire.languages:
                message = self.text(quota.message, language)
                if message:
                    yield _of("QTALS", related_id=str(number), relevance=message, language=language)

    def _members(self, question: Question) -> Iterable[Line]:
        for number, quota in enumerate(self.questionnaire.quotas, 1):
            members = self._member(quota.when) or []
            for code in (code for name, code in members if name == question.code):
                yield _of("QTAM", related_id=str(number), name=code)

    def _member(self, when: str) -> list[tuple[str, str]] | None:
        """Return the answers that a quota counts; None where LimeSurvey cannot say it."""
        from surveys.interchange.limesurvey.attributes_out import members_of

        return members_of(parse(when), self.called)


def _constant(text: str) -> object:
    return evaluate(parse(text), {}, _ANY_DAY)


def _of(kind: str, **cells: str) -> Line:
    return {"class": kind, **cells}


def _as_html(text: str) -> str:
    """Return words as HTML: nothing in them is markup, nothing in braces is an expression."""
    said = "".join(
        f"<ruby>{html.escape(base)}<rt>{html.escape(reading)}</rt></ruby>"
        if reading
        else html.escape(base, quote=False)
        for base, reading in pieces(text)
    )
    return _BRACE.sub("{ ", said).replace("\n", "<br />")


def _closes_at_end(said: str) -> bool:
    depth = 0
    quote = ""
    for at, sign in enumerate(said):
        if quote:
            quote = "" if sign == quote and said[at - 1] != "\\" else quote
        elif sign in "'\"":
            quote = sign
        elif sign in "()":
            depth += 1 if sign == "(" else -1
            if depth == 0 and at < len(said) - 1:
                return False
    return True
