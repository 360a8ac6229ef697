"""The responses room's pages."""
