"""The report of a survey as cities publish it, written once and handed out in four formats."""

from surveys.report.content import Comparison, Wish, report_of
from surveys.report.files import FORMATS, as_files

__all__ = ["FORMATS", "Comparison", "Wish", "as_files", "report_of"]
