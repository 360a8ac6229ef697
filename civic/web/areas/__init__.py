"""Pages about topics and areas, and what happens there."""
