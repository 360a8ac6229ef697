"""The proposals room's pages."""
