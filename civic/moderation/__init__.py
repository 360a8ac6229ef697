"""The gate that every public text passes, and what persons decide of texts, each with its reason."""
