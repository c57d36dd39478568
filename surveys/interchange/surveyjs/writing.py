"""A questionnaire written as SurveyJS; what SurveyJS has no place for stands under "engage"."""

import html
import json
from collections.abc import Mapping
from typing import Any

from surveys.definition import Option, Page, Question, Questionnaire, Row
from surveys.interchange.climbing import Unsaid, joined
from surveys.interchange.report import Report
from surveys.interchange.surveyjs.saying import Speaker
from surveys.interchange.wording import PIPE, as_source
from surveys.interchange.written import Written
from surveys.logic import Expression, Lit, parse
from surveys.path import option_condition

Plain = dict[str, Any]
_CHOICE = {"list": "radiogroup", "dropdown": "dropdown", "buttons": "buttongroup",
           "pictures": "imagepicker"}  # fmt: skip
_INPUT = {"mail": "email", "phone": "tel", "url": "url"}
_OTHER = "other"


def write(questionnaire: Questionnaire) -> bytes:
    """Return a questionnaire as SurveyJS (JSON)."""
    return written(questionnaire).data


def written(questionnaire: Questionnaire) -> Written:
    """Return a questionnaire as SurveyJS with the report of what it could not hold."""
    writer = _Writer(questionnaire)
    document = writer.document()
    text = json.dumps(document, ensure_ascii=False, indent=2) + "\n"
    return Written(text.encode(), writer.report)


class _Writer:
    def __init__(self, questionnaire: Questionnaire) -> None:
        self.whole = questionnaire
        self.report = Report()

    def document(self) -> Plain:
        whole = self.whole
        found: Plain = {"title": self._text(whole.title), "locale": whole.language}
        if whole.intro:
            found["description"] = self._text(whole.intro)
        if whole.thanks:
            found["completedHtml"] = self._html(whole.thanks)
        found["pages"] = [self._page(page) for page in whole.pages]
        found["engage"] = {"code": whole.code}
        for quota in whole.quotas:
            self.report.dropped("expression", quota.code, "export-no-quotas")
        if whole.shuffled_pages:
            self.report.dropped("page", whole.code, "export-no-shuffled-pages")
        return found

    def _text(self, texts: Mapping[str, str]) -> Any:
        said = {language: _piped(as_source(text)) for language, text in texts.items()}
        return self._by_language(said)

    def _html(self, texts: Mapping[str, str]) -> Any:
        said = {
            language: _piped(html.escape(text, quote=False).replace("\n", "<br>"))
            for language, text in texts.items()
        }
        return self._by_language(said)

    def _by_language(self, said: dict[str, str]) -> Any:
        main = said.pop(self.whole.language)
        return {"default": main, **said} if said else main

    def _page(self, page: Page) -> Plain:
        found: Plain = {"name": page.code}
        if page.title:
            found["title"] = self._text(page.title)
        if page.intro:
            found["description"] = self._text(page.intro)
        found |= self._condition(page.code, page.show_if)
        if page.shuffle:
            found["questionsOrder"] = "random"
        found["elements"] = [self._element(question) for question in page.questions]
        self.report.kept("page", page.code)
        return found

    # -- elements -------------------------------------------------------------------------------

    def _element(self, question: Question) -> Plain:
        own: Plain = {}
        body = getattr(self, f"_{question.type}")(question, own)
        found: Plain = {"type": body.pop("type"), "name": question.code}
        if question.type != "note":
            found["title"] = self._text(question.text)
        if question.hint:
            found["description"] = self._text(question.hint)
        found |= body
        if question.required is True:
            found["isRequired"] = True
        elif question.required == "soft":
            own["required"] = "soft"
        if question.unit:
            own["unit"] = self._text(question.unit)
        found |= self._condition(question.code, question.show_if)
        if question.is_asked:
            found |= self._default(question)
            found |= self._checks(question)
        if question.display == "pictures":
            fields = "display"
            self.report.changed("question", question.code, "export-left-behind", fields=fields)
        else:
            self.report.kept("question", question.code)
        return found | ({"engage": own} if own else {})

    def _single(self, question: Question, _own: Plain) -> Plain:
        return {"type": _CHOICE[question.display or "list"]} | self._choices(question)

    def _district(self, question: Question, own: Plain) -> Plain:
        own["type"] = "district"
        return {"type": "dropdown" if question.display == "dropdown" else "radiogroup"} | (
            self._choices(question)
        )

    def _multiple(self, question: Question, own: Plain) -> Plain:
        dropdown = question.display == "dropdown"
        if question.display in {"buttons", "list"}:
            own["display"] = question.display
        return {"type": "tagbox" if dropdown else "checkbox"} | self._choices(question)

    def _ranking(self, question: Question, _own: Plain) -> Plain:
        return {"type": "ranking", "selectToRankEnabled": True} | self._choices(question)

    def _yes_no(self, question: Question, own: Plain) -> Plain:
        if question.display:
            own["display"] = question.display
        return {"type": "boolean", "valueTrue": "yes", "valueFalse": "no"} | self._comment(question)

    def _consent(self, _question: Question, own: Plain) -> Plain:
        own["type"] = "consent"
        return {"type": "boolean", "renderAs": "checkbox", "valueTrue": "yes", "valueFalse": ""}

    def _scale(self, question: Question, own: Plain) -> Plain:
        points = question.points
        found: Plain = {"type": "rating", "rateMin": points[0], "rateMax": points[-1]}
        if question.ends:
            found["minRateDescription"] = self._text(question.ends.low)
            found["maxRateDescription"] = self._text(question.ends.high)
            if question.ends.middle:
                own["middle"] = self._text(question.ends.middle)
        if question.options:
            own["options"] = [self._choice(question, option) for option in question.options]
        if question.display:
            own["display"] = question.display
        return found

    def _number(self, question: Question, _own: Plain) -> Plain:
        return {"type": "text", "inputType": "number"} | _amounts(question)

    def _short_text(self, question: Question, own: Plain) -> Plain:
        found: Plain = {"type": "text"}
        if question.format in _INPUT:
            found["inputType"] = _INPUT[question.format]
        elif question.format:
            own["format"] = question.format
        return found | _length(question)

    def _long_text(self, question: Question, _own: Plain) -> Plain:
        return {"type": "comment"} | _length(question)

    def _date(self, question: Question, own: Plain) -> Plain:
        found: Plain = {"type": "text", "inputType": "date"}
        if question.precision == "month":
            found["inputType"] = "month"
        elif question.precision:
            own["precision"] = question.precision
        limits = {"min": question.earliest, "max": question.latest}
        return found | {key: day for key, day in limits.items() if day}

    def _file(self, question: Question, _own: Plain) -> Plain:
        found: Plain = {"type": "file"}
        if question.max_files:
            found |= {"allowMultiple": True, "maxFiles": question.max_files}
        if question.kinds:
            types = {"pdf": "application/pdf", "jpeg": "image.jpeg", "png": "image.png"}
            found["acceptedTypes"] = ",".join(
                types[kind].replace(".", "/") for kind in question.kinds
            )
        return found

    def _note(self, question: Question, _own: Plain) -> Plain:
        return {"type": "html", "html": self._html(question.text)}

    def _computed(self, question: Question, own: Plain) -> Plain:
        found: Plain = {"type": "expression"}
        if question.hidden:
            own["hidden"] = True
            found |= {} if question.show_if else {"visible": False}
        if question.decimals is not None:
            found["maximumFractionDigits"] = question.decimals
        said = self._said(question, parse(question.formula or "missing"), "expression")
        return found | ({"expression": said} if said else {})

    def _matrix(self, question: Question, own: Plain) -> Plain:
        if question.shuffle:
            own["shuffle"] = True
        found: Plain = {
            "type": "matrix",
            "columns": [self._choice(question, o) for o in question.options],
        }
        return found | self._rows(question) | self._all_rows(question)

    def _matrix_multiple(self, question: Question, own: Plain) -> Plain:
        limits = {"min_choices": question.min_choices, "max_choices": question.max_choices}
        own |= {key: value for key, value in limits.items() if value}
        return self._matrix(question, own) | {"cellType": "checkbox"}

    def _matrix_dual(self, question: Question, own: Plain) -> Plain:
        if question.shuffle_rows:
            own["shuffle_rows"] = True
        columns = []
        for name, options, heading in (
            ("1", question.options, question.first_heading),
            ("2", question.second_options, question.second_heading),
        ):
            column: Plain = {"name": name, "cellType": "radiogroup",
                             "choices": [self._choice(question, o) for o in options]}  # fmt: skip
            columns.append(column | ({"title": self._text(heading)} if heading else {}))
        return {"type": "matrixdropdown", "columns": columns} | self._rows(question)

    def _cells(self, question: Question, own: Plain, cell: Plain) -> Plain:
        if question.shuffle_rows:
            own["shuffle_rows"] = True
        columns = [
            {"name": c.code, "title": self._text(c.text), "cellType": "text"} | cell
            for c in question.columns
        ]
        return {"type": "matrixdropdown", "columns": columns} | self._rows(question)

    def _matrix_number(self, question: Question, own: Plain) -> Plain:
        return self._cells(question, own, {"inputType": "number"} | _amounts(question))

    def _matrix_text(self, question: Question, own: Plain) -> Plain:
        return self._cells(question, own, _length(question))

    def _numbers(self, question: Question, own: Plain) -> Plain:
        if question.sum:
            own["sum"] = question.sum.model_dump(exclude_none=True)
        return self._lines(question, own, {"inputType": "number"} | _amounts(question))

    def _short_texts(self, question: Question, own: Plain) -> Plain:
        if question.format:
            own["format"] = question.format
        return self._lines(question, own, _length(question))

    def _lines(self, question: Question, own: Plain, cell: Plain) -> Plain:
        if question.shuffle_rows:
            own["shuffle_rows"] = True
        items = []
        for row in question.rows:
            item: Plain = {"name": row.code, "title": self._text(row.text)} | cell
            items.append(item | self._part_condition(question, row, rows=True))
        return {"type": "multipletext", "items": items}

    def _rows(self, question: Question) -> Plain:
        found: Plain = {"rows": [
            {"value": row.code, "text": self._text(row.text)}
            | self._part_condition(question, row, rows=True)
            for row in question.rows
        ]}  # fmt: skip
        if question.shuffle_rows and question.type in {"matrix", "matrix_multiple"}:
            found["rowsOrder"] = "random"
        return found

    def _all_rows(self, question: Question) -> Plain:
        return {"isAllRowRequired": True} if question.required is True else {}

    # -- choices --------------------------------------------------------------------------------

    def _choices(self, question: Question) -> Plain:
        options = list(question.options)
        found: Plain = {}
        last = options[-1] if options else None
        plain = last and last.other_text and last.model_fields_set <= {"code", "text", "other_text"}
        if last and plain and last.code == _OTHER and not question.options_from:
            options.pop()
            found |= {"showOtherItem": True, "otherText": self._text(last.text)}
        found["choices"] = [
            self._choice(question, option) | self._part_condition(question, option)
            for option in options
        ]
        for key, value in (("minSelectedChoices", question.min_choices),
                           ("maxSelectedChoices", question.max_choices)):  # fmt: skip
            if value:
                found[key] = value
        if question.shuffle:
            found["choicesOrder"] = "random"
        return found | self._comment(question)

    def _comment(self, question: Question) -> Plain:
        if not question.comment:
            return {}
        return {"showCommentArea": True, "commentText": self._text(question.comment)}

    def _choice(self, _question: Question, option: Option) -> Plain:
        found: Plain = {"value": option.code, "text": self._text(option.text)}
        if option.other_text:
            found["showCommentArea"] = True
        if option.exclusive:
            found["isExclusive"] = True
        own = {"role": option.role, "value": option.value, "yomi": option.yomi,
               "fixed": option.fixed or None}  # fmt: skip
        carried = {key: value for key, value in own.items() if value is not None}
        return found | ({"engage": carried} if carried else {})

    def _part_condition(
        self, question: Question, part: Option | Row, *, rows: bool = False
    ) -> Plain:
        found = option_condition(self.whole, question, part.code, rows=rows)
        if not found:
            return {}
        tree = joined("and", *found)
        said = self._said(question, tree, f"{part.code} visibleIf", own=False)
        return {"visibleIf": said} if said else {}

    # -- expressions ----------------------------------------------------------------------------

    def _condition(self, place: str, text: str | None) -> Plain:
        said = self._told(place, parse(text), "visibleIf", Speaker(self.whole)) if text else ""
        return {"visibleIf": said} if said else {}

    def _said(self, question: Question, tree: Expression, column: str, *, own: bool = True) -> str:
        speaker = Speaker(self.whole, question.code if own else "")
        return self._told(question.code, tree, column, speaker)

    def _told(self, place: str, tree: Expression, column: str, speaker: Speaker) -> str:
        try:
            said = speaker.say(tree)
        except Unsaid as error:
            self.report.dropped("expression", f"{place} · {column}", error.code, **error.values)
            return ""
        self.report.kept("expression", f"{place} · {column}")
        return said

    def _default(self, question: Question) -> Plain:
        if not question.default:
            return {}
        tree = parse(question.default)
        plain = isinstance(tree, Lit) and tree.value is not None
        if plain and not str(tree.value).startswith("="):  # type: ignore[union-attr]
            value = tree.value  # type: ignore[union-attr]
            if isinstance(value, float) and value.is_integer():
                value = int(value)
            self.report.kept("expression", f"{question.code} · defaultValue")
            return {"defaultValue": value}
        said = self._said(question, tree, "defaultValueExpression")
        return {"defaultValueExpression": said} if said else {}

    def _checks(self, question: Question) -> Plain:
        found = []
        for number, check in enumerate(question.checks, start=1):
            said = self._said(question, parse(check.holds), f"validators {number}")
            if said:
                text = self._text(check.message)
                found.append({"type": "expression", "expression": said, "text": text})
        return {"validators": found} if found else {}


def _piped(text: str) -> str:
    return PIPE.sub(lambda found: f"{{{found[1]}{found[2]}}}", text)


def _amounts(question: Question) -> Plain:
    found: Plain = {"step": float(f"1e-{question.decimals}") if question.decimals else 1}
    limits = {"min": question.min, "max": question.max}
    return found | {key: value for key, value in limits.items() if value is not None}


def _length(question: Question) -> Plain:
    return {"maxLength": question.max_length} if question.max_length else {}
