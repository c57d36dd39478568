"""A LimeSurvey file of any kind, read into a questionnaire of ours with its report."""

from surveys.interchange.limesurvey.archive import read_archive
from surveys.interchange.limesurvey.assembling import document_of
from surveys.interchange.limesurvey.responses import answers_of
from surveys.interchange.limesurvey.source import Source
from surveys.interchange.limesurvey.tsv_file import read_tsv
from surveys.interchange.limesurvey.xml_file import read_xml
from surveys.interchange.report import Imported, Report, Unreadable


def read(data: bytes, name: str) -> Imported:
    """Read a .lss, .lsg, .lsq, .lsa or tab-separated file; raise Unreadable for anything else."""
    source = source_of(data, name)
    report = Report()
    report.kept("file", name[:100])
    if source.people:
        report.dropped("file", name[:100], "import-people", people=source.people)
    document, work = document_of(source, report)
    if not document["pages"]:
        raise Unreadable("import-no-questions")
    return Imported(document, report, answers_of(work, document))


def source_of(data: bytes, name: str) -> Source:
    """Return what a file says, by what is in it."""
    if not data.strip():
        raise Unreadable("file-empty")
    if data.startswith(b"PK\x03\x04"):
        return read_archive(data)
    if data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return read_xml(data)
    return read_tsv(data, name)
