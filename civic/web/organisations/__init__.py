"""Pages about the organisations a municipality works with."""
