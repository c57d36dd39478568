"""LimeSurvey's archives, .lsa: a zip with the questionnaire, the responses and the participants."""

import zipfile
import zlib
from io import BytesIO

from surveys.interchange.limesurvey.source import Source
from surveys.interchange.limesurvey.xml_file import read_xml, responses_of, tables_of
from surveys.interchange.report import Unreadable

LARGEST = 50 * 1024 * 1024
MOST_ENTRIES = 1000
MOST_RATIO = 100
_FROM = 1024 * 1024
"""Below this size a high ratio is harmless: XML with many equal rows packs very well."""


def read_archive(data: bytes) -> Source:
    """Return the questionnaire of an archive with its responses; participants are only counted."""
    files = _files(data)
    survey = next((content for name, content in files.items() if name.endswith(".lss")), None)
    if survey is None:
        raise Unreadable("file-no-questionnaire")
    source = read_xml(survey)
    for name, content in files.items():
        if name.endswith(("_responses.lsr", ".lsr")):
            source.responses = responses_of(content)
        elif name.endswith(("_tokens.lst", ".lst")):
            source.people = len(tables_of(content)[3].get("tokens", []))
    return source


def _files(data: bytes) -> dict[str, bytes]:
    """Return the files that we read, each within its limits."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            entries = archive.infolist()
            if len(entries) > MOST_ENTRIES:
                raise Unreadable("import-zip-unsafe")
            wanted = [e for e in entries if e.filename.endswith((".lss", ".lsr", ".lst"))]
            if sum(entry.file_size for entry in wanted) > LARGEST:
                raise Unreadable("import-zip-unsafe")
            return {entry.filename: _content(archive, entry) for entry in wanted}
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError) as error:
        if isinstance(error, Unreadable):
            raise
        raise Unreadable("file-cut-short") from error
    except (NotImplementedError, RuntimeError) as error:  # another packing, or a password
        raise Unreadable("import-zip-unsafe") from error


def _content(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    """Return one file; what it says about its own size is not believed."""
    with archive.open(entry) as packed:
        content = packed.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise Unreadable("import-zip-unsafe")
    if len(content) > _FROM and len(content) > MOST_RATIO * max(entry.compress_size, 1):
        raise Unreadable("import-zip-unsafe")
    return content
