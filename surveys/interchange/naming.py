"""What the questions of a file are called in our document, and what can be chosen in them."""

from dataclasses import dataclass, field
from typing import Literal

from surveys.interchange.climbing import Unsaid
from surveys.logic import Expression, Lit, Op, Ref
from surveys.logic.values import text_of

Kind = Literal["text", "number", "date", "code", "codes", "truth", "parts", "any"]


@dataclass
class Meant:
    """One name of the file: our expression for it, its kind, its options as the file calls them."""

    is_: Expression
    kind: Kind = "any"
    options: dict[str, str] = field(default_factory=dict)
    repeated: bool = False
    """Whether it stood in something repeated, of which we take one."""


class Names:
    """All names of a file."""

    def __init__(self) -> None:
        """Begin without names."""
        self._meant: dict[str, Meant] = {}
        self._ours: dict[Expression, Meant] = {}
        self.gone: set[str] = set()
        """Names of questions that were dropped."""

    def add(self, name: str, meant: Meant) -> None:
        """Remember what a name means; the first of two equal names counts."""
        self._meant.setdefault(name, meant)
        self._ours.setdefault(meant.is_, meant)

    def put(self, name: str, meant: Meant) -> None:
        """Say what a name means after all, whatever it meant before."""
        self._meant[name] = meant
        self._ours[meant.is_] = meant

    def get(self, name: str) -> Meant | None:
        """Return what a name means; upper and lower case are told apart only where need be."""
        found = self._meant.get(name)
        if found is None and name not in self.gone:
            lower = name.lower()
            found = next((m for n, m in self._meant.items() if n.lower() == lower), None)
        return found

    def meant(self, name: str) -> Meant:
        """Return what a name means, or say that nothing has it."""
        found = self.get(name)
        if found is None:
            code = "import-refers-to-dropped" if name in self.gone else "import-no-variable"
            raise Unsaid(code, name=name[:40])
        return found

    def kind(self, expression: Expression) -> Kind:
        """Return the kind of an expression of ours, as far as the file says it."""
        if isinstance(expression, Lit):
            return "text" if isinstance(expression.value, str) else "number"
        found = self._ours.get(expression)
        return found.kind if found else "any"

    def options(self, expression: Expression) -> dict[str, str]:
        """Return the options of a reference: as the file calls them → our codes."""
        found = self._ours.get(expression)
        return found.options if found else {}

    def compared(self, name: str, left: Expression, right: Expression) -> Expression:
        """Return a comparison in which options are called by our codes."""
        options = self.options(left) or self.options(right)
        if options:
            left, right = coded(left, options), coded(right, options)
            for one, two in ((left, right), (right, left)):
                if (
                    self.kind(one) == "truth"
                    and isinstance(two, Lit)
                    and two.value in {"yes", "no"}
                ):
                    says_yes = (two.value == "yes") == (name == "=")
                    return one if says_yes else Op("not", (one,))
        return Op(name, (left, right))


def coded(part: Expression, options: dict[str, str]) -> Expression:
    """Return a literal as the code of the option that it names."""
    if not isinstance(part, Lit):
        return part
    said = text_of(part.value)
    return Lit(options[said]) if said is not None and said in options else part


def reference(*parts: str) -> Ref:
    """Return a reference of ours."""
    return Ref(parts)
