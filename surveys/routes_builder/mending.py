"""Mistakes of a form that is not one of WTForms, in the shape that the templates know."""

from collections.abc import Iterable

from engage.core.forms import FormError
from engage.core.messages import sentence
from surveys.building.typed import Mistake


class Mending:
    """The sentences of one form: all for the summary, and those beside each control."""

    def __init__(self, mistakes: Iterable[Mistake] = ()) -> None:
        """Take what is to be mended."""
        self.error_list = [FormError(m.control, sentence(m.code, **m.values)) for m in mistakes]

    @property
    def errors(self) -> dict[str, list[str]]:
        """Control → sentences."""
        found: dict[str, list[str]] = {}
        for error in self.error_list:
            found.setdefault(error.control, []).append(error.text)
        return found

    def of(self, control: str) -> list[str]:
        """Return the sentences beside one control."""
        return self.errors.get(control, [])
