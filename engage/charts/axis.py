"""Even ticks on an axis that starts at zero."""

from dataclasses import dataclass
from fractions import Fraction

_STEPS = (1, 2, 5, 10, 20)
_MOST_PIECES = 5


@dataclass(frozen=True, slots=True)
class Axis:
    """A percent axis from zero to `top`, with a tick every `step` (both whole percent)."""

    top: int
    step: int

    @property
    def ticks(self) -> range:
        """The whole percents that get a line and a number."""
        return range(0, self.top + 1, self.step)

    def at(self, share: float | Fraction) -> float:
        """Return where a share lies, as a part of the axis."""
        return float(share) * 100 / self.top


WHOLE = Axis(top=100, step=20)


def reaching(largest: float | Fraction) -> Axis:
    """Return the shortest even axis that holds the largest value."""
    percent = float(largest) * 100
    for step in _STEPS:
        pieces = max(1, -(-round(percent, 9) // step))
        if pieces <= _MOST_PIECES:
            return Axis(top=int(pieces * step), step=step)
    return WHOLE
