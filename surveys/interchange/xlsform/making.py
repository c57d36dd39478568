"""One row of a form made into a question of ours, without its expressions."""

from collections.abc import Callable
from typing import Any

from surveys.interchange.xlsform.choices import OTHER, Choices, are_yes_and_no, as_scale
from surveys.interchange.xlsform.outline import Item
from surveys.interchange.xlsform.planning import Planned

Plain = dict[str, Any]
Texts = dict[str, str]
_DROPDOWN = frozenset({"minimal", "autocomplete", "search"})
_BUTTONS = frozenset({"likert", "columns-pack", "horizontal", "horizontal-compact"})
_DRAWN = frozenset({"signature", "draw", "annotate"})
_TYPES = frozenset(
    [
        "text",
        "integer",
        "decimal",
        "note",
        "calculate",
        "hidden",
        "date",
        "dateTime",
        "acknowledge",
        "image",
        "file",
        "range",
        "select_one",
        "select_multiple",
        "rank",
    ]
)
_IN_WORDS = {
    "time": "import-time-in-words", "geopoint": "import-place-in-words",
    "geotrace": "import-place-in-words", "geoshape": "import-place-in-words",
    "barcode": "import-barcode-in-words",
}  # fmt: skip


class Maker:
    """Makes questions; `changed` is told how one differs from the row."""

    def __init__(
        self,
        choices: Choices,
        options: Callable[[str], list[Plain]],
        changed: Callable[..., None],
        main: str,
    ) -> None:
        """Take the lists, what makes their options, and whom to tell."""
        self._choices = choices
        self._options = options
        self._changed = changed
        self._main = main

    def fields(self, planned: Planned) -> Plain:
        """Return the type of the question and what belongs to it."""
        item = planned.item
        if planned.rows:
            type_ = "matrix" if item.type == "select_one" else "matrix_multiple"
            options = [_plain(option) for option in self._options(item.list_name)]
            return {"type": type_, "options": options} | self._shuffled(item)
        if planned.is_heading:
            return {"type": "note"}
        if item.type not in _TYPES:
            return self._other_type(item)
        made: Plain = getattr(self, f"_{item.type}")(planned)
        return made

    def _other_type(self, item: Item) -> Plain:
        if item.type in _IN_WORDS:
            self._changed(_IN_WORDS[item.type])
        else:
            self._changed("import-type-in-words", type=item.type[:40])
        return {"type": "short_text"}

    def _text(self, planned: Planned) -> Plain:
        row = planned.item.row
        if row.get("calculation") and _is_yes(row.get("read_only")):
            return {"type": "computed"}
        return {"type": "long_text" if "multiline" in planned.item.appearance else "short_text"}

    def _integer(self, planned: Planned) -> Plain:
        row = planned.item.row
        if row.get("calculation") and _is_yes(row.get("read_only")):
            return {"type": "computed"}
        return {"type": "number"}

    def _decimal(self, planned: Planned) -> Plain:
        return self._integer(planned) | {"decimals": 6}

    def _note(self, planned: Planned) -> Plain:
        return {"type": "computed" if planned.item.row.get("calculation") else "note"}

    def _calculate(self, _planned: Planned) -> Plain:
        return {"type": "computed", "hidden": True}

    _hidden = _calculate

    def _date(self, planned: Planned) -> Plain:
        looks = planned.item.appearance
        precision = "month" if "month-year" in looks else "year" if "year" in looks else None
        return {"type": "date"} | ({"precision": precision} if precision else {})

    def _dateTime(self, _planned: Planned) -> Plain:  # noqa: N802 - the name of the type
        self._changed("import-day-not-time")
        return {"type": "date"}

    def _acknowledge(self, _planned: Planned) -> Plain:
        return {"type": "consent"}

    def _image(self, planned: Planned) -> Plain:
        if planned.item.appearance & _DRAWN:
            self._changed("import-drawing-as-file")
        return {"type": "file", "kinds": ["jpeg", "png"]}

    def _file(self, _planned: Planned) -> Plain:
        return {"type": "file"}

    def _range(self, planned: Planned) -> Plain:
        said = planned.item.parameters
        try:
            start, end, step = (float(said.get(k, d)) for k, d in
                                (("start", "1"), ("end", "10"), ("step", "1")))  # fmt: skip
        except ValueError:
            self._changed("import-parameters")
            return {"type": "number"}
        whole = start.is_integer() and end.is_integer()
        if whole and step == 1 and 0 <= start < end <= 100 and end - start < 20:
            ends = self._ends(said.get("tick_labelset", ""), int(start), int(end))
            return {"type": "scale", "lowest": int(start), "highest": int(end)} | ends
        decimals = next((n for n in range(6) if abs(round(step, n) - step) < 1e-9), 6)
        if step != 1 and step != 10.0**-decimals:
            self._changed("import-steps", step=f"{step:g}")
        low, high = sorted((start, end))
        limits = {"min": int(low) if low.is_integer() else low,
                  "max": int(high) if high.is_integer() else high}  # fmt: skip
        return {"type": "number", **limits} | ({"decimals": decimals} if decimals else {})

    def _ends(self, list_name: str, start: int, end: int) -> Plain:
        labels = {option["code"]: option["text"] for option in self._options(list_name)}
        if str(start) not in labels or str(end) not in labels:
            return {}
        ends = {"low": labels[str(start)], "high": labels[str(end)]}
        middle = labels.get(str((start + end) // 2)) if (start + end) % 2 == 0 else None
        return {"ends": ends | ({"middle": middle} if middle and end - start > 1 else {})}

    def _select_one(self, planned: Planned) -> Plain:
        item = planned.item
        options = self._listed(planned)
        if not options:
            return {"type": "short_text"}
        looks = item.appearance
        if are_yes_and_no(options) and not looks & _DROPDOWN and not item.row.get("choice_filter"):
            return {"type": "yes_no"} | self._display(item, options)
        scale = as_scale(options, self._main) if "likert" in looks else None
        if scale and not (planned.others or planned.comment):
            return {"type": "scale", **scale}
        return {"type": "single", "options": options, **self._display(item, options)} | (
            self._shuffled(item)
        )

    def _select_multiple(self, planned: Planned) -> Plain:
        options = self._listed(planned)
        if not options:
            return {"type": "short_text"}
        item = planned.item
        return {"type": "multiple", "options": options, **self._display(item, options)} | (
            self._shuffled(item)
        )

    def _rank(self, planned: Planned) -> Plain:
        options = self._listed(planned)
        if not options:
            return {"type": "short_text"}
        return {"type": "ranking", "options": options} | self._shuffled(planned.item)

    def _listed(self, planned: Planned) -> list[Plain]:
        item = planned.item
        options = [] if item.from_file else self._options(item.list_name)
        if not options:
            code = "import-list-in-file" if item.from_file else "import-list-missing"
            self._changed(code, name=item.list_name[:40])
            return []
        if item.other and "other" not in {option["code"] for option in options}:
            words = {lang: OTHER[lang] for lang in options[0]["text"] if lang in OTHER}
            words = {self._main: OTHER.get(self._main, OTHER["en"]), **words}
            options.append({"code": "other", "text": words, "other_text": True})
        for option in options:
            if option["code"] in planned.others:
                option["other_text"] = True
        return options

    def _display(self, item: Item, options: list[Plain]) -> Plain:
        looks = item.appearance
        if looks & _DROPDOWN and not any(option.get("other_text") for option in options):
            return {"display": "dropdown"}
        return {"display": "buttons"} if looks & _BUTTONS else {}

    def _shuffled(self, item: Item) -> Plain:
        return {"shuffle": True} if item.parameters.get("randomize") == "true" else {}


def _plain(option: Plain) -> Plain:
    return {key: value for key, value in option.items() if key not in {"other_text", "exclusive"}}


def _is_yes(text: str) -> bool:
    return text.strip().lower() in {"yes", "true", "true()", "1"}
