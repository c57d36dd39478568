"""XLSForm, the spreadsheets of ODK and KoboToolbox, read and written."""

from surveys.interchange.xlsform.reading import read
from surveys.interchange.xlsform.writing import write, written

__all__ = ["read", "write", "written"]
