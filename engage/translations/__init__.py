"""Texts in other languages than Japanese, and the tool that keeps them complete."""
