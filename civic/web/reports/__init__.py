"""The reports room's pages."""
