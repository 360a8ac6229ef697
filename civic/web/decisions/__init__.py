"""The decisions room's pages."""
