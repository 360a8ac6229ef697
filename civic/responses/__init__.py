"""Responses (høringssvar): of councils, residents and organisations, through the gate and into the open."""
