"""Meetings of a process's committee and of its groups, counted apart."""
