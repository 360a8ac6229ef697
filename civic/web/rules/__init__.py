"""The house rules' pages."""
