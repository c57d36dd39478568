"""Options, rows and columns as lines of text: one a line, columns as a spreadsheet copies them.

A line is 「ことば」, 「ことば⇥English」 or 「記号⇥ことば⇥English⇥しるし」.
The first column is the code when
every line's first column could be one and there is a second; the last column holds marks when
every word in it is one. The marks are the words that the page shows.
"""

import re
import unicodedata

from surveys.building.finding import Part, Refused

MARKS: dict[str, Part] = {
    "記入欄": {"other_text": True},
    "単独": {"exclusive": True},
    "固定": {"fixed": True},
    "わからない": {"role": "dont_know"},
    "答えたくない": {"role": "refused"},
}
IN_ENGLISH = {
    "other": "記入欄",
    "alone": "単独",
    "fixed": "固定",
    "dont_know": "わからない",
    "refused": "答えたくない",
}
LONGEST_LINE = 4000
_CODE = re.compile(r"[A-Za-z0-9_]{1,20}")
_SPLIT = re.compile(r"[・、,，\s]+")


def read_lines(text: str, languages: list[str], *, flags: bool = True) -> list[Part]:
    """Return the parts that were typed or pasted; those without a code get none."""
    rows = [line.split("\t") for line in text.replace("\r\n", "\n").split("\n") if line.strip()]
    rows = [[_cell(cell) for cell in row] for row in rows]
    if not rows:
        return []
    has_codes = all(len(row) > 1 and _CODE.fullmatch(_narrow(row[0])) for row in rows)
    if has_codes and len(rows) == 1 and len(rows[0]) <= len(languages) and languages[1:]:
        has_codes = False
    return [_part(row, languages, has_codes=has_codes, flags=flags) for row in rows]


def _part(row: list[str], languages: list[str], *, has_codes: bool, flags: bool) -> Part:
    part: Part = {"code": _narrow(row[0])} if has_codes else {}
    cells = row[1:] if has_codes else row
    marks = _marks(cells[-1]) if flags and len(cells) > 1 else None
    if marks is not None:
        cells = cells[:-1]
    if len([cell for cell in cells if cell]) > len(languages):
        raise Refused("building-too-many-columns", columns=len(cells), languages=len(languages))
    if any(len(cell) > LONGEST_LINE for cell in cells):
        raise Refused("building-line-too-long", most=LONGEST_LINE)
    texts = {language: cell for language, cell in zip(languages, cells, strict=False) if cell}
    if not texts:
        raise Refused("building-line-without-words")
    return part | {"text": texts} | (marks or {})


def _marks(cell: str) -> Part | None:
    """Return what the marks of a cell mean; None when it holds other words."""
    words = [IN_ENGLISH.get(word, word) for word in _SPLIT.split(cell) if word]
    if not words or any(word not in MARKS for word in words):
        return None if cell else {}
    found: Part = {}
    for word in words:
        found |= MARKS[word]
    return found


def as_lines(parts: list[Part], languages: list[str], *, flags: bool = True) -> str:
    """Return parts as the lines that read_lines takes."""
    return "\n".join(_line(part, languages, flags=flags) for part in parts)


def _line(part: Part, languages: list[str], *, flags: bool) -> str:
    texts = [part["text"].get(language, "").replace("\n", " ") for language in languages]
    cells = [part["code"], *texts]
    if flags:
        cells.append(
            "・".join(word for word, means in MARKS.items() if means.items() <= part.items())
        )
    return "\t".join(cells).rstrip("\t")


def merged(old: list[Part], typed: list[Part], languages: list[str]) -> list[Part]:
    """Return typed parts with what lines cannot say taken from the old ones of the same code.

    Words in languages that the lines do not show, conditions, values and pictures stay.
    """
    by_code = {part["code"]: part for part in old}
    shown = set(languages)
    flags = {key for means in MARKS.values() for key in means}
    found = []
    for part in typed:
        before = by_code.get(part.get("code", ""), {})
        kept = {k: v for k, v in before.items() if k not in flags | {"code", "text"}}
        texts = {k: v for k, v in before.get("text", {}).items() if k not in shown}
        found.append(kept | part | {"text": part["text"] | texts})
    return found


def _cell(cell: str) -> str:
    """Return a cell without the quotes that spreadsheets put around line ends, trimmed."""
    cell = cell.strip()
    if len(cell) > 1 and cell[0] == cell[-1] == '"':
        cell = cell[1:-1].replace('""', '"')
    return "".join(c for c in cell if unicodedata.category(c) != "Cc").strip()


def _narrow(cell: str) -> str:
    return unicodedata.normalize("NFKC", cell)
