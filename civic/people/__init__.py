"""Persons, organisations, bodies, roles and the ways to sign in."""
