"""Member organisations meet, in the room, online, hybrid or in writing."""
