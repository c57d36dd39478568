"""Planners read free answers by their words, sort them by codes, and release quotes."""

from surveys.routes_texts import codes, quotes, reading, sorting
from surveys.routes_texts.desk import blueprint

__all__ = ["blueprint", "codes", "quotes", "reading", "sorting"]
