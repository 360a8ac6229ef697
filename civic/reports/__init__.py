"""Reports in numbered sections, their frozen versions, and what changed between two."""
