"""The papers room's pages."""
