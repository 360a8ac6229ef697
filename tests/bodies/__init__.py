"""Organisations that the municipality works with, and their units."""
