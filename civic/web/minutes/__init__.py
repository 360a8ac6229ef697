"""The minutes room's pages."""
