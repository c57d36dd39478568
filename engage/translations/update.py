"""Collect every text of code and templates into the English catalogue (`make translations`)."""

from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from engage.core import paths

ROOT = paths.PACKAGE.parent
ENGLISH = paths.TRANSLATIONS / "en" / "LC_MESSAGES" / "messages.po"
PYTHON_PACKAGES = ("engage", "surveys", "council")
KEYWORDS = {
    "_": None,
    "_l": None,
    "gettext": None,
    "lazy_gettext": None,
    "ngettext": (1, 2),
    "_n": (1, 2),
}


def collected() -> Catalog:
    """Return a catalogue of every source text with the files that use it."""
    catalogue = Catalog(charset="utf-8", project="Engage", fuzzy=False)
    for folder, file, message in _texts():
        catalogue.add(message, locations=[(f"{folder}/{file}", 0)])
    return catalogue


def _texts() -> Iterator[tuple[str, str, str | tuple[str, ...]]]:
    sources: list[tuple[Path, str, str]] = [
        (ROOT / name, name, "python") for name in PYTHON_PACKAGES
    ]
    sources.append((paths.TEMPLATES, "templates", "jinja2"))
    for folder, name, method in sources:
        pattern = "**.py" if method == "python" else "**.html"
        options = {} if method == "python" else {pattern: {"silent": "false", "encoding": "utf-8"}}
        for file, _line, message, _comments, _context in extract_from_dir(
            str(folder),
            method_map=[(pattern, method), ("**.txt", method)],
            options_map=options,
            keywords=KEYWORDS,
            strip_comment_tags=True,
        ):
            yield name, file, message


def english() -> Catalog:
    """Return the English catalogue as it is on disk."""
    if not ENGLISH.exists():
        return Catalog(locale="en", charset="utf-8", fuzzy=False)
    with ENGLISH.open("rb") as file:
        return read_po(file, locale="en")


def main() -> None:
    """Write new texts into the catalogue, keep translations, drop what is no longer used."""
    catalogue = english()
    catalogue.update(collected(), no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    catalogue.fuzzy = False
    ENGLISH.parent.mkdir(parents=True, exist_ok=True)
    with ENGLISH.open("wb") as file:
        write_po(file, catalogue, width=0, sort_output=True, omit_header=False, no_location=True)
    missing = sum(1 for message in catalogue if message.id and not message.string)
    print(f"{len(catalogue)} texts, {missing} without English")  # noqa: T201 - a maintainer's tool


if __name__ == "__main__":
    main()
