"""The answers of an archive: each row of LimeSurvey's table as an answer document of ours."""

import re
from typing import Any

from surveys.interchange.limesurvey.naming import OTHER, Made, Variable
from surveys.interchange.limesurvey.work import Work

State = dict[str, Any]
_NUMBER = re.compile(r"-?\d{1,15}(\.\d{1,15})?")
_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})( \d{2}:\d{2}(:\d{2})?)?")
_LENGTHS = {"year": 4, "month": 7, "day": 10}
NOT_SHOWN: State = {"state": "not-shown"}
INVALID: State = {"state": "invalid"}


def answers_of(work: Work, document: dict[str, Any]) -> list[dict[str, State]]:
    """Return what completed responses say; what nobody sent is reported and left out.

    A column that is empty in an archive was empty in the database: the question was not shown.
    LimeSurvey's own import and statistics say the same.
    """
    questions = {q["code"]: q for page in document["pages"] for q in page["questions"]}
    made = {one.code: one for one in work.naming.made.values() if one.code in questions}
    found = []
    for number, row in enumerate(work.source.responses, 1):
        place = f"id {row.get('id', number)}"[:40]
        if not row.get("submitdate"):
            work.report.dropped("response", place, "import-incomplete")
            continue
        states, unknown = _states(work, questions, made, row)
        found.append(states)
        if unknown:
            codes = "、".join(unknown)[:100]
            work.report.changed("response", place, "import-unknown-answer", questions=codes)
        else:
            work.report.kept("response", place)
    return found


def _states(
    work: Work, questions: dict[str, Any], made: dict[str, Made], row: dict[str, str]
) -> tuple[dict[str, State], list[str]]:
    states: dict[str, State] = {}
    unknown = []
    for code, question in questions.items():
        if question["type"] == "note":
            continue
        one = made.get(code)
        given = _given(work, one, row) if one else []
        states[code] = _state(one, question, given) if one and given else dict(NOT_SHOWN)
        if states[code]["state"] == "invalid" and one:
            unknown.append(one.source.code)
    return states, unknown


def _given(work: Work, made: Made, row: dict[str, str]) -> list[tuple[Variable, str]]:
    """Return what stands in the columns of a question."""
    found = []
    source = made.source
    for variable in work.naming.by_question.get(source.code, ()):
        if variable.made is not made:
            continue
        names = (f"{work.source.id}X{source.group}X{variable.column}", variable.id)
        text = next((row[name] for name in names if name and name in row), "")
        if text:
            found.append((variable, text))
    return found


def _state(made: Made, question: dict[str, Any], given: list[tuple[Variable, str]]) -> State:
    if question["type"] == "computed":
        return {"state": "answered", "value": _number(given[0][1], given[0][1])}
    if made.type in {"single", "yes_no", "scale", "consent"}:
        return _choice(made, given)
    if made.type == "multiple":
        return _boxes(made, given)
    if made.type == "ranking":
        codes = [made.options.get(text) for _place, text in _by_place(given)]
        ranks = [code for code in codes if code]
        return {"state": "answered", "ranks": ranks} if len(ranks) == len(codes) else dict(INVALID)
    if made.rows:
        return _table(made, given)
    return _single(made, question, given[0][1])


def _by_place(given: list[tuple[Variable, str]]) -> list[tuple[int, str]]:
    return sorted((int(variable.code), text) for variable, text in given)


def _choice(made: Made, given: list[tuple[Variable, str]]) -> State:
    by_kind = {variable.kind: text for variable, text in given}
    text = by_kind.get("value", OTHER if "other" in by_kind else "")
    code = made.options.get(text)
    if code is None:
        return dict(INVALID)
    state: State = {"state": "answered", "codes": [code]}
    if code == made.other and "other" in by_kind:
        state["other"] = {code: by_kind["other"]}
    if "comment" in by_kind:
        state["comment"] = by_kind["comment"]
    return state


def _boxes(made: Made, given: list[tuple[Variable, str]]) -> State:
    ticked = {variable.code for variable, _text in given if variable.kind in {"box", "other"}}
    written = {v.code: text for v, text in given if v.kind in {"other", "beside"}}
    codes = [code for code in made.options.values() if code in ticked]
    if not codes:
        return dict(INVALID)
    state: State = {"state": "answered", "codes": codes}
    others = {code: text for code, text in written.items() if code in ticked}
    return state | ({"other": others} if others else {})


def _table(made: Made, given: list[tuple[Variable, str]]) -> State:
    rows: dict[str, Any] = {}
    under = {"numbers": "numbers", "short_texts": "texts"}.get(made.type, "rows")
    for variable, text in given:
        row, *rest = variable.parts
        if variable.kind == "box":
            rows.setdefault(row, []).append(variable.code)
            continue
        value: Any = text
        if variable.codes is not None:
            value = variable.codes.get(text)
        elif made.type in {"numbers", "matrix_number"}:
            value = _number(text, None)
        if value is None:
            return dict(INVALID)
        if rest:
            rows.setdefault(row, {})[rest[0]] = value
        else:
            rows[row] = value
    return {"state": "answered", under: rows}


def _single(made: Made, question: dict[str, Any], text: str) -> State:
    if made.type == "number":
        number = _number(text, None)
        return dict(INVALID) if number is None else {"state": "answered", "number": number}
    if made.type == "date":
        if not _DATE.fullmatch(text):
            return dict(INVALID)
        length = _LENGTHS[question.get("precision", "day")]
        return {"state": "answered", "date": text[:length]}
    if made.type == "file":
        return dict(INVALID)
    if made.source.type == "D":  # a time of day
        return {"state": "answered", "text": text[11:16] or text}
    return {"state": "answered", "text": text}


def _number(text: str, otherwise: Any) -> Any:
    if not _NUMBER.fullmatch(text.strip()):
        return otherwise
    number = float(text)
    return int(number) if number == int(number) else number
