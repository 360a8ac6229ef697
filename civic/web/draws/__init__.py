"""The draws room's pages."""
