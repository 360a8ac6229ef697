"""The treatment room's pages."""
