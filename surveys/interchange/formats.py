"""Every format that questionnaires come in and go out: one table, found by content.

A format's module is imported when a file asks for it, because some need heavy libraries.
"""

import json
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from io import BytesIO
from typing import Any

from surveys.definition.schema import Questionnaire
from surveys.interchange.report import Imported, Unreadable

Writer = Callable[[Questionnaire], bytes]


@dataclass(frozen=True)
class Format:
    """One format: its name on the command line, its file, who reads and who writes it."""

    name: str
    title: str
    ending: str
    content_type: str
    reader: str = ""
    """"module:function", taking the bytes and the name of the file."""
    writer: str = ""
    """"module:function", taking a questionnaire."""


_OURS = "surveys.interchange.plain"
_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMATS: dict[str, Format] = {
    f.name: f
    for f in (
        Format("engage", "Engage（JSON）", "json", "application/json",
               f"{_OURS}:read_json", f"{_OURS}:write_json"),
        Format("yaml", "Engage（YAML）", "yaml", "application/yaml",
               f"{_OURS}:read_yaml", f"{_OURS}:write_yaml"),
        Format("xlsform", "XLSForm", "xlsx", _SHEET,
               "surveys.interchange.xlsform:read", "surveys.interchange.xlsform:write"),
        Format("surveyjs", "SurveyJS（JSON）", "surveyjs.json", "application/json",
               "surveys.interchange.surveyjs:read", "surveys.interchange.surveyjs:write"),
        Format("limesurvey", "LimeSurvey（TSV）", "txt", "text/tab-separated-values",
               "surveys.interchange.limesurvey:read", "surveys.interchange.limesurvey:write"),
        Format("ddi", "DDI-Codebook 2.5", "ddi.xml", "application/xml",
               "", "surveys.interchange.ddi:write"),
        Format("pdf", "紙の調査票（PDF）", "pdf", "application/pdf",
               "", "surveys.paper:write"),
    )
}  # fmt: skip


def readable() -> list[Format]:
    """Return the formats that this installation reads."""
    return [f for f in FORMATS.values() if f.reader and _is_here(f.reader)]


def writable() -> list[Format]:
    """Return the formats that this installation writes."""
    return [f for f in FORMATS.values() if f.writer and _is_here(f.writer)]


def read(data: bytes, name: str) -> Imported:
    """Read a questionnaire of any known format; raise Unreadable with the reason."""
    if not data:
        raise Unreadable("file-empty")
    found = FORMATS[detected(data, name)]
    if not _is_here(found.reader):
        raise Unreadable("file-format-not-here", format=found.title)
    return _function(found.reader)(data, name)


def write(format_name: str, questionnaire: Questionnaire) -> bytes:
    """Return a questionnaire as a file."""
    return bytes(_function(FORMATS[format_name].writer)(questionnaire))


def detected(data: bytes, name: str) -> str:
    """Return the format of a file: by what is in it, by its name only where that says nothing."""
    if data.startswith(b"PK\x03\x04"):
        return _of_archive(data)
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        return "xlsform"
    head = data[:4096].decode("utf-8", "replace").lstrip("\ufeff \t\r\n")
    if head.startswith("<"):
        if "LimeSurveyDocType" in head or "<document" in head:
            return "limesurvey"
        raise Unreadable("file-no-questionnaire")
    if head.startswith(("{", "[")):
        return _of_json(data)
    return _of_text(head, name)


def _of_archive(data: bytes) -> str:
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            names = archive.namelist()[:2000]
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise Unreadable("file-cut-short") from error
    if any(name.endswith((".lss", ".lsr", ".lsi")) for name in names):
        return "limesurvey"
    if any(name.endswith("workbook.xml") for name in names):
        return "xlsform"
    raise Unreadable("file-no-questionnaire")


def _of_json(data: bytes) -> str:
    try:
        document: Any = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return "engage"  # its reader says in which line the mistake is
    if not isinstance(document, dict) or "schema" in document:
        return "engage"
    if {"survey", "content"} & document.keys():  # as KoboToolbox keeps its forms
        return "xlsform"
    return "surveyjs" if {"pages", "elements", "questions"} & document.keys() else "engage"


def _of_text(head: str, name: str) -> str:
    first = head.split("\n", 1)[0].lower()
    cells = [cell.strip().strip("\"'|") for cell in re.split(r"[\t,|]", first)]
    if "\t" in first and "class" in cells and "type/scale" in cells:
        return "limesurvey"
    if head.startswith("|") or name.lower().endswith((".md", ".csv")):
        return "xlsform"
    if re.search(r"^[\"']?(schema|code|language|title|pages)[\"']?\s*:", head, re.MULTILINE):
        return "yaml"
    if "type" in cells and "name" in cells:
        return "xlsform"
    if name.lower().endswith((".yaml", ".yml")):
        return "yaml"
    raise Unreadable("file-no-questionnaire")


def _is_here(path: str) -> bool:
    module, _colon, name = path.partition(":")
    try:
        return find_spec(module) is not None and hasattr(import_module(module), name)
    except ImportError:  # a library that this format needs is not installed
        return False


def _function(path: str) -> Callable[..., Any]:
    module, _colon, name = path.partition(":")
    return getattr(import_module(module), name)
