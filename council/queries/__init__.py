"""What a council shows, one file per subject; nothing here writes."""
