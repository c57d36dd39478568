"""Building a questionnaire: edits of a working draft, as plain values in and out.

No database, no web. Every edit takes a draft and returns a new one, or raises Refused with a
code that says why.
"""

from surveys.building.finding import Refused
from surveys.building.units import Document, changed, changes, reversed_changes

__all__ = ["Document", "Refused", "changed", "changes", "reversed_changes"]
