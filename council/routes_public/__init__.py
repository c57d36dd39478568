"""What citizens read: bodies, meetings, opinions and what the city answered, minutes, papers."""

from council.routes_public import bodies, meetings, oparl, open_data, opinions, papers
from council.routes_public.blueprint import blueprint

__all__ = ["blueprint", "bodies", "meetings", "oparl", "open_data", "opinions", "papers"]
