"""The flat view of a questionnaire: the variables of a file of responses, and their cells."""

from surveys.codebook.questionnaire import codebook_of
from surveys.codebook.variables import (
    CHANNEL,
    UNASKED,
    WEIGHT,
    Cell,
    Code,
    Codebook,
    Kind,
    Measure,
    MultipleSet,
    Variable,
)

__all__ = [
    "CHANNEL",
    "UNASKED",
    "WEIGHT",
    "Cell",
    "Code",
    "Codebook",
    "Kind",
    "Measure",
    "MultipleSet",
    "Variable",
    "codebook_of",
]
