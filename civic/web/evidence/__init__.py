"""The evidence room's pages."""
