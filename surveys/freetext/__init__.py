"""Free answers: read without order and masked, counted by their words, sorted by people."""
