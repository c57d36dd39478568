"""XLSForm, the spreadsheets of ODK and KoboToolbox, read and written."""

from surveys.interchange.xlsform.reading import read

__all__ = ["read"]
