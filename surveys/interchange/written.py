"""What writing a questionnaire for another program gives: the file, and what became of it."""

from dataclasses import dataclass

from surveys.interchange.report import Report


@dataclass(frozen=True)
class Written:
    """A file and its report."""

    data: bytes
    report: Report
