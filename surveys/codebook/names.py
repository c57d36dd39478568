"""Names that SPSS, R and spreadsheets accept: letters, digits, _; at most 64 bytes; each once."""

import hashlib

LONGEST = 64
RESERVED = frozenset(
    ["ALL", "AND", "BY", "EQ", "GE", "GT", "LE", "LT", "NE", "NOT", "OR", "TO", "WITH"]
)
"""Words that SPSS keeps for itself."""
_KEPT = 48


class Names:
    """Gives out names; upper and lower case do not make two names different."""

    def __init__(self, bare: frozenset[str]) -> None:
        """Keep the questions' own codes free for the variables that carry them alone."""
        self._bare = bare
        self._taken: set[str] = set()

    def take(self, question: str, *parts: str) -> str:
        """Return the name of a question's variable, or of a part of it."""
        stem = "_".join((question, *parts))
        if len(stem) > LONGEST - 4:
            mark = hashlib.sha256(stem.encode()).hexdigest()[:8]
            stem = f"{stem[:_KEPT]}_{mark}"
        if stem.upper() in RESERVED:
            stem = f"{stem}_q"
        name, number = stem, 1
        while name.casefold() in self._taken or (parts and name in self._bare):
            number += 1
            name = f"{stem}_{number}"
        self._taken.add(name.casefold())
        return name
