"""Tools for those who build Civic: set-up, checks, generated documents, catalogues; nothing of it is the product."""
