"""Grants: a scheme with criteria, applications with a theory of change, assessment, decision, and accounts."""
