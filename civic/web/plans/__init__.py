"""The plans room's pages."""
