"""The front room's pages."""
