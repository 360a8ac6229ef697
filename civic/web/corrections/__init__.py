"""The corrections room's pages."""
