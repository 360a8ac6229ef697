"""The organisations a municipality works with, and the units that each is reached by."""
