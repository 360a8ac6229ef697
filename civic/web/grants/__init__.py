"""The grants room's pages."""
