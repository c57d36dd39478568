"""Tests that take the design into account: the same table of a clustered sample says less."""
