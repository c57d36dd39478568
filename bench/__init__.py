"""Figures that README claims, each measured in one run beside something it can be compared with."""
