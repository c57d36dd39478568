"""How the answers were gathered, which decides what may be said about whom."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray


class SurveyKind(StrEnum):
    """How people came to be asked."""

    PROBABILITY = "probability"
    """Drawn at random from a list of the population."""
    PANEL = "panel"
    """Volunteers: speaks for its members only, never for the residents."""
    CENSUS = "census"
    """Everybody was asked."""


class About(StrEnum):
    """Whom a figure is meant to describe."""

    RESIDENTS = "residents"
    MEMBERS = "members"


@dataclass(frozen=True)
class Design:
    """The kind of survey, the size of what it was drawn from, and weights when there are any."""

    kind: SurveyKind = SurveyKind.PROBABILITY
    population: int | None = None
    about: About = About.RESIDENTS
    weights: NDArray[np.float64] | None = None

    @property
    def weighted(self) -> bool:
        """Say whether respondents count differently."""
        return self.weights is not None
