"""Proposals: from a resident's draft to an official answer."""
