"""How citizens meet surveys over HTTP: browse, enter, answer, send."""

from surveys.routes_answer import answering, browsing, entering, sending
from surveys.routes_answer.seats import blueprint

__all__ = ["answering", "blueprint", "browsing", "entering", "sending"]
