"""PDF/UA documents by Typst: our own layouts, other people's texts only ever as data."""

import json
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import typst
from fontTools.ttLib import TTFont

from engage.documents.table import DocumentError

MEDIA_TYPE = "application/pdf"
SUBSTITUTE = "〓"
"""Stands for a character that the font does not have."""
MOST_DATA = 20_000_000
_MADE_AT = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Pdf:
    """A finished document, and the characters that the font lacks."""

    content: bytes
    missing: tuple[str, ...] = ()


def write(
    layout: Path, data: dict[str, Any], pictures: Mapping[str, Path | bytes] | None = None
) -> Pdf:
    """Return the document that a layout draws from plain data.

    The same data gives the same bytes: the file does not say when it was made. Texts are data, so
    nothing in them is ever read as a command. The layout finds pictures beside itself, by the names
    given here. DocumentError when the layout cannot draw them.
    """
    if not pictures:
        return _drawn(layout, data)
    with TemporaryDirectory() as folder:
        room = Path(folder)
        shutil.copyfile(layout, room / layout.name)
        for name, picture in pictures.items():
            if isinstance(picture, bytes):
                (room / name).write_bytes(picture)
            else:
                shutil.copyfile(picture, room / name)
        return _drawn(room / layout.name, data)


def _drawn(layout: Path, data: dict[str, Any]) -> Pdf:
    missing: set[str] = set()
    text = json.dumps(_drawable(data, missing), ensure_ascii=False)
    if len(text) > MOST_DATA:
        raise DocumentError("too_large", size=len(text))
    try:
        content = typst.compile(
            layout,
            font_paths=[_font().parent],
            ignore_system_fonts=True,
            format="pdf",
            sys_inputs={"data": text},
            pdf_standards=["ua-1"],
            timestamp=int(_MADE_AT.timestamp()),
        )
    except (typst.TypstError, RuntimeError) as error:
        raise DocumentError("not_drawn", reason=str(error)[:500]) from error
    assert isinstance(content, bytes)
    return Pdf(content, tuple(sorted(missing)))


def _drawable(value: Any, missing: set[str]) -> Any:
    """Return the data with characters that the font lacks replaced, and note which they are."""
    if isinstance(value, str):
        return "".join(_character(each, missing) for each in value)
    if isinstance(value, dict):
        return {key: _drawable(each, missing) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_drawable(each, missing) for each in value]
    return value


def _character(character: str, missing: set[str]) -> str:
    if character in "\n\t" or ord(character) in _known():
        return character
    if not character.isprintable():
        return ""
    missing.add(character)
    return SUBSTITUTE


def _font() -> Path:
    return Path(str(files("matplotlib_fontja"))) / "fonts" / "ipaexg.ttf"


@cache
def _known() -> frozenset[int]:
    with TTFont(_font(), lazy=True) as font:
        return frozenset(font.getBestCmap())
