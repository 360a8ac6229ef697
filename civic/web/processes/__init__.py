"""The processes room's pages."""
