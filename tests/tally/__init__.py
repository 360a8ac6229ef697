"""Counting: against the field's own libraries, published ballots and worked examples."""
