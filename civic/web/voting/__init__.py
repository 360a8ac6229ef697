"""The voting room's pages."""
