"""Shares, intervals, tests, and what may be shown: arrays in, frozen results out."""
