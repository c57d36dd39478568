"""How citizens meet surveys over HTTP: browse, enter, answer, send, and what a receipt can do."""

from surveys.routes_answer import answering, browsing, entering, notices, receipts, sending
from surveys.routes_answer.seats import blueprint

__all__ = ["answering", "blueprint", "browsing", "entering", "notices", "receipts", "sending"]
