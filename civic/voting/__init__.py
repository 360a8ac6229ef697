"""Votes (afstemninger): a question, a roll, one vote each, a result."""
