"""The sheets of a form being written: rows of named cells, then one spreadsheet."""

import io
from collections.abc import Mapping, Sequence

import xlsxwriter

from surveys.interchange.wording import PIPE, as_source, language_name

Cells = dict[str, str]
_FIRST = {
    "survey": ("type", "name", "label", "hint", "required", "relevant", "appearance", "constraint",
               "constraint_message", "calculation", "read_only", "default", "choice_filter",
               "parameters"),
    "choices": ("list_name", "name", "label"),
    "settings": ("form_title", "form_id", "default_language"),
}  # fmt: skip


class Book:
    """Survey, choices and settings with their rows."""

    def __init__(self, languages: Sequence[str]) -> None:
        """Take the languages in the order of their columns."""
        self._languages = languages
        self.sheets: dict[str, list[Cells]] = {name: [] for name in _FIRST}

    def add(self, sheet: str, /, **cells: str) -> Cells:
        """Add a row; empty cells are left out."""
        row = {name: text for name, text in cells.items() if text}
        self.sheets[sheet].append(row)
        return row

    def texts(self, column: str, texts: Mapping[str, str] | None, piped: "Piped") -> Cells:
        """Return the cells of a text in every language."""
        return {
            f"{column}::{language_name(language)}": piped(as_source(text))
            for language, text in (texts or {}).items()
        }

    def bytes(self) -> bytes:
        """Return the spreadsheet; nothing in it is a formula or a link."""
        target = io.BytesIO()
        plain = {"strings_to_formulas": False, "strings_to_urls": False,
                 "strings_to_numbers": False, "in_memory": True}  # fmt: skip
        with xlsxwriter.Workbook(target, plain) as book:
            bold = book.add_format({"bold": True})
            for name, rows in self.sheets.items():
                sheet = book.add_worksheet(name)
                heads = self._heads(name, rows)
                for column, head in enumerate(heads):
                    sheet.write_string(0, column, head, bold)
                for line, row in enumerate(rows, start=1):
                    for column, head in enumerate(heads):
                        if head in row:
                            sheet.write_string(line, column, row[head])
                sheet.freeze_panes(1, 0)
        return target.getvalue()

    def _heads(self, name: str, rows: list[Cells]) -> list[str]:
        used = dict.fromkeys(head for row in rows for head in row)
        order: list[str] = []
        for first in _FIRST[name]:
            named = [f"{first}::{language_name(tag)}" for tag in self._languages]
            order += [head for head in (first, *named) if head in used]
        return [*order, *(head for head in used if head not in order)]


class Piped:
    """Turns {{q1}} into ${q1}, by the names of the form."""

    def __init__(self, names: Mapping[str, str]) -> None:
        """Take reference as it is written → name."""
        self._names = names

    def __call__(self, text: str) -> str:
        """Return the text with the references of forms."""
        return PIPE.sub(
            lambda found: (
                f"${{{self._names[found[1] + found[2]]}}}"
                if found[1] + found[2] in self._names
                else found[0]
            ),
            text,
        )
