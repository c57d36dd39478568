"""Engage: a city asks, hears, and shows what became of every answer."""

__version__ = "0.1.0"
