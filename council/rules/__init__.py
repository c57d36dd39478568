"""What is allowed and what follows, from plain values; nothing here reads a database."""
