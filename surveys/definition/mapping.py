"""Answers to an older version of a questionnaire, read with the codes of the next one.

A mapping says for each question of the older version what it has become:
  {"questions": {"q1": {"to": "q2", "options": {"1": "a", "9": null},
                        "second_options": {…}, "rows": {…}, "columns": {…}},
                 "q7": {"to": null}}}
What is not named keeps its code. null means that it exists no longer: a question falls away, and
an answer of nothing but options which exist no longer is invalid: it stays in the base as 無回答.
"""

from collections.abc import Mapping
from typing import Any

State = dict[str, Any]
PARTS = ("options", "second_options", "rows", "columns")
INVALID: State = {"state": "invalid"}
_SUBSTANCE = ("codes", "ranks", "numbers", "texts", "rows")


def mapped(answers: Mapping[str, State], mapping: Mapping[str, Any] | None) -> dict[str, State]:
    """Return an answer document of the older version as one of the next version."""
    questions = (mapping or {}).get("questions", {})
    found: dict[str, State] = {}
    for code, state in answers.items():
        becomes = questions.get(code, {})
        new = becomes.get("to", code)
        if new is not None:
            found[new] = _mapped_state(state, becomes)
    return found


def _mapped_state(state: State, becomes: Mapping[str, Any]) -> State:
    if state.get("state") != "answered" or not any(becomes.get(part) for part in PARTS):
        return state
    options, rows = becomes.get("options", {}), becomes.get("rows", {})
    new = {key: _mapped_value(key, value, options, rows) for key, value in state.items()}
    if "rows" in new:
        cells = {row: _cell(cell, becomes) for row, cell in new["rows"].items()}
        new["rows"] = {row: cell for row, cell in cells.items() if cell not in (None, [], {})}
    if any(key in new and not new[key] for key in _SUBSTANCE):
        return dict(INVALID)
    if not new.get("other", True):
        del new["other"]
    return new


def _mapped_value(key: str, value: Any, options: Mapping[str, Any], rows: Mapping[str, Any]) -> Any:
    if key in {"codes", "ranks"}:
        return _codes(value, options)
    if key == "other":
        return _keys(value, options)
    return _keys(value, rows) if key in {"numbers", "texts", "rows"} else value


def _cell(cell: Any, becomes: Mapping[str, Any]) -> Any:
    options = becomes.get("options", {})
    if isinstance(cell, str):
        return options.get(cell, cell)
    if isinstance(cell, list):
        return _codes(cell, options)
    if isinstance(cell, dict) and (options or becomes.get("second_options")):
        scales = {"1": options, "2": becomes.get("second_options", {})}
        new = {scale: scales.get(scale, {}).get(code, code) for scale, code in cell.items()}
        return {scale: code for scale, code in new.items() if code is not None}
    return _keys(cell, becomes.get("columns", {})) if isinstance(cell, dict) else cell


def _codes(codes: list[str], becomes: Mapping[str, str | None]) -> list[str]:
    new = (becomes.get(code, code) for code in codes)
    return list(dict.fromkeys(code for code in new if code is not None))


def _keys(values: Mapping[str, Any], becomes: Mapping[str, str | None]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for code, value in values.items():
        new = becomes.get(code, code)
        if new is not None:
            found.setdefault(new, value)
    return found


def lost(old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, dict[str, list[str]]]:
    """Return what an older document has and the next lacks, by question: what a mapping must say.

    A question that is gone stands with {"": []}; one that is there, with the codes gone per part.
    """
    there = {q["code"]: q for page in new["pages"] for q in page["questions"]}
    found: dict[str, dict[str, list[str]]] = {}
    for page in old["pages"]:
        for question in page["questions"]:
            if question["type"] == "note":
                continue
            now = there.get(question["code"])
            if now is None or now["type"] != question["type"]:
                found[question["code"]] = {"": []}
            elif gone := _gone_parts(question, now):
                found[question["code"]] = gone
    return found


def _gone_parts(question: Mapping[str, Any], now: Mapping[str, Any]) -> dict[str, list[str]]:
    gone = {}
    for part in PARTS:
        kept = {one["code"] for one in now.get(part, [])}
        codes = [one["code"] for one in question.get(part, []) if one["code"] not in kept]
        if codes:
            gone[part] = codes
    return gone


def unexplained(
    old: Mapping[str, Any], new: Mapping[str, Any], mapping: Mapping[str, Any]
) -> list[str]:
    """Return the places that a mapping says nothing about, or leads somewhere that is not there."""
    questions = mapping.get("questions", {})
    there = {q["code"]: q for page in new["pages"] for q in page["questions"]}
    types = {q["code"]: q["type"] for page in old["pages"] for q in page["questions"]}
    places = []
    for code, gone in lost(old, new).items():
        becomes = questions.get(code, {})
        if "" in gone:
            to = becomes.get("to", code)
            if to is not None and (to not in there or there[to]["type"] != types[code]):
                places.append(code)
            continue
        for part, codes in gone.items():
            kept = {one["code"] for one in there[code].get(part, [])} | {None}
            places += [
                f"{code}.{one}" for one in codes if becomes.get(part, {}).get(one, "") not in kept
            ]
    return places
