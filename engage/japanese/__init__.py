"""Eras, fiscal years, 50-on order, width and kana; imports nothing of the house."""
