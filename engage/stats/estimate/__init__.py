"""Figures for a population from a sample of any design, each with its doubt and its base."""
