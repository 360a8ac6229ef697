"""The meetings room's pages."""
