"""What a paper questionnaire says besides its questions."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Facts:
    """Who asks, what for, until when, under which promise; and the code of one person."""

    city: str = ""
    office: str = ""
    title: str = ""
    purpose: str = ""
    until: str = ""
    promise: str = ""
    code: str = ""
    """Printed large and as a QR code; "" leaves an empty place for a label."""
    address: str = ""
    """Where one answers on the web instead."""
