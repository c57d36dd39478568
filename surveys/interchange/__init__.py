"""Questionnaires and answers of other programs: read with a report line by line, and written."""
