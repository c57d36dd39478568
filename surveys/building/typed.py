"""A question as an officer typed it into the form, back into the document."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError

from surveys.building.choosing import MOST
from surveys.building.finding import Part, Refused, free_part_code
from surveys.building.lines import merged, read_lines
from surveys.building.sheet import Control, controls, flags_of
from surveys.definition.schema import Question

Raw = Mapping[str, list[str]]
LONGEST_TEXT = 4000
MOST_CHECKS = 20
_FLAGS = ("other_text", "exclusive", "fixed")


@dataclass(frozen=True)
class Mistake:
    """One thing to mend in the form: the control, the reason, the sentence's values."""

    control: str
    code: str
    values: dict[str, Any] = field(default_factory=dict)


class Reader:
    """Reads the controls of one form, and collects what is to be mended."""

    def __init__(self, raw: Raw, languages: list[str]) -> None:
        """Take what was sent and the languages of the survey, the main one first."""
        self.raw, self.languages = raw, languages
        self.mistakes: list[Mistake] = []
        self.recoded: dict[str, dict[str, str]] = {}

    def one(self, name: str) -> str:
        """Return one value as sent: line ends made equal, control characters out, trimmed."""
        typed = (self.raw.get(name) or [""])[0].replace("\r\n", "\n").replace("\r", "\n")
        return "".join(c for c in typed if c in "\n\t" or unicodedata.category(c) != "Cc").strip()

    def texts(self, name: str, *, needed: bool = False) -> dict[str, str] | None:
        """Return one text in every language that was written."""
        found = {}
        for language in self.languages:
            text = self.one(f"{name}-{language}")
            if len(text) > LONGEST_TEXT:
                self.mend(
                    f"{name}-{language}", "answer-too-long", most=LONGEST_TEXT, length=len(text)
                )
            elif text:
                found[language] = text
        main = self.languages[0]
        if (found or needed) and main not in found:
            self.mend(f"{name}-{main}", "building-write-main-language")
        return found or None

    def whole(self, name: str) -> int | None:
        """Return a whole number; full-width digits are fine."""
        typed = _narrow(self.one(name))
        if not typed:
            return None
        if not re.fullmatch(r"-?\d{1,9}", typed):
            self.mend(name, "number-unreadable")
            return None
        return int(typed)

    def amount(self, name: str) -> int | float | None:
        """Return a number, with decimals where some were typed."""
        typed = _narrow(self.one(name)).replace(",", "")
        if not typed:
            return None
        if not re.fullmatch(r"-?\d{1,15}(\.\d{1,6})?", typed):
            self.mend(name, "number-unreadable")
            return None
        return float(typed) if "." in typed else int(typed)

    def mend(self, control: str, code: str, /, **values: Any) -> None:
        """Note one thing to mend."""
        self.mistakes.append(Mistake(control, code, values))


@dataclass(frozen=True)
class Typed:
    """The question as typed, and what is still to be mended."""

    question: Part
    mistakes: tuple[Mistake, ...] = ()
    recoded: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Kind of part → old code → new code, where a code was changed in the form."""


def read_question(old: Part, raw: Raw, languages: list[str]) -> Typed:
    """Return the question that the form describes; conditions stay as they were."""
    reader = Reader(raw, languages)
    question: Part = {"code": reader.one("code") or old["code"], "type": old["type"]}
    for control in controls(old["type"]):
        value = _READERS[control.kind](reader, control, old)
        if value not in (None, "", [], {}, False):
            question[control.name] = value
        elif old.get(control.name) in ([], False) and control.name in old:
            question[control.name] = old[control.name]
    for name in ("show_if",):
        if name in old:
            question[name] = old[name]
    _keep_other_languages(question, old, set(languages))
    if not reader.mistakes:
        reader.mistakes += shape_mistakes(question)
    return Typed(question, tuple(reader.mistakes), reader.recoded)


def shape_mistakes(question: Part) -> list[Mistake]:
    """Return what of a question the document cannot hold."""
    try:
        Question.model_validate(question)
    except ValidationError as error:
        return [
            Mistake(_control_of(line["loc"]), "definition-wrong-value", {"given": _shown(line)})
            for line in error.errors(include_url=False, include_context=False)[:10]
        ]
    return []


def _shown(line: Any) -> str:
    return str(line["input"])[:40]


def _control_of(location: tuple[int | str, ...]) -> str:
    return "-".join(str(part) for part in location) or "code"


def _texts(reader: Reader, control: Control, _old: Part) -> Any:
    return reader.texts(control.name, needed=control.name == "text")


def _choice(reader: Reader, control: Control, _old: Part) -> Any:
    value = reader.one(control.name)
    if value and value not in control.choices:
        reader.mend(control.name, "option-unknown")
        return None
    return {"true": True, "false": None}.get(value, value) if control.name == "required" else value


def _several(reader: Reader, control: Control, _old: Part) -> Any:
    return [choice for choice in control.choices if choice in reader.raw.get(control.name, [])]


def _flag(reader: Reader, control: Control, _old: Part) -> Any:
    return bool(reader.one(control.name))


def _whole(reader: Reader, control: Control, _old: Part) -> Any:
    return reader.whole(control.name)


def _amount(reader: Reader, control: Control, _old: Part) -> Any:
    return reader.amount(control.name)


def _line(reader: Reader, control: Control, _old: Part) -> Any:
    return _narrow(reader.one(control.name)) or None


def _expression(reader: Reader, control: Control, _old: Part) -> Any:
    return reader.one(control.name) or None


def _carry(reader: Reader, control: Control, _old: Part) -> Any:
    question = reader.one(f"{control.name}-question")
    if not question:
        return None
    which = reader.one(f"{control.name}-which")
    return {"question": question} | ({"which": which} if which == "not_chosen" else {})


def _ends(reader: Reader, control: Control, _old: Part) -> Any:
    found = {end: reader.texts(f"{control.name}-{end}") for end in ("low", "middle", "high")}
    given = {end: texts for end, texts in found.items() if texts}
    if given and not (found["low"] and found["high"]):
        missing = "high" if found["low"] else "low"
        reader.mend(f"{control.name}-{missing}-{reader.languages[0]}", "building-both-ends")
    return given or None


def _sum(reader: Reader, control: Control, _old: Part) -> Any:
    found = {key: reader.amount(f"{control.name}-{key}") for key in ("equals", "min", "max")}
    return {key: value for key, value in found.items() if value is not None} or None


def _checks(reader: Reader, control: Control, _old: Part) -> Any:
    found = []
    for number in range(MOST_CHECKS):
        name = f"{control.name}-{number}"
        holds, message = reader.one(f"{name}-holds"), reader.texts(f"{name}-message")
        if not holds and not message:
            continue
        if not holds:
            reader.mend(f"{name}-holds", "building-check-needs-both")
        elif not message:
            reader.mend(f"{name}-message-{reader.languages[0]}", "building-check-needs-both")
        else:
            found.append({"holds": holds, "message": message})
    return found or None


def _parts(reader: Reader, control: Control, old: Part) -> Any:
    name, before = control.name, old.get(control.name, [])
    flags = flags_of(old["type"], name)
    try:
        if reader.one(f"{name}-as") == "lines":
            typed = read_lines(reader.one(f"{name}-lines"), reader.languages, flags=bool(flags))
            found = merged(before, typed, reader.languages)
        else:
            found = _rows_of_parts(reader, name, before, flags)
            found += read_lines(reader.one(f"{name}-lines"), reader.languages, flags=bool(flags))
    except Refused as error:
        reader.mend(f"{name}-lines", error.code, **error.values)
        return before
    if len(found) > MOST[name]:
        reader.mend(f"{name}-lines", "building-too-many-parts", most=MOST[name])
        return before
    _give_codes(reader, name, found)
    return _moved(reader, name, found)


def _rows_of_parts(
    reader: Reader, name: str, before: list[Part], flags: tuple[str, ...]
) -> list[Part]:
    by_code, found = {part["code"]: part for part in before}, []
    for number in range(MOST[name]):
        prefix = f"{name}-{number}"
        if f"{prefix}-code" not in reader.raw:
            break
        if reader.one(f"{prefix}-delete"):
            continue
        old = by_code.get(reader.one(f"{prefix}-was"), {})
        part: Part = {"code": _narrow(reader.one(f"{prefix}-code"))}
        if old and part["code"] and part["code"] != old["code"]:
            reader.recoded.setdefault(name, {})[old["code"]] = part["code"]
        part["text"] = reader.texts(f"{prefix}-text", needed=True) or {}
        part["text"] |= _other_languages(old.get("text", {}), reader.languages)
        sent = reader.raw.get(f"{prefix}-flag", [])
        part |= {f: True for f in _FLAGS if (f in sent if f in flags else old.get(f))}
        part |= _more_of_option(reader, prefix, old, is_option=name.endswith("options"))
        if name != "columns" and (condition := reader.one(f"{prefix}-show_if")):
            part["show_if"] = condition
        found.append(part)
    return found


def _more_of_option(reader: Reader, prefix: str, old: Part, *, is_option: bool) -> Part:
    if not is_option:
        return {}
    found: Part = {key: old[key] for key in ("picture", "yomi") if key in old}
    if f"{prefix}-yomi" in reader.raw:
        found |= {"yomi": reader.one(f"{prefix}-yomi")[:100]}
        found = {key: value for key, value in found.items() if value}
    if (role := reader.one(f"{prefix}-role")) in {"dont_know", "refused"}:
        found["role"] = role
    if (value := reader.amount(f"{prefix}-value")) is not None:
        found["value"] = value
    return found


def _give_codes(reader: Reader, name: str, parts: list[Part]) -> None:
    seen: set[str] = set()
    for number, part in enumerate(parts):
        if not part.get("code"):
            part["code"] = free_part_code([p for p in parts if p.get("code")])
        if not re.fullmatch(r"[A-Za-z0-9_]{1,20}", part["code"]):
            reader.mend(
                f"{name}-{number}-code", "building-part-code-shape", given=part["code"][:30]
            )
        elif part["code"] in seen:
            reader.mend(f"{name}-{number}-code", "definition-code-twice", code=part["code"])
        seen.add(part["code"])


def _moved(reader: Reader, name: str, parts: list[Part]) -> list[Part]:
    """Do what a button beside a line asks: "options-up:98", "rows-down:r1", "rows-copy:r1"."""
    kind, _, code = reader.one("then").partition(":")
    places = [part["code"] for part in parts]
    if not kind.startswith(f"{name}-") or code not in places:
        return parts
    place, what = places.index(code), kind.removeprefix(f"{name}-")
    if what == "copy":
        twin = parts[place] | {"code": free_part_code(parts)}
        return [*parts[: place + 1], twin, *parts[place + 1 :]]
    to = {"up": place - 1, "down": place + 1}.get(what, place)
    part = parts.pop(place)
    parts.insert(max(0, min(to, len(parts))), part)
    return parts


def _keep_other_languages(question: Part, old: Part, shown: set[str]) -> None:
    """Keep words in languages that the form did not show."""
    for name in ("text", "hint", "comment", "unit", "first_heading", "second_heading"):
        if name in question and isinstance(old.get(name), dict):
            question[name] |= {k: v for k, v in old[name].items() if k not in shown}


def _other_languages(texts: dict[str, str], shown: list[str]) -> dict[str, str]:
    return {language: text for language, text in texts.items() if language not in shown}


def _narrow(text: str) -> str:
    return unicodedata.normalize("NFKC", text).replace("−", "-").strip()


_READERS: dict[str, Callable[[Reader, Control, Part], Any]] = {
    "texts": _texts,
    "area": _texts,
    "choice": _choice,
    "several": _several,
    "flag": _flag,
    "whole": _whole,
    "amount": _amount,
    "line": _line,
    "expression": _expression,
    "carry": _carry,
    "ends": _ends,
    "sum": _sum,
    "checks": _checks,
    "parts": _parts,
}
