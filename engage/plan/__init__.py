"""The plan: what it says, why it says so, and what became of every voice."""
