"""The lists of a form and the options that they become."""

from collections.abc import Mapping
from typing import Any

from surveys.definition.given import WORDS
from surveys.interchange.codes import Codes
from surveys.interchange.report import Report
from surveys.interchange.wording import Wording
from surveys.interchange.xlsform.book import Row, Sheets

OTHER = {"ja": "その他", "en": "Other"}
_FLAGS = ("exclusive", "fixed", "other_text")
_OWN = "engage_"
"""Columns of ours beside a choice, which other programs pass over."""


class Choices:
    """All lists of a form."""

    def __init__(self, sheets: Sheets, report: Report) -> None:
        """Take the sheets; note what has no list or no name."""
        self._lists: dict[str, list[Row]] = {}
        self._codes_of: dict[int, str] = {}
        self.columns: set[tuple[str, str]] = set()
        for sheet in ("choices", "external_choices", "osm"):
            for row in sheets.get(sheet, []):
                self.columns |= row.cells.keys()
                name = row.get("list_name")
                if name and row.get("name"):
                    self._lists.setdefault(name, []).append(row)
                elif name or row.get("name"):
                    report.dropped(
                        "text", f"{sheet} {name}"[:60], "import-choice-unnamed", line=row.line
                    )
        self.codes = {name: self._coded(name, rows, report) for name, rows in self._lists.items()}

    def _coded(self, name: str, rows: list[Row], report: Report) -> dict[str, str]:
        codes = Codes("option")
        found: dict[str, str] = {}
        for number, row in enumerate(rows, start=1):
            written = row.get("name")
            if written in found:
                report.changed(
                    "text", f"{name} {written}"[:60], "import-choice-twice", line=row.line
                )
            code = codes.allot(written, str(number))
            found.setdefault(written, code)
            self._codes_of[id(row)] = code
        return found

    def rows(self, name: str) -> list[Row]:
        """Return the rows of a list."""
        return self._lists.get(name, [])

    def code(self, row: Row) -> str:
        """Return the code of one choice."""
        return self._codes_of[id(row)]

    def options(
        self, name: str, wording: Wording, languages: Mapping[str, str]
    ) -> list[dict[str, Any]]:
        """Return the options of a list with their texts."""
        return [self._option(row, wording, languages) for row in self.rows(name)]

    def _option(self, row: Row, wording: Wording, languages: Mapping[str, str]) -> dict[str, Any]:
        place = f"{row.get('list_name')} {row.get('name')}"[:60]
        said = {languages[lang]: text for lang, text in row.texts("label").items()}
        text = wording.texts(said, place, line=row.line, fallback=row.get("name"))
        option: dict[str, Any] = {"code": self.code(row), "text": text}
        for flag in _FLAGS:
            if row.get(_OWN + flag) in {"yes", "true", "1"}:
                option[flag] = True
        if row.get(_OWN + "role") in {"dont_know", "refused"}:
            option["role"] = row.get(_OWN + "role")
        if row.get(_OWN + "yomi"):
            option["yomi"] = row.get(_OWN + "yomi")[:100]
        value = _number(row.get(_OWN + "value"))
        return option if value is None else option | {"value": value}


def _number(text: str) -> float | int | None:
    try:
        number = float(text)
    except ValueError:
        return None
    if not abs(number) <= 1e15:
        return None
    return int(number) if number.is_integer() else number


def are_yes_and_no(options: list[dict[str, Any]]) -> bool:
    """Whether a list says just what our yes-or-no question says by itself."""
    return [option["code"] for option in options] == ["yes", "no"] and all(
        option.keys() == {"code", "text"}
        and all(WORDS[option["code"]].get(tag) == text for tag, text in option["text"].items())
        for option in options
    )


def as_scale(options: list[dict[str, Any]], main: str) -> dict[str, Any] | None:
    """Return the fields of a scale when a list is a row of numbers with words at its ends."""
    points = [option for option in options if option["code"].isdigit()]
    extra = options[len(points) :]
    numbers = [int(option["code"]) for option in points]
    if not 2 <= len(points) <= 20 or options[: len(points)] != points or numbers[-1] > 100:
        return None
    if numbers != list(range(numbers[0], numbers[0] + len(points))):
        return None
    if any(str(number) != option["code"] for number, option in zip(numbers, points, strict=True)):
        return None
    found: dict[str, Any] = {"lowest": numbers[0], "highest": numbers[-1]}
    low, high = points[0]["text"], points[-1]["text"]
    if low[main] != points[0]["code"] or high[main] != points[-1]["code"]:
        found["ends"] = {"low": low, "high": high}
    inner = [option for option in points[1:-1] if option["text"][main] != option["code"]]
    if inner:
        middle = points[len(points) // 2]
        if inner != [middle] or "ends" not in found or len(points) % 2 == 0:
            return None
        found["ends"]["middle"] = middle["text"]
    return found | ({"options": extra} if extra else {})
