"""Net monitors and residents answer; planners read honest statistics."""
