"""Weights that make respondents stand for a population whose make-up is known."""

from engage.stats.weighting.calibrate import calibrate
from engage.stats.weighting.diagnostics import Balance, balance, effective_n, kish
from engage.stats.weighting.poststratify import poststratify
from engage.stats.weighting.rake import rake
from engage.stats.weighting.result import Margin, WeightSet
from engage.stats.weighting.trim import trim

__all__ = [
    "Balance",
    "Margin",
    "WeightSet",
    "balance",
    "calibrate",
    "effective_n",
    "kish",
    "poststratify",
    "rake",
    "trim",
]
