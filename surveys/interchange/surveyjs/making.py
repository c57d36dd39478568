"""One element of SurveyJS made into questions of ours, without its expressions."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from surveys.definition.fields import allowed
from surveys.interchange.codes import Codes
from surveys.interchange.naming import Kind, Meant, Names, reference
from surveys.interchange.surveyjs.elements import Languages, Plain, dicts, items, said
from surveys.interchange.wording import Wording
from surveys.logic.functions import FORMATS

_INPUTS: dict[str, Plain] = {
    "number": {"type": "number"}, "range": {"type": "number"},
    "date": {"type": "date"}, "datetime-local": {"type": "date"}, "datetime": {"type": "date"},
    "month": {"type": "date", "precision": "month"},
    "email": {"type": "short_text", "format": "mail"},
    "tel": {"type": "short_text", "format": "phone"},
    "url": {"type": "short_text", "format": "url"},
}  # fmt: skip
_AS_WRITTEN = frozenset({"text", "", "email", "tel", "url", "number", "date", "month", "range"})
_KINDS: dict[str, Kind] = {
    "number": "number", "scale": "number", "date": "date", "single": "code", "yes_no": "code",
    "district": "code", "multiple": "codes", "ranking": "codes", "short_text": "text",
    "long_text": "text", "consent": "truth",
}  # fmt: skip
MOST_POINTS = 20
TYPES = frozenset(
    [
        "text",
        "comment",
        "multipletext",
        "radiogroup",
        "dropdown",
        "buttongroup",
        "checkbox",
        "tagbox",
        "ranking",
        "imagepicker",
        "imagemap",
        "boolean",
        "rating",
        "slider",
        "file",
        "signaturepad",
        "expression",
        "html",
        "image",
        "matrix",
        "matrixdropdown",
        "matrixdynamic",
    ]
)
Written = dict[str, dict[str, str]]
"""question code → option as the file calls it → our code."""


@dataclass
class Made:
    """A question of ours, and the element's choices and rows that its parts come from."""

    question: Plain
    options: list[tuple[Plain, Plain]] = field(default_factory=list)
    """Our option and the choice that it was."""
    rows: list[tuple[Plain, Plain]] = field(default_factory=list)
    column: str = ""
    """The column of a table that this question alone is about."""


class Maker:
    """Makes questions and remembers what expressions call them."""

    def __init__(
        self, languages: Languages, wording: Wording, names: Names, changed: Callable[..., None]
    ) -> None:
        """Take the languages, and whom to tell how a question differs."""
        self._languages = languages
        self._wording = wording
        self._names = names
        self._changed = changed
        self._codes = Codes("question")
        self._repeated = False
        self.options_of: Written = {}
        self.rows_of: Written = {}
        self.columns_of: Written = {}
        self.second_options_of: Written = {}
        self.made_of: dict[str, list[Made]] = {}

    def made(self, element: Plain, *, repeated: bool = False) -> list[Made]:
        """Return the questions that an element becomes; none when we have nothing like it."""
        self._repeated = repeated
        type_ = str(element.get("type") or ("radiogroup" if _has_choices(element) else "text"))
        make = getattr(self, f"_{type_}") if type_ in TYPES else None
        found: list[Made] = make(element) if make else self._unknown(element, type_)
        name = str(element.get("name") or "")
        self.made_of[name] = found
        return found

    def texts(self, value: Any, place: str, fallback: str = "") -> dict[str, str]:
        """Return a text in every language of the file."""
        return self._wording.texts(self._languages.texts(value), place, fallback=fallback)

    # -- the frame of every question ----------------------------------------------------------

    def _new(self, element: Plain, fields: Plain, *, suffix: str = "", text: Any = None) -> Made:
        name = str(element.get("name") or "")
        code = self._codes.allot(f"{name}{suffix}", "q")
        title = text or element.get("title")
        question: Plain = {"code": code, **fields, "text": self.texts(title, code, name or code)}
        hint = self.texts(element.get("description"), code)
        if hint:
            question["hint"] = hint
        self._carry(question, ours(element))
        return Made(question)

    def _carry(self, question: Plain, own: Plain) -> None:
        """Take over what a file of ours says beside what SurveyJS knows."""
        may_have = allowed(question["type"])
        unit = self.texts(own.get("unit"), question["code"]) if "unit" in may_have else {}
        if unit:
            question["unit"] = unit
        if "display" in may_have and own.get("display") in {"list", "dropdown", "buttons"}:
            question["display"] = own["display"]
        for key in ("shuffle", "shuffle_rows"):
            if key in may_have and own.get(key) is True:
                question[key] = True
        total = own.get("sum")
        if "sum" in may_have and isinstance(total, dict):
            limits = {k: total[k] for k in ("equals", "min", "max") if is_number(total.get(k))}
            question |= {"sum": limits} if limits else {}
        if question["type"] == "short_texts" and own.get("format") in FORMATS:
            question["format"] = own["format"]

    def _remember(self, name: str, made: Made, options: Mapping[str, str] | None = None) -> None:
        question = made.question
        kind = _KINDS.get(question["type"], "any")
        own = dict(options or {})
        self._names.add(name, Meant(reference(question["code"]), kind, own, self._repeated))
        self.options_of[question["code"]] = own

    def _named(self, element: Plain, made: Made, options: Mapping[str, str] | None = None) -> None:
        for key in ("name", "valueName"):
            if isinstance(element.get(key), str):
                self._remember(element[key], made, options)

    # -- texts, numbers, dates ----------------------------------------------------------------

    def _text(self, element: Plain) -> list[Made]:
        kind = str(element.get("inputType") or "text")
        fields = dict(_INPUTS.get(kind, {"type": "short_text"}))
        if kind not in _AS_WRITTEN:
            self._changed("import-type-in-words" if kind not in _INPUTS else "import-day-not-time",
                          **({"type": kind[:40]} if kind not in _INPUTS else {}))  # fmt: skip
        fields |= self._limits(element, fields["type"])
        own = ours(element)
        if fields["type"] == "short_text" and own.get("format") in FORMATS:
            fields["format"] = own["format"]
        if fields["type"] == "date" and own.get("precision") in {"month", "year", "day"}:
            fields["precision"] = own["precision"]
        made = self._new(element, fields)
        self._named(element, made)
        return [made]

    def _limits(self, element: Plain, type_: str) -> Plain:
        found: Plain = {}
        low, high = element.get("min"), element.get("max")
        if type_ == "number":
            for key, value in (("min", low), ("max", high)):
                if is_number(value) and abs(value) < 1e15:  # type: ignore[arg-type]
                    found[key] = value
            found |= _decimals(element.get("step"))
        elif type_ == "date":
            for key, value in (("earliest", low), ("latest", high)):
                if isinstance(value, str) and len(value) >= 4 and value[:4].isdigit():
                    found[key] = value[:10]
        most = element.get("maxLength")
        if type_ in {"short_text", "long_text"} and isinstance(most, int) and 1 <= most <= 10_000:
            found["max_length"] = most
        return found

    def _comment(self, element: Plain) -> list[Made]:
        made = self._new(element, {"type": "long_text"} | self._limits(element, "long_text"))
        self._named(element, made)
        return [made]

    def _multipletext(self, element: Plain) -> list[Made]:
        lines = [item | {"value": item.get("name", "")} for item in dicts(element.get("items"))]
        kinds = {str(line.get("inputType") or "text") for line in lines}
        if not lines:
            return self._unknown(element, "multipletext")
        numbers = kinds <= {"number", "range"}
        if not numbers and kinds != {"text"}:
            self._changed("import-formats-lost")
        fields: Plain = {"type": "numbers" if numbers else "short_texts"}
        if numbers:
            fields |= self._limits(lines[0], "number")
        elif len({line.get("maxLength") for line in lines}) == 1:
            fields |= self._limits(lines[0], "short_text")
        return [self._with_rows(element, fields, lines, "number" if numbers else "text")]

    def _with_rows(self, element: Plain, fields: Plain, rows: list[Plain], kind: Kind) -> Made:
        made = self._new(element, fields)
        name, code = str(element.get("name") or ""), made.question["code"]
        for row, written in self._rows(made, rows):
            self._names.add(f"{name}.{written}", Meant(reference(code, row), kind))
        self._names.add(name, Meant(reference(code), "parts"))
        return made

    def _rows(self, made: Made, rows: list[Plain]) -> list[tuple[str, str]]:
        codes = Codes("option")
        found = []
        made.question["rows"] = []
        for number, row in enumerate(rows[:50], start=1):
            written = said(row["value"])
            code = codes.allot(written, str(number))
            text = self.texts(row.get("text") or row.get("title"), made.question["code"], written)
            made.question["rows"].append(
                {"code": code, "text": text or {self._languages.main: code}}
            )
            made.rows.append((made.question["rows"][-1], row))
            found.append((code, written))
        if len(rows) > 50:
            self._changed("import-too-many-rows", most=50)
        self.rows_of[made.question["code"]] = {written: code for code, written in found}
        return found

    def _slider(self, element: Plain) -> list[Made]:
        if element.get("sliderType") == "range":
            self._changed("import-type-in-words", type="range slider")
            made = self._new(element, {"type": "short_text"})
        else:
            low, high = element.get("min", 0), element.get("max", 100)
            fields = self._limits(
                {"min": low, "max": high, "step": element.get("step", 1)}, "number"
            )
            made = self._new(element, {"type": "number"} | fields)
        self._named(element, made)
        return [made]

    # -- the rest -----------------------------------------------------------------------------

    def _file(self, element: Plain) -> list[Made]:
        fields: Plain = {"type": "file"}
        if element.get("allowMultiple") is True:
            most = element.get("maxFiles", 5)
            fields["max_files"] = most if isinstance(most, int) and 1 <= most <= 10 else 10
        accepted = str(element.get("acceptedTypes") or "")
        wanted = [kind for kind in ("pdf", "jpeg", "png")
                  if kind in accepted or ("image/" in accepted and kind != "pdf")]  # fmt: skip
        made = self._new(element, fields | ({"kinds": wanted} if accepted and wanted else {}))
        self._named(element, made)
        return [made]

    def _signaturepad(self, element: Plain) -> list[Made]:
        self._changed("import-drawing-as-file")
        made = self._new(element, {"type": "file", "kinds": ["jpeg", "png"]})
        self._named(element, made)
        return [made]

    def _expression(self, element: Plain) -> list[Made]:
        hidden = element.get("visible") is False and not element.get("visibleIf")
        hidden = hidden or ours(element).get("hidden") is True
        made = self._new(element, {"type": "computed"} | ({"hidden": True} if hidden else {}))
        decimals = element.get("precision", element.get("maximumFractionDigits"))
        if isinstance(decimals, int) and 0 <= decimals <= 6:
            made.question["decimals"] = decimals
        self._named(element, made)
        return [made]

    def _html(self, element: Plain) -> list[Made]:
        return [self._new(element, {"type": "note"}, text=element.get("html"))]

    def _image(self, element: Plain) -> list[Made]:
        self._changed("import-pictures-in-words")
        return [self._new(element, {"type": "note"}, text=element.get("altText"))]

    def _unknown(self, element: Plain, type_: str) -> list[Made]:
        if type_ in {"matrix", "matrixdropdown", "matrixdynamic"}:
            return []
        self._changed("import-type-in-words", type=type_[:40])
        made = self._new(element, {"type": "short_text"})
        self._named(element, made)
        return [made]


def ours(element: Plain) -> Plain:
    """Return what a file that we wrote says beside what SurveyJS knows."""
    own = element.get("engage")
    return own if isinstance(own, dict) else {}


def _has_choices(element: Plain) -> bool:
    return bool(items(element.get("choices")) or element.get("choicesFromQuestion"))


def is_number(value: Any) -> bool:
    """Whether a value is a number that our documents can hold."""
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 1e15


def _decimals(step: Any) -> Plain:
    if not is_number(step) or step <= 0:
        return {"decimals": 6}
    places = next((n for n in range(7) if abs(round(step, n) - step) < 1e-9), 6)
    return {"decimals": places} if places else {}
