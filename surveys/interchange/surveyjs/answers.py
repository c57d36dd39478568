"""Answers that SurveyJS collected, as the states in which we keep answers."""

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

from surveys.definition import Question, Questionnaire, UnusableDefinition, parse
from surveys.interchange.report import Imported, Unreadable
from surveys.interchange.surveyjs.elements import Plain, dicts, said
from surveys.interchange.surveyjs.making import Made
from surveys.interchange.surveyjs.reading import LARGEST, Reader, loaded
from surveys.path import NO_ANSWER, NOT_SHOWN, visible_path

MOST_RESPONSES = 200_000
LONGEST_TEXT = 10_000
State = dict[str, Any]


def read_responses(document: bytes, data: bytes, *, today: date, name: str = "") -> Imported:
    """Read a questionnaire with the answers beside it; every answer of every question is a state.

    What was not asked of somebody says not-shown: conditions are worked out as of `today`.
    """
    reader = Reader(loaded(document), name)
    imported = reader.imported()
    try:
        questionnaire = parse(imported.document)
    except UnusableDefinition as error:
        raise Unreadable("import-answers-without-questionnaire") from error
    answers = _Answers(reader, questionnaire, today)
    responses = [answers.response(n, one) for n, one in enumerate(_records(data), start=1)]
    return Imported(imported.document, imported.report, responses)


def _records(data: bytes) -> list[Plain]:
    if len(data) > LARGEST * 10:
        raise Unreadable("file-too-large", mb=LARGEST * 10 // (1024 * 1024))
    try:
        found = json.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise Unreadable("file-not-utf8") from error
    except (ValueError, RecursionError) as error:
        raise Unreadable("definition-not-json", line=getattr(error, "lineno", 1)) from error
    records = dicts(found if isinstance(found, list) else [found])
    if len(records) > MOST_RESPONSES:
        raise Unreadable("import-too-many-rows", most=MOST_RESPONSES)
    return records


class _Answers:
    def __init__(self, reader: Reader, questionnaire: Questionnaire, today: date) -> None:
        self._reader = reader
        self._whole = questionnaire
        self._today = today
        self._column = ""

    def response(self, number: int, record: Plain) -> dict[str, State]:
        """Return one respondent's answers, every question with a state."""
        given: dict[str, State] = {}
        unread: list[str] = []
        known = set()
        for name, made in self._reader.maker.made_of.items():
            known |= {name, f"{name}-Comment"}
            if name in record:
                for each in made:
                    state = self._state(each, record[name], record.get(f"{name}-Comment"))
                    if state is not None:
                        given[each.question["code"]] = state
                    elif record[name] not in (None, "", [], {}):
                        unread.append(name)
        unread += [name for name in record if name not in known]
        place = f"{number}"
        if unread:
            names = "、".join(dict.fromkeys(unread))[:200]
            self._reader.report.changed("response", place, "import-answers-unread", names=names)
        else:
            self._reader.report.kept("response", place)
        return self._whole_document(given)

    def _whole_document(self, given: dict[str, State]) -> dict[str, State]:
        path = visible_path(self._whole, given, today=self._today)
        found: dict[str, State] = {}
        for code, question in self._whole.questions.items():
            if question.type == "note":
                continue
            if question.type == "computed":
                found[code] = dict(path.computed.get(code, NOT_SHOWN))
            elif code in given:
                found[code] = given[code]
            else:
                found[code] = dict(NO_ANSWER if code in path.codes else NOT_SHOWN)
        return found

    def _state(self, made: Made, value: Any, comment: Any) -> State | None:
        question = self._whole.questions.get(made.question["code"])
        read = getattr(self, f"_{question.type}", None) if question else None
        self._column = made.column
        if question is None or read is None:
            return None
        found = read(question, value)
        if found is None and question.options and isinstance(comment, str):
            found = read(question, "other")
        if found is None:
            return None
        state: State = {"state": "answered", **found}
        if isinstance(comment, str) and comment.strip() and "codes" in found:
            others = [code for code in found["codes"] if code in question.other_codes]
            if others:
                state["other"] = {others[0]: comment.strip()[:200]}
            elif question.comment:
                state["comment"] = comment.strip()[:1000]
        return state

    def _code(self, question: Question, value: Any) -> str | None:
        options = self._reader.maker.options_of.get(question.code, {})
        written = said(value)
        found = options.get(written, written)
        return found if found in question.option_codes else None

    def _single(self, question: Question, value: Any) -> State | None:
        if isinstance(value, dict | list):
            return None
        code = self._code(question, value)
        if code is None and question.other_codes and isinstance(value, str) and value.strip():
            other = min(question.other_codes)
            return {"codes": [other], "other": {other: value.strip()[:200]}}
        return {"codes": [code]} if code else None

    _yes_no = _district = _single

    def _scale(self, question: Question, value: Any) -> State | None:
        return None if isinstance(value, dict | list) else self._single(question, value)

    def _consent(self, _question: Question, value: Any) -> State | None:
        return {"codes": ["yes"]} if said(value) in {"true", "yes"} else None

    def _codes(self, question: Question, value: Any) -> list[str] | None:
        listed = value if isinstance(value, list) else [value]
        codes = [self._code(question, one) for one in listed if not isinstance(one, dict | list)]
        found = list(dict.fromkeys(code for code in codes if code))
        return found if len(found) == len(listed) and found else None

    def _multiple(self, question: Question, value: Any) -> State | None:
        codes = self._codes(question, value)
        return {"codes": codes} if codes else None

    def _ranking(self, question: Question, value: Any) -> State | None:
        codes = self._codes(question, value)
        return {"ranks": codes} if codes else None

    def _number(self, _question: Question, value: Any) -> State | None:
        number = _number(value)
        return None if number is None else {"number": number}

    def _short_text(self, _question: Question, value: Any) -> State | None:
        text = said(value) if not isinstance(value, dict | list) else ""
        return {"text": text.strip()[:LONGEST_TEXT]} if text.strip() else None

    _long_text = _short_text

    def _date(self, question: Question, value: Any) -> State | None:
        length = {"month": 7, "year": 4}.get(question.precision or "day", 10)
        text = said(value)[:length]
        try:
            date.fromisoformat(f"{text}-01-01"[:10] if length != 7 else f"{text}-01")
        except ValueError:
            return None
        return {"date": text}

    def _rows(self, question: Question, value: Any) -> Iterator[tuple[str, Any]]:
        codes = self._reader.maker.rows_of.get(question.code, {})
        given = value
        if isinstance(value, list):  # rows that respondents added
            given = {str(number): row for number, row in enumerate(value, start=1)}
        for row, answer in given.items() if isinstance(given, dict) else ():
            if row in codes and self._column:
                yield codes[row], answer.get(self._column) if isinstance(answer, dict) else None
            elif row in codes:
                yield codes[row], answer

    def _matrix(self, question: Question, value: Any) -> State | None:
        found: dict[str, str] = {}
        for row, answer in self._rows(question, value):
            code = self._code(question, answer) if not isinstance(answer, dict | list) else None
            found |= {row: code} if code else {}
        return {"rows": found} if found else None

    def _matrix_multiple(self, question: Question, value: Any) -> State | None:
        found = {row: codes for row, answer in self._rows(question, value)
                 if (codes := self._codes(question, answer))}  # fmt: skip
        return {"rows": found} if found else None

    def _matrix_dual(self, question: Question, value: Any) -> State | None:
        maker = self._reader.maker
        scales = {"1": maker.options_of, "2": maker.second_options_of}
        found: dict[str, dict[str, str]] = {}
        for row, answer in self._rows(question, value):
            for column, cell in answer.items() if isinstance(answer, dict) else ():
                number = maker.columns_of.get(question.code, {}).get(column, "")
                code = scales.get(number, {}).get(question.code, {}).get(said(cell))
                if code:
                    found.setdefault(row, {})[number] = code
        return {"rows": found} if found else None

    def _matrix_text(self, question: Question, value: Any) -> State | None:
        return self._cells(question, value, numbers=False)

    def _matrix_number(self, question: Question, value: Any) -> State | None:
        return self._cells(question, value, numbers=True)

    def _cells(self, question: Question, value: Any, *, numbers: bool) -> State | None:
        columns = self._reader.maker.columns_of.get(question.code, {})
        found: dict[str, dict[str, Any]] = {}
        for row, answer in self._rows(question, value):
            for column, cell in answer.items() if isinstance(answer, dict) else ():
                read = _number(cell) if numbers else said(cell)[:200] or None
                if column in columns and read is not None:
                    found.setdefault(row, {})[columns[column]] = read
        return {"rows": found} if found else None

    def _numbers(self, question: Question, value: Any) -> State | None:
        found = {r: n for r, a in self._rows(question, value) if (n := _number(a)) is not None}
        return {"numbers": found} if found else None

    def _short_texts(self, question: Question, value: Any) -> State | None:
        found = {r: said(a)[:200] for r, a in self._rows(question, value) if said(a).strip()}
        return {"texts": found} if found else None


def _number(value: Any) -> int | float | None:
    if isinstance(value, bool | dict | list) or value is None:
        return None
    try:
        number = float(value)
    except ValueError:
        return None
    if not abs(number) <= 1e15:
        return None
    return int(number) if number.is_integer() else number
