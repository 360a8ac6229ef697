"""Persons chosen by lot: a pool, quotas, a draw that anybody repeats, and what the drawn answered."""
