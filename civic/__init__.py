"""Civic: a municipality's place for co-creation and consultation."""

__version__ = "0.1.0"
