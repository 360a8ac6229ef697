"""Counting votes: small and exact, whole numbers and fractions, from the ballots alone. No database and no clock."""
