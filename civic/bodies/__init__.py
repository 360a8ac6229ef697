"""Councils and committees: who sits in them and when they meet."""
