"""How officers build a questionnaire over HTTP."""

from surveys.routes_builder import (
    conditions,
    files,
    framing,
    history,
    outline,
    pages,
    pictures,
    questions,
    taking,
    trial,
    versions,
)
from surveys.routes_builder.desk import blueprint

__all__ = [
    "blueprint",
    "conditions",
    "files",
    "framing",
    "history",
    "outline",
    "pages",
    "pictures",
    "questions",
    "taking",
    "trial",
    "versions",
]
