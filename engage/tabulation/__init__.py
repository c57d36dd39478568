"""Anybody's data: tables and estimates of a file, without a database."""
